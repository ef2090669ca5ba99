"""Proposes further spellings of a name, for people to confirm: of those withheld to hide, of those shown to match.

Nothing proposed is withheld or published by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import edlib
from rigour.text.translit import ascii_text

from dossier.case.model import NAME_PROPERTIES, TRANSLITERATED, WHOLE_NAMES, Entity
from dossier.names.folding import skeleton
from dossier.names.matching import initialled, words_of
from dossier.names.scripts import CYRILLIC, is_latin
from dossier.names.spanish import PARTICLES, in_cyrillic, is_spanish, may_be_spanish, weighty
from dossier.withholding.replace import Replacer

MAX_PROPOSED = 40  # of one person
MIN_NEAR = 5  # letters of a word of a text that may be a misspelling
_CYRILLIC, _ALL_CYRILLIC = re.compile(f"[{CYRILLIC.characters}]"), re.compile(f"[{CYRILLIC.characters}]*")
# The systems by which Cyrillic is romanised, as far as they differ: BGN/PCGN, passports (ICAO 9303), scholarly, German.
_SYSTEMS = {
    "BGN/PCGN": "а=a б=b в=v г=g ғ=gh д=d е=e ё=yo ж=zh з=z и=i й=y к=k қ=q л=l м=m н=n ң=ng о=o ө=o п=p р=r с=s т=t"
    " у=u ұ=u ү=u ф=f х=kh һ=h ц=ts ч=ch ш=sh щ=shch ъ= ы=y і=i ь= э=e ю=yu я=ya ә=a є=ye ї=yi ґ=g",
    "passports": "ё=e й=i қ=k ғ=g ъ=ie ю=iu я=ia є=ie ї=i",
    "scholarly": "ж=ž й=j х=ch ц=c ч=č ш=š щ=šč ю=ju я=ja ё=ë ә=ä ө=ö ү=ü ғ=ğ",
    "German": "в=w ж=sch з=s й=j х=ch ц=z ч=tsch ш=sch щ=schtsch ю=ju я=ja",
}
_TO_CYRILLIC = (
    "shch=щ sch=ш dzh=дж tsch=ч iye=ие ye=е iya=ия aya=ая zh=ж kh=х ts=ц ch=ч sh=ш yu=ю ya=я yo=ё gh=ғ ng=нг ks=кс"
    " a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=ж k=к l=л m=м n=н o=о p=п q=қ r=р s=с t=т u=у v=в w=в x=кс y=ы z=з"
)
# Letters that are written for one another: Orzel, Orsel, Orszel.
_SWAPS = (("z", "s"), ("s", "z"), ("s", "sz"), ("z", "sz"), ("dzh", "j"), ("zh", "j"), ("yeva", "eva"), ("iyev", "iev"),
          ("kh", "h"), ("ks", "x"), ("x", "ks"), ("y", "i"), ("aya", "aia"))  # fmt: skip
_SPANISH_SWAPS = (("b", "v"), ("v", "b"), ("ll", "y"))
_SPANISH = ("spa", "es")  # `lang:` of a name


def proposals(person: Entity, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Spellings of a person's names that are not withheld yet, each with where it comes from, the likeliest first.

    `texts` are those of the sources, with their names: words there that are nearly a name come first.
    """
    known = Replacer([person])
    rows = [value for value in person.values if value.prop in NAME_PROPERTIES]
    found: dict[str, str] = {}
    variants = (row for value in rows for row in _variants(value.text, spanish=value.lang in _SPANISH))
    for spelling, why in [*_in_texts([value.text for value in rows], texts), *variants]:
        if spelling not in found and not known.finds(spelling):
            found[spelling] = why
    return list(found.items())[:MAX_PROPOSED]


def matches(entity: Entity) -> list[tuple[str, str]]:
    """Names of somebody shown in another script, by several systems, each with what it is derived from.

    From other scripts into Latin letters, by rigour first, as screening tools spell it; of persons also from Latin into
    Cyrillic. Only names that the sources give are rewritten.
    """
    names = [v.text for v in entity.values if v.prop in WHOLE_NAMES]
    found: dict[str, str] = {}
    for value in (v for v in entity.values if v.prop in WHOLE_NAMES and not v.derived and not v.edition):
        name, spanish = value.text, value.lang in _SPANISH or is_spanish(value.text)
        for spelling, how in _transliterations(name, person=entity.schema == "Person", spanish=spanish):
            if spelling.casefold() not in {each.casefold() for each in (*names, *found)}:
                found[spelling] = f"{TRANSLITERATED}{name} ({how})"
    return list(found.items())


def _transliterations(name: str, *, person: bool, spanish: bool) -> Iterator[tuple[str, str]]:
    letters = "".join(filter(str.isalpha, name))
    if is_latin(letters):
        if person and len(words_of(name)) > 1 and all(len(word) > 1 for word in weighty(words_of(name))):
            if spanish:
                yield _by_word(in_cyrillic, name), "Cyrillic, from Spanish"
                return
            yield _by_word(_Rewriting(_table(_TO_CYRILLIC)), _unmarked(name)), "Cyrillic"
        return
    plain = ascii_text(name)
    if plain.isascii() and any(map(str.isalpha, plain)):
        yield " ".join(plain.split()), "rigour"
    if _ALL_CYRILLIC.fullmatch(letters):
        for how, rewrite in _rewritings(name):
            yield _by_word(rewrite, name), how


def _by_word(rewrite: Callable[[str], str], name: str) -> str:
    """The name with its words rewritten, each with a capital where it has one."""
    words = (rewrite(word.casefold()) for word in name.split())
    return " ".join(
        new[:1].upper() + new[1:] if old[:1].isupper() else new for old, new in zip(name.split(), words, strict=True)
    )


def _unmarked(name: str) -> str:
    """The name without marks above and below its Latin letters, its capitals kept."""
    return " ".join(ascii_text(word) for word in name.split())


def _in_texts(names: Iterable[str], texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    wanted = {skeleton(word) for name in names for word in words_of(name) if len(word) >= MIN_NEAR}
    for source, text in texts:
        for word in dict.fromkeys(words_of(text)):
            bare = skeleton(word)
            if len(bare) >= MIN_NEAR and not word[0].islower():
                near = min((edlib.align(bare, name)["editDistance"] for name in wanted), default=99)
                if near <= 1:
                    yield word, f"stands in {source}"


def _variants(name: str, *, spanish: bool = False) -> Iterator[tuple[str, str]]:
    words = words_of(name)
    if not words:
        return
    bearing = weighty(words)
    yield from _without_marks(words, bearing)
    for initials in initialled(bearing):
        yield " ".join(f"{word}." if len(word) == 1 else word for word in initials), "initials"
    if len(bearing) > 2:
        yield from ((f"{bearing[0]} {word}", "two of its words") for word in bearing[1:])
    for how, rewrite in _rewritings(name, spanish=spanish or may_be_spanish(name)):
        for word in bearing:
            changed = rewrite(word.casefold())
            if changed != word.casefold() and len(changed) > 1:
                yield changed.title(), how
        changed = " ".join(_rewritten(rewrite, word) for word in words)
        if len(words) > 1 and changed.casefold() != name.casefold():
            yield changed, how
    if len(words) > 1:
        yield " ".join(reversed(bearing)), "order"
        yield "".join(words).casefold(), "run together"
        yield "".join(reversed(bearing)).casefold(), "run together"


def _without_marks(words: Sequence[str], bearing: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A name in Latin letters without the marks above and below them, word by word and whole."""
    if not is_latin("".join(words)):
        return
    for each in (*bearing, " ".join(words)):
        if (plain := _unmarked(each)) != each:
            yield plain, "without accents"


def _rewritten(rewrite: Callable[[str], str], word: str) -> str:
    changed = rewrite(word.casefold())
    return changed if word.casefold() in PARTICLES else changed.title()


def _rewritings(name: str, *, spanish: bool = False) -> Iterator[tuple[str, Callable[[str], str]]]:
    if _CYRILLIC.search(name):
        common = _table(_SYSTEMS["BGN/PCGN"])
        for how, system in _SYSTEMS.items():
            yield how, _Rewriting({**common, **_table(system)})
        return
    for old, new in (*_SWAPS, *(_SPANISH_SWAPS if spanish else ())):
        yield f"{old} as {new}", _Rewriting({old: new})
    if spanish:
        yield "Cyrillic, from Spanish", in_cyrillic
    if not is_spanish(name):
        plain = _Rewriting(_table(_TO_CYRILLIC))
        yield "Cyrillic", lambda word: plain(_unmarked(word))


class _Rewriting:
    """Replaces letters, the longest groups first."""

    def __init__(self, table: dict[str, str]) -> None:
        self._table = table
        self._pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))

    def __call__(self, word: str) -> str:
        return self._pattern.sub(lambda match: self._table[match[0]], word)


def _table(written: str) -> dict[str, str]:
    return {old: new for old, _, new in (row.partition("=") for row in written.split())}
