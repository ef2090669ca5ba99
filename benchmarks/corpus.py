"""Invented documents with the noise of real ones, and quotations of them whose place and fate are known.

Nothing here uses the code that is measured: the place of every quotation is counted while its document is put
together. The same seed gives the same bytes.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import unicodedata
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

FORMAT = 3  # raised when the corpus changes: another is then generated
SEED = 20261121
DOCUMENTS = 1_000
BYTES = 100_000  # of each document, about

EXACT, TWICE, EDITED, ABSENT, DIGIT, NEGATION, NAME = 8_300, 100, 1_000, 100, 167, 167, 166
LOOKALIKES = ("digit", "negation", "name")

_ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "br",
    "cl",
    "dr",
    "fl",
    "fr",
    "gr",
    "pl",
    "pr",
    "sh",
    "st",
    "th",
    "tr",
    "ch",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
_CODAS = ["", "", "n", "r", "s", "t", "l", "nd", "st", "ck", "m", "rd"]
_ENDINGS = ["", "", "", "", "", "", "fi", "fl", "ing", "ing", "ed", "ed", "tion", "ment", "s", "s"]
_ACCENTED = ["café", "Müller", "señor", "Françoise", "Dvořák", "Şahin", "Öztürk", "façade", "Nuñez", "Čapek", "naïve"]
_COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "was",
    "by",
    "for",
    "on",
    "as",
    "with",
    "at",
    "from",
    "his",
    "her",
    "their",
    "which",
    "were",
    "had",
    "been",
]
_NAMES = [
    "Halvik", "Tossen", "Marrow", "Veldt", "Orlana", "Brisk", "Quenby", "Sarkov", "Ilmari", "Dorne", "Petrak", "Wexley",
    "Anselm", "Korbin", "Lazlo", "Mirela",
]  # fmt: skip
_LIGATURES = [("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, what was done to it, and the span (code points of the document) it was made from, if any.

    `kind` is exact, twice (its words stand in two places), edited, absent, or one of the look-alikes.
    """

    quote: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Style:
    """The noise of one document; each figure is a share of the places where it can occur."""

    width: int | None  # of a line; None when lines are not broken
    hyphenated: float = 0.0
    ligatures: bool = False
    curly: bool = False
    soft_hyphens: float = 0.0
    no_break_spaces: float = 0.0
    decomposed: bool = False


# A PDF's text; a web page; text from a Macintosh; a typewritten one; a bad copy of everything.
STYLES = (
    Style(width=84, hyphenated=0.25, ligatures=True, curly=True),
    Style(width=None, soft_hyphens=0.02, no_break_spaces=0.02, curly=True),
    Style(width=96, decomposed=True, curly=True),
    Style(width=76),
    Style(
        width=80, hyphenated=0.2, ligatures=True, curly=True, soft_hyphens=0.01, no_break_spaces=0.02, decomposed=True
    ),
)
_WEIGHTS = (40, 35, 5, 10, 10)


def generate(folder: Path) -> None:
    """Write the corpus into a folder unless it is there: `NNNN.txt`, and for each its quotations in `NNNN.json`."""
    done = folder / f"complete-{FORMAT}-{SEED}-{DOCUMENTS}-{BYTES}"
    if done.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words = _Words(random.Random(SEED))
    kinds = _kinds(random.Random(SEED + 1))
    for number in range(DOCUMENTS):
        text, quotations = _document(random.Random(SEED * 1_000 + number), words, kinds[number])
        (folder / f"{number:04}.txt").write_bytes(text.encode())
        rows = [asdict(quotation) for quotation in quotations]
        (folder / f"{number:04}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    done.touch()


def quotations(folder: Path, number: int) -> list[Quotation]:
    """The quotations of a document."""
    return [Quotation(**row) for row in json.loads((folder / f"{number:04}.json").read_bytes())]


def _kinds(rng: random.Random) -> list[list[str]]:
    """For each document, the kinds of its quotations."""
    rows = {
        "exact": EXACT, "twice": TWICE, "edited": EDITED, "absent": ABSENT, "digit": DIGIT, "negation": NEGATION,
        "name": NAME,
    }  # fmt: skip
    kinds = [kind for kind, count in rows.items() for _ in range(count)]
    rng.shuffle(kinds)
    return [kinds[number::DOCUMENTS] for number in range(DOCUMENTS)]


class _Words:
    """A vocabulary of invented words, common ones common."""

    def __init__(self, rng: random.Random) -> None:
        made = {
            "".join(
                rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 2, 2, 3)))
            )
            + rng.choice(_ENDINGS)
            for _ in range(12_000)
        }
        self._all = [*_COMMON, *sorted(made)]
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(len(self._all))))

    def sentence(self, rng: random.Random) -> list[str]:
        """The words of a sentence, each with the punctuation that follows it."""
        words = rng.choices(self._all, cum_weights=self._weights, k=rng.randint(9, 34))
        for index in range(1, len(words) - 1):
            chance = rng.random()
            if chance < 0.03:
                words[index] = rng.choice(_NAMES)
            elif chance < 0.05:
                words[index] = f"{rng.randint(1, 999)},{rng.randint(0, 999):03}"
            elif chance < 0.06:
                words[index] = str(rng.randint(1990, 2026))
            elif chance < 0.065:
                words[index] = rng.choice(_ACCENTED)
            elif chance < 0.075:
                words[index] += "'s"
            elif chance < 0.085:
                words[index] = f"{words[index]}-{words[index + 1]}"
            elif chance < 0.09:
                words[index] = f'"{words[index]}"'
            elif chance < 0.14:
                words[index] += ","
        words[0] = words[0].capitalize()
        words[-1] += "."
        return words


def _document(rng: random.Random, vocabulary: _Words, kinds: list[str]) -> tuple[str, list[Quotation]]:
    style = rng.choices(STYLES, _WEIGHTS)[0]
    words: list[str] = []
    breaks: set[int] = set()  # a paragraph begins with this word
    size = 0
    sentences: list[int] = []
    while size < BYTES * 0.99:
        if rng.random() < 0.2:
            breaks.add(len(words))
        sentences.append(len(words))
        words += vocabulary.sentence(rng)
        size = size + sum(len(word) + 1 for word in words[sentences[-1] :])
    chosen = [(kind, _chosen(rng, kind, words)) for kind in kinds]
    copies = [words[first:last] for kind, (first, last) in chosen if kind == "twice"]
    for copy in copies:  # as a page repeats what it says, in a sentence of its own
        breaks.add(len(words))
        words += ["Again:", *copy, "and", "so", "on."]
    text, spans = _set(rng, style, words, breaks)
    plain = " ".join(words)
    found = []
    for kind, (first, last) in chosen:
        if kind == "absent":
            while (quote := _absent(rng, vocabulary)) in plain:
                pass
            found.append(Quotation(quote, kind, 0, 0))
            continue
        own = words[first:last]
        start, end = spans[first][0], spans[last - 1][1]
        if own[-1][-1] in ".," and rng.random() < 0.5:  # cut before the punctuation
            own[-1] = own[-1][:-1]
            end -= 1
        found.append(Quotation(_typed(rng, text[start:end], _changed(rng, kind, own)), kind, start, end))
    return text, found


def _chosen(rng: random.Random, kind: str, words: list[str]) -> tuple[int, int]:
    """The first and the last word (exclusive) of a quotation to make; short ones are among the exact."""
    short = kind == "exact" and rng.random() < 0.02
    while True:
        length = rng.randint(5, 7) if short else rng.randint(9, 45)
        first = rng.randrange(len(words) - length)
        own = words[first : first + length]
        if kind == "digit" and not any(word[0].isdigit() for word in own[1:-1]):
            continue
        if kind == "name" and not any(word in _NAMES for word in own):
            continue
        if own[0][0] == '"' or own[-1][-1] == '"':
            continue
        before, after = "".join(words[first - 1 : first]), "".join(words[first + length : first + length + 1])
        if _one_number(before, own[0]) or _one_number(own[-1], after):
            continue
        if short and " ".join(words).count(" ".join(own)) > 1:
            continue
        return first, first + length


def _one_number(left: str, right: str) -> bool:
    """Whether nobody can say if two words are one number, as in "7 230"."""
    return bool(re.search(r"(?<!\d)\d{1,3}$", left) and re.match(r"\d{3}(?!\d)", right))


def _absent(rng: random.Random, vocabulary: _Words) -> str:
    return " ".join([*vocabulary.sentence(rng), *vocabulary.sentence(rng)])[: rng.randint(80, 240)].rpartition(" ")[0]


def _changed(rng: random.Random, kind: str, words: list[str]) -> list[str] | str:
    if kind in ("exact", "twice"):
        return words
    if kind == "digit":
        index = rng.choice([i for i, word in enumerate(words) if any(sign.isdigit() for sign in word)])
        at = rng.choice([i for i, sign in enumerate(words[index]) if sign.isdigit()])
        other = rng.choice([digit for digit in "123456789" if digit != words[index][at]])
        words[index] = words[index][:at] + other + words[index][at + 1 :]
    elif kind == "negation":
        words.insert(rng.randrange(1, len(words) - 1), "not")
    elif kind == "name":
        index = rng.choice([i for i, word in enumerate(words) if word in _NAMES])
        words[index] = rng.choice([name for name in _NAMES if name != words[index]])
    else:
        return _edited(rng, " ".join(words))
    return words


def _edited(rng: random.Random, quote: str) -> str:
    """One to six letters put in, left out or changed, as bad copying does."""
    text = quote
    wanted = rng.randint(1, 6)
    while wanted or text == quote:
        index = rng.choice([i for i, sign in enumerate(text) if sign.isalpha()])
        letter = rng.choice([letter for letter in "aeinorst" if letter != text[index]])
        text = text[:index] + rng.choice((letter, "", letter + text[index])) + text[index + 1 :]
        wanted = max(0, wanted - 1)
    return text


def _typed(rng: random.Random, printed: str, words: list[str] | str) -> str:
    """As a person writes it down: mostly in plain signs, sometimes pasted as printed."""
    plain = words if isinstance(words, str) else " ".join(words)
    as_printed = " ".join(printed.split())
    if plain == as_printed or rng.random() >= 0.3:
        return plain
    # pasted: signs of the print, where the words themselves were not changed
    return plain.replace("'", "’") if "’" in printed else plain


def _set(rng: random.Random, style: Style, words: list[str], breaks: set[int]) -> tuple[str, list[tuple[int, int]]]:
    """The text as printed, and where each word begins and ends in it."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    position = column = 0
    for index, word in enumerate(words):
        printed = _printed(rng, style, word)
        if index:
            if index in breaks:
                gap = "\n\n"
            elif style.width and column + len(printed) > style.width:
                gap = "\n"
            elif style.no_break_spaces and rng.random() < style.no_break_spaces:
                gap = "\u00a0"
            else:
                gap = " "
            long = word.isalpha() and word.isascii() and len(word) > 6
            if gap == "\n" and long and rng.random() < style.hyphenated:  # begun on this line, ended on the next
                at = rng.randint(2, len(word) - 3)
                printed, gap = f"{word[:at]}-\n{word[at:]}", " "
            parts.append(gap)
            position += len(gap)
            column = 0 if gap[0] == "\n" else column + 1
        parts.append(printed)
        spans.append((position, position + len(printed)))
        position += len(printed)
        column = len(printed) - printed.index("\n") - 1 if "\n" in printed else column + len(printed)
    parts.append("\n")
    return "".join(parts), spans


def _printed(rng: random.Random, style: Style, word: str) -> str:
    if style.curly and not word.isalnum():
        word = word.replace("'", "’")
        if word[0] == '"':
            word = "“" + word[1:]
        word = word.replace('"', "”")
    if style.ligatures and "f" in word:
        for letters, sign in _LIGATURES:
            word = word.replace(letters, sign)
    if style.decomposed and not word.isascii():
        word = unicodedata.normalize("NFD", word)
    if (
        style.soft_hyphens
        and len(word) > 6
        and word.isalpha()
        and word.isascii()
        and rng.random() < style.soft_hyphens * 4
    ):
        at = rng.randint(3, len(word) - 3)
        word = f"{word[:at]}\u00ad{word[at:]}"
    return word
