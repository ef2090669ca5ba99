"""Ordinary words and names of many scripts, from the locale data that Babel brings, and the ways to write a name.

Ordinary words are those of CLDR (units, currencies, languages, dates); where they are too few, more are made that have
the same letters in the same company. Names are its exemplar cities: proper nouns that each language writes in its own
script.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

from babel import localedata
from rigour.text.scripts import codepoint_script

from dossier.names.matching import words_of

# script -> languages that are written in it
LOCALES = {
    "Latin": ("en", "de", "fr", "es", "pl", "tr", "cs", "uz"),
    "Cyrillic": ("ru", "kk", "uk", "bg", "ky", "sr", "be", "mn"),
    "Greek": ("el",),
    "Armenian": ("hy",),
    "Georgian": ("ka",),
    "Hebrew": ("he",),
    "Arabic": ("ar", "fa", "ur"),
    "Hangul": ("ko",),
    "Devanagari": ("hi", "mr", "ne"),
    "Bengali": ("bn", "as"),
    "Gurmukhi": ("pa",),
    "Gujarati": ("gu",),
    "Tamil": ("ta",),
    "Telugu": ("te",),
    "Kannada": ("kn",),
    "Malayalam": ("ml",),
    "Sinhala": ("si",),
    "Ethiopic": ("am", "ti"),
    "Thai": ("th",),
    "Lao": ("lo",),
    "Khmer": ("km",),
    "Myanmar": ("my",),
    "Han": ("zh",),
    "Katakana": ("ja",),
}
MIN_LETTERS, MAX_LETTERS = 2, 20


@cache
def _of_cldr(script: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ordinary words and the names of cities that CLDR has in a script."""
    words: set[str] = set()
    cities: set[str] = set()
    for locale in LOCALES[script]:
        data = localedata.load(locale)  # with what it inherits: Babel keeps it for everybody
        zones = data.get("time_zones", {})
        for zone in zones.values():
            if isinstance(zone, dict) and isinstance(zone.get("city"), str):
                cities.add(zone["city"])
        for key, value in data.items():
            if key not in ("time_zones", "territories"):
                words.update(_words(value))
    return tuple(sorted(filter(_is_of(script), words))), tuple(
        sorted(city for city in cities if _is_name(city, script))
    )


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from words_of(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)


def _is_of(script: str) -> Any:
    return lambda word: (
        MIN_LETTERS <= len(word) <= MAX_LETTERS
        and all(codepoint_script(ord(letter)) == script for letter in word if letter.isalpha())
    )


def _is_name(city: str, script: str) -> bool:
    return words_of(city) == [city] and len(city) >= 4 and bool(_is_of(script)(city))


def cities(script: str) -> list[str]:
    """Names of one word in a script, of four letters or more, in the order of the alphabet."""
    return list(_of_cldr(script)[1])


def names(script: str, count: int, seed: int = 0) -> list[str]:
    """Names of two words."""
    chosen = random.Random(seed)
    rows = cities(script)
    return [" ".join(chosen.sample(rows, 2)) for _ in range(count)] if len(rows) > 1 else []


def ordinary_words(script: str, count: int, seed: int = 0) -> list[str]:
    """So many different words of a script: those of CLDR, then words made like them."""
    real = list(_of_cldr(script)[0])
    random.Random(seed).shuffle(real)
    found = dict.fromkeys(real[:count])
    for before in (2, 1):  # by fewer letters before the next more words can be made
        made = _made(real, random.Random(seed), before)
        for _ in range(2 * count):
            if len(found) >= count:
                break
            word = next(made)
            if MIN_LETTERS < len(word) <= MAX_LETTERS:
                found[word] = None
    return list(found)


def _made(words: list[str], chosen: random.Random, before: int) -> Iterator[str]:
    """Words in which each letter stands behind such as it stands behind in the words given."""
    behind: dict[str, list[str]] = {}
    for word in words:
        small = f"{'^' * before}{word.lower()}$"
        for at in range(len(small) - before):
            behind.setdefault(small[at : at + before], []).append(small[at + before])
    while True:
        letters = "^" * before
        while letters[-1] != "$" and len(letters) <= MAX_LETTERS + before:
            letters += chosen.choice(behind[letters[-before:]])
        yield letters.strip("^$")


# ---------------------------------------------------------------------------------------------- folds of a name

# An invented person in each script that has rules, and in Latin letters.
PEOPLE = {
    "Latin": "Natalya Beryozkina",
    "Cyrillic": "Әйгерім Қасымова",
    "Greek": "Νίκος Παπαδόπουλος",
    "Armenian": "Արամ Սարգսյան",
    "Georgian": "ნინო გელაშვილი",
    "Hebrew": "דינה לוינסון",
    "Arabic": "خديجة الزهراني",
    "Hangul": "김영희",
}
# Endings of last words: in texts, and such as are left out of a name in the case.
ENDINGS = {
    "Cyrillic": "ның ға мен лар ларға лардың",
    "Greek": "",
    "Armenian": "ի ին ից ների ներից ը",
    "Georgian": "",
    "Hangul": "가 는 에게 씨는 에게도",
}
PREFIXES = {"Hebrew": "ו ל ול שב כשל", "Arabic": "و ل ول ب وب"}
_LOOK_ALIKE = str.maketrans("аеосрхіАЕОСРХІМКНΝΠοΡαν", "aeocpxiAEOCPXIMKHNПoPav")
_SAME = str.maketrans("ةأ", "ها")


def fits(fold: str, script: str) -> bool:
    """Whether a fold changes names of a script at all."""
    folds = {**TEXT_FOLDS, **NAME_FOLDS}
    return fold == "none" or folds[fold](PEOPLE[script], script) != PEOPLE[script]


def ending_of(name: str, script: str, *, in_name: bool = False) -> str:
    """The name with an ending, or with something before it: the first that texts have for it, or a name too."""
    if script == "Georgian":
        return f"{name[:-1] if name.endswith('ი') else name}{'სთან' if not name.endswith('ი') else 'თან'}"
    if script == "Greek":
        return _greek(name)
    if script in PREFIXES:
        return _prefixed(name, "ול" if script == "Hebrew" else "ول") if not in_name or script == "Arabic" else name
    return name + ENDINGS.get(script, "").partition(" ")[0]


def _greek(name: str) -> str:
    for own, other in (("ος", "ου"), ("ης", "η"), ("ας", "α"), ("α", "ας"), ("η", "ης")):
        if name.endswith(own):
            return name[: -len(own)] + other
    return name


def _prefixed(name: str, prefix: str) -> str:
    if prefix.endswith("ل") and name.startswith("ال"):
        return f"{prefix}ل{name[2:]}"
    return prefix + name


def _last_prefixed(name: str, script: str) -> str:
    prefixes = PREFIXES.get(script, "").split()
    first, _, last = name.rpartition(" ")
    return f"{first} {_prefixed(last, prefixes[-1])}" if prefixes else name


def _look_alike(name: str, script: str) -> str:
    """With one letter of another script that looks the same, the first that there is."""
    if script == "Latin":
        return name.replace("a", "а", 1)
    at = next((at for at, letter in enumerate(name) if letter.translate(_LOOK_ALIKE) != letter), None)
    return name if at is None else name[:at] + name[at].translate(_LOOK_ALIKE) + name[at + 1 :]


def _inside(name: str, what: str) -> str:
    """With something behind the second letter of the last word."""
    first, space, last = name.rpartition(" ")
    return f"{first}{space}{last[:2]}{what}{last[2:]}"


def _j(name: str, script: str) -> str:
    return name.replace("ly", "lj").replace("ry", "rj") if script == "Latin" else name


TEXT_FOLDS = {
    "none": lambda name, script: name,
    "capitals": lambda name, script: name.upper(),
    "small letters": lambda name, script: name.lower(),
    "look": _look_alike,
    "invisible": lambda name, script: _inside(name, "\u200b"),
    "line break": lambda name, script: name.replace(" ", "\n"),
    "no-break space": lambda name, script: name.replace(" ", "\u00a0"),
    "hyphen": lambda name, script: name.replace(" ", "-"),
    "maqaf": lambda name, script: name.replace(" ", "\u05be"),
    "Armenian hyphen": lambda name, script: name.replace(" ", "\u058a"),
    "order": lambda name, script: " ".join(reversed(name.split(" "))),
    "ending": lambda name, script: name if _is_ended(name, script) else ending_of(name, script),
    "prefix": lambda name, script: name if _is_ended(name, script) else _last_prefixed(name, script),
    "same letters": lambda name, script: name.translate(_SAME),
    "j": _j,
    "Korean space": lambda name, script: (
        name.replace("김", "김 ", 1) if script == "Hangul" and " " not in name else name
    ),
}
NAME_FOLDS = {
    key: TEXT_FOLDS[key]
    for key in (
        "none",
        "capitals",
        "small letters",
        "look",
        "no-break space",
        "hyphen",
        "maqaf",
        "same letters",
        "j",
        "Korean space",
    )
} | {"ending": lambda name, script: ending_of(name, script, in_name=True)}


def _is_ended(name: str, script: str) -> bool:
    """Whether a name has an ending or a prefix already: no language adds it twice."""
    plain = "".join(PEOPLE[script].split()).translate(_SAME)
    return len("".join(filter(str.isalpha, name))) != len(plain) or (
        script in ("Greek", "Georgian") and _changed(name, script)
    )


def _changed(name: str, script: str) -> bool:
    return not any(name.casefold().endswith(own) for own in ("ος", "οσ", "ი"))
