"""One table of rules a script: what its languages write on to a name, before and behind it, and which letters of it
are written for one another.

The leak scan and the replacement of names both read it, and nothing else says how a name changes. A rule is looked for
in a word of a text and, where it is plain enough, in the name itself, which a case may give as a document had it.
`docs/withholding.md` lists what is here; a script that has no row, and needs one, is warned of (`without_rules`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rigour.text.scripts import codepoint_script

from dossier.names.scripts import UNSPACED

# A stem of a word, and the declension it is of: stems of different declensions are not compared.
Stem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings of one declension, as a regular expression; what is left without one has `least` letters or more."""

    pattern: re.Pattern[str]
    least: int = 3
    declension: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """What a name itself ends in, and what changes before other endings. The stem has two letters or more."""

    pattern: re.Pattern[str]
    declension: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one script, all for small letters.

    `letters` are those of its words, as in a set of a regular expression. `prefixes` are written on before a name, and
    `contracted` is what they make of its begin, and what that was. `endings` are those in texts. `own` is what a name
    itself ends in. A name in a case file may be written as its document had it: `in_names` and `prefixes_in_names` are
    what is left out of it then; fewer, for a name may end in what looks like an ending. `fleeting` is a vowel that is
    left out before endings. `by_sound`: what is left of a word is also compared by its sound, with names in
    other scripts. `same` are letters that are written for one another, as one of them.
    """

    script: str
    letters: str
    prefixes: re.Pattern[str] | None = None
    contracted: tuple[str, str] | None = None
    endings: tuple[Endings, ...] = ()
    own: tuple[Own, ...] = ()
    in_names: tuple[Endings, ...] = ()
    prefixes_in_names: re.Pattern[str] | None = None
    fleeting: re.Pattern[str] | None = None
    by_sound: bool = False
    same: dict[int, int] = field(default_factory=dict)


def _endings(pattern: str, least: int = 3, declension: str = "") -> Endings:
    return Endings(re.compile(f"(?:{pattern})"), least, declension)


def _own(pattern: str, declension: str = "") -> Own:
    return Own(re.compile(rf"(?<=..)(?:{pattern})\Z"), declension)


# Russian and Ukrainian; Kazakh: plural, possessive, case.
_KAZAKH_CASE = r"н[ыі]ң|[дт][ыі]ң|[ғқгк][ае]|[дтн][ыі]|[дт][ае]н?|н[ае]н|[мбп]ен|[дтн]ікі"
_CYRILLIC = Rules(
    "Cyrillic",
    "\u0400-\u052f",
    endings=(
        _endings(
            "ого|его|ому|ему|ыми|ими|ами|ями|ові|еві|ой|ёй|ей|ою|ею|ом|ём|ем|ым|им|ую|юю|ая|яя|ое|ее|ые|ие|ых|их"
            "|ам|ям|ах|ях|ов|ев|ью|ий|ый|ием|ия|ию|ии|ие|ін|ів|[аяуюеёиыойьъіїє]"
            f"|[аәеяіыуү]?(?:{_KAZAKH_CASE})",
            least=2,
        ),
        _endings(rf"[лдт][ае]р(?:[ыі][мңн]?)?(?:{_KAZAKH_CASE}|а|е)?"),
        _endings(rf"(?:[лдт][ае]р)?(?:[ыі]?м[ыі]з|[ыі]ң[ыі]з)(?:{_KAZAKH_CASE}|а|е)?", least=4),
    ),
    own=(_own("ий|ый|ой|ая|яя|[аяойеёыиуюьъ]"),),
    in_names=(
        _endings("ого|его|ому|ему|ыми|ими|ами|ями|ою|ею|ую|юю|[нтд][ыі]ң|[лдт][ае]р[дт][ыі]ң"),
        _endings("ом|ём|ем|ым|им|ам|ям|ах|ях|[дт][ае]н|н[ае]н|[лдт][ае]р(?:[ғг][ае]|д[ыі])?|ых|их", least=5),
    ),
    fleeting=re.compile(r"(?<=..)[еёо](?=[бвгджзклмнпрстфхцчшщ]ь?\Z)"),
    by_sound=True,
)

# Georgian: plural, case, postposition, particle. მა, მ, ს … alone leave two letters.
_GEORGIAN_CASE = "მა|მ|სა|ს|ისა|ის|ითა|ით|ადა|ად|ო|ი|ა"
_GEORGIAN = Rules(
    "Georgian",
    "\u10d0-\u10ff",
    endings=(
        _endings("მა|მ|ს|ის|ის[აგდთ]?ან|ისთვის|ით|ად|სთან|ში|ზე|სა|ის?ა|ო|ც|ი", least=2),
        _endings(
            rf"(?!ა\Z)(?:ებ)?(?:{_GEORGIAN_CASE})?(?:თან|ში|ზე|თვის|გან|დან|კენ|მდე|ვით|თვისაც|ურთ)?(?:ვე|ცა?|აც|ა)?",
            least=4,
        ),
    ),
    own=(_own("ი"),),
    in_names=(_endings("ისთვის|ისგან|იდან|სთან|თან|ებმა|ების|ებს|ის|მა|ით|ზე|ში", least=4),),
    by_sound=True,
)

_ARMENIAN = Rules(
    "Armenian",
    "\u0531-\u0556\u0561-\u0587",
    endings=(
        _endings("(?:եր|ներ)?(?:ին|ից|ով|ում|ի|ը|ն|ս|դ)?(?:ն)?|յ(?:ին|ից|ով|ում|ի)|ու(?:ն|ց|ով)?|ոջ(?:ը|ից)?|ենք|ենց"),
    ),
    in_names=(_endings("ներին|ների|ները|ներ|ին|ից|ով|ում|յի|յին", least=4),),
)

# Greek, by declension: a name in -ος has not the endings of one in -η. Accents are folded before, and ς is σ.
_GREEK_OS, _GREEK_IS, _GREEK_AS = "ου|οσ|ο|ε|ον|οι|ων|ουσ", "ησ|η|ηδεσ|ηδων|εισ|εων|ητ[αεο]σ?", "ασ|α|αδεσ|αδων|εσ|ων"
_GREEK = Rules(
    "Greek",
    "\u0370-\u03ff\u1f00-\u1fff",
    endings=(
        _endings(_GREEK_OS, declension="1"),
        _endings(_GREEK_IS, declension="2"),
        _endings(_GREEK_AS, declension="3"),
        _endings("ουσ|ου|ουδεσ|ουδων|ουδασ", declension="4"),
        _endings("ισ|ι|ιδεσ|ιδων", declension="5"),
    ),
    own=(_own("οσ|ο|ου", "1"), _own("ησ|η", "2"), _own("ασ|α", "3"), _own("ουσ|ου", "4"), _own("ισ|ι", "5")),
    in_names=(_endings(_GREEK_OS, 5, "1"), _endings(_GREEK_IS, 5, "2"), _endings(_GREEK_AS, 5, "3")),
)

# Arabic: and, so; will; by, as, to. ل and the article ال become لل.
_ARABIC = Rules(
    "Arabic",
    "\u0620-\u064a\u0671-\u06d3",
    prefixes=re.compile("[\u0648\u0641]?[\u0628\u0643\u0644]?"),
    contracted=("\u0644\u0644", "\u0627\u0644"),
    prefixes_in_names=re.compile("[\u0648\u0641][\u0628\u0643\u0644]?(?=\u0627\u0644\\w{3})"),
    same=str.maketrans("ةۀىیېکأإآٱؤئ", "ههييي" + "كااااوي"),
)

# Hebrew: and; when, from when, that; in, as, to, from; the.
_HEBREW = Rules(
    "Hebrew",
    "\u05d0-\u05ea",
    prefixes=re.compile("\u05d5?(?:\u05dc?\u05db\u05e9|\u05de\u05e9|\u05e9)?[\u05d1\u05db\u05dc\u05de]?\u05d4?"),
    prefixes_in_names=re.compile(r"\u05d5(?:\u05e9[\u05d1\u05db\u05dc\u05de]?|[\u05d1\u05db\u05dc\u05de])(?=\w{4})"),
)

# Korean: titles, the plural, particles. A name has two syllables or more.
_KOREAN_PARTICLES = (
    "이가|이는|이를|이의|이와|이에게|이도|이랑|가|이|은|는|을|를|의|와|과|랑|이랑|하고|에|에게서|에게|에서|한테서|한테|께서|께"
    "|도|만|로|으로|부터|까지|보다|처럼|마저|조차|이나|나|야|아|이야|이여|여|라고|이라고|라는|이라는|라|이라|인|였|이었|란|이란"
)
_KOREAN = Rules(
    "Hangul",
    "\uac00-\ud7a3",
    endings=(
        _endings(rf"(?:씨|님|군|양|들|네)?(?:{_KOREAN_PARTICLES})?(?:도|만|는|의|까지|부터|조차|마저|라도)?", least=2),
    ),
    in_names=(_endings("씨|님|가|는|를|의|에게|에게서|한테|께서|와|로"),),
)

RULES: dict[str, Rules] = {
    rules.script: rules for rules in (_CYRILLIC, _GEORGIAN, _ARMENIAN, _GREEK, _ARABIC, _HEBREW, _KOREAN)
}
# Kana are of an unspaced script; names in Latin letters are looked for as they stand, and that is documented.
_NEED_NONE = {"Latin", "Common", "Inherited"}

# Letters of Latin, Cyrillic and Greek that look alike, in groups; a group may have several of one script.
_SHAPES = """
AАΑ BВΒ CСϹ EЕΕ HНΗҺ IІΙӀ JЈͿ KКΚ MМΜ NΝ OОΟ PРΡ QԚ SЅ TТΤ VѴ WԜ XХΧ YҮУΥ ZΖ ƏӘ ПΠ ГΓ ФΦ ЛΛ
aаα cсϲ dԁ eе gԍ hһ iіι jјϳ lӏ oоο pрρ qԛ sѕ uυ vѵν wԝω xхχ yуүγ əә ɑα
"""


def _looks() -> dict[str, dict[str, str]]:
    """Script -> letter of another -> the letters of the script that look like it, as it stands or as a capital."""
    found: dict[str, dict[str, str]] = {script: {} for script in _OF_SCRIPT}
    for group in _SHAPES.split():
        for letter, shape in itertools.permutations(group, 2):
            for one, other in ((letter, shape), (letter.lower(), shape.lower())):
                script = next(name for name, letters in _OF_SCRIPT.items() if letters.match(other))
                if not _OF_SCRIPT[script].match(one) and other not in found[script].get(one, ""):
                    found[script][one] = found[script].get(one, "") + other
    return found


_OF_SCRIPT = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Greek": re.compile("[\u0370-\u03ff]"),
}
LOOKS = _looks()
_MAX_READINGS = 16
_RULES_OF = [(re.compile(f"[{rules.letters}]+"), rules) for rules in RULES.values()]


def unmixed(word: str) -> tuple[str, ...]:
    """What a word of mixed scripts may be: all its letters of one script, by what they look like. None for others."""
    scripts = [script for script, letters in _OF_SCRIPT.items() if letters.search(word)]
    if len(scripts) < 2:
        return ()
    found: list[str] = []
    for script in scripts:
        own, looks = _OF_SCRIPT[script], LOOKS[script]
        options = [letter if own.match(letter) else looks.get(letter, "") for letter in word]
        if all(options):
            readings = itertools.islice(itertools.product(*options), _MAX_READINGS)
            found += map("".join, readings)
    return tuple(found)


def rules_of(word: str) -> Rules | None:
    """The rules of the script that a word, in small letters, is written in throughout."""
    return next((rules for letters, rules in _RULES_OF if letters.fullmatch(word)), None)


def is_by_sound(stem: str) -> bool:
    """Whether what is left of a word is compared by its sound too."""
    rules = rules_of(stem)
    return rules is None or rules.by_sound


def without_rules(name: str) -> bool:
    """Whether a name has letters of a script that writes on to names what nothing here knows of."""
    scripts = {codepoint_script(ord(letter)) for letter in name if letter.isalpha() and not _UNSPACED.match(letter)}
    return bool(scripts - _NEED_NONE - RULES.keys() - {None})


_UNSPACED = re.compile(f"[{UNSPACED}]")


def cuts(word: str) -> Iterator[tuple[str, str]]:
    """Each way to take prefixes off a word, in small letters: what is taken off, and what the word is without it."""
    rules = rules_of(word)
    if rules is None or rules.prefixes is None:
        return
    for at in range(1, min(_LONGEST_PREFIX, len(word) - _LEAST_BEHIND) + 1):
        if rules.prefixes.fullmatch(word, 0, at):
            yield word[:at], word[at:]
    if rules.contracted:
        letters, whole = rules.contracted
        at = word.find(letters, 0, len(letters) + 1)
        behind = word[at + len(letters) :]
        if at >= 0 and len(behind) >= _LEAST_BEHIND - 1 and rules.prefixes.fullmatch(word, 0, at):
            yield word[: at + 1], whole + behind


def stems_in_text(word: str) -> set[Stem]:
    """What a word of a text, in small letters, may be a form of: without each prefix and ending that it may have."""
    rules = rules_of(word)
    if rules is None:
        return set()
    rests = [rest for _, rest in cuts(word)]
    found = {("", rest) for rest in rests}
    for each in (word, *rests):
        found |= _without_endings(each, rules.endings)
    if rules.fleeting and len(word) > _SHORT and (shorter := rules.fleeting.sub("", word)) != word:
        found.add(("", shorter))
    return found


def stems_of_name(word: str) -> tuple[set[Stem], set[str]]:
    """What texts may write endings on to of a word of a name, and what else the name may be in its base form."""
    rules = rules_of(word)
    if rules is None:
        return {("", word)}, set()
    words = [word, *_without_prefix(word, rules)]
    stems = {("", each) for each in words}
    bases = set(words[1:])
    for each in words:
        stems |= {(own.declension, own.pattern.sub("", each)) for own in rules.own if own.pattern.search(each)}
        shorter = _without_endings(each, rules.in_names)
        stems |= shorter
        bases |= {stem for declension, stem in shorter if not declension}
    if rules.fleeting:
        stems.add(("", rules.fleeting.sub("", word)))
    return stems, bases


def _without_prefix(name: str, rules: Rules) -> Iterator[str]:
    match = rules.prefixes_in_names.match(name) if rules.prefixes_in_names else None
    if match and match.end():
        yield name[match.end() :]
    if rules.contracted:
        yield from (rest for _, rest in cuts(name) if rest.startswith(rules.contracted[1]) and not name.endswith(rest))


def _without_endings(word: str, endings: tuple[Endings, ...]) -> set[Stem]:
    return {
        (each.declension, word[:at])
        for each in endings
        for at in range(each.least, len(word))
        if each.pattern.fullmatch(word, at)
    }


_LONGEST_PREFIX, _LEAST_BEHIND = 5, 3
_SHORT = 4  # letters of a word that is little without its vowel
