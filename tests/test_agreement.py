"""What the replacer leaves, the scan finds nothing in: else a build could never succeed. All names are generated."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from dossier.case.model import Entity, Value
from dossier.names.matching import Matcher
from dossier.problems import Place
from dossier.withholding.replace import Replacer

HERE = Place("entities/persons.yml")
LATIN = "abcdefghijklmnopqrstuvwxyzäçéñøşžł"
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщыэюяіїє"
KAZAKH = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшыіэюя"
FILLER = ("the", "said", "on 3 May", "of", "сказала", "и", "видели", "деді", "және", "No. 12", "«", "»", "—", "(", ")")
GAPS = (" ", "\n", ", ", ". ", "\u00a0", "; ", " - ")
ENDINGS = ("а", "у", "ом", "е", "ой", "ого", "ова", "ның", "ға", "да", "ді", "тан", "мен")


def names_of(letters: str) -> st.SearchStrategy[str]:
    """Names of two or three words of one script."""
    word = st.text(letters, min_size=3, max_size=9).map(str.capitalize)
    return st.lists(word, min_size=2, max_size=3, unique=True).map(" ".join)


NAMES = st.one_of(map(names_of, (LATIN, CYRILLIC, KAZAKH)))


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and a text that holds it in the forms in which texts do, whole and in part, between other words."""
    name = draw(NAMES)
    words = name.split()
    forms = [name, *words, name.upper(), *map(str.upper, words), "\n".join(words), "-".join(words), name.lower()]
    forms += [
        f"{words[0][0]}. {words[-1]}",
        f"{words[-1]} {words[0][0]}.",
        f"«{name}»",
        f"{words[-1]}’s",
        f"_{words[0]}_",
    ]
    if words[0].casefold()[0] in CYRILLIC + KAZAKH:
        forms += [word + ending for word in words for ending in ENDINGS[:3]]
        stems = [re.sub(r"(?<=..)[аяйоеёыь]\Z", "", word) for word in words]
        forms += [stem + draw(st.sampled_from(ENDINGS)) for stem in stems]
    pieces = draw(st.lists(st.sampled_from([*forms, *FILLER]), max_size=8))
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=8, max_size=8))
    return name, "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=False))


@given(texts())
def test_the_scan_finds_nothing_in_what_is_replaced(row: tuple[str, str]) -> None:
    name, text = row
    person = Entity("victim-1", "Person", HERE, (Value("name", name, HERE),), person="victim", label="[]")
    replacer = Replacer([person])
    matcher = Matcher(replacer.names)
    assume(not any(matcher.find("; ".join(FILLER))))
    left = replacer(text)
    assert not replacer.finds(left)
    assert [left[at:] for _, at in matcher.find(left)] == []
