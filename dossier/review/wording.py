"""The claim's words against the source's, and what a claim says now against what it said before."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from dossier.formats.canonical import Json
from dossier.names.scripts import is_unspaced
from dossier.text.normalise import fold

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’-]\w+)*")
_DATE = re.compile(r"(?P<year>\d{4})-\d\d(?:-(?P<day>\d\d))?")
# Words that carry no assertion of their own, in the languages that cases are written in. Negations are not among them,
# nor is anything that says who, how many or when.
_LITTLE = """
    a an and are as at be been being but by for from had has have he her hers him his i if in into is it its itself of
    on or our ours she so than that the their theirs them then there these they this those to was we were what when
    where which who whom whose will with would you your
    а без бы в во да для до его ее её если же за и из или им их к как ко который которая которое которые ли на над о об
    обо он она они оно от по под при про с со та так те то тот у что чтобы эта эти это этот я
    au aux avec ce ces cette dans de des du elle en et il ils la le les leur leurs lui mais ou où par pour qu que qui sa
    se ses son sont sur un une
"""
_LITTLE_WORDS = frozenset(_LITTLE.split())


def words_elsewhere(text: str, start: int, end: int, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """The spans (code points) of content words of `text[start:end]` that stand in none of the quotations.

    Letters' case and typography do not matter; every number counts as a content word. In scripts without spaces a run
    of characters is sought as it stands.
    """
    folded = [fold(quote).casefold() for quote in quotes]
    known = {word for quote in folded for word in _parts(quote)}
    found = []
    for match in _WORD.finditer(text, start, end):
        word = _plain(match[0])
        if date := _DATE.fullmatch(word):  # a source writes its dates in words: year and day are sought, no month
            word = date["year"]
            if date["day"] and str(int(date["day"])) not in known:
                word = match[0]
        if word in _LITTLE_WORDS or word in known or all(part in known for part in word.split("-")):
            continue
        if is_unspaced(word[0]) and any(word in quote for quote in folded):
            continue
        found.append(match.span())
    return found


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", fold(word)).casefold().removesuffix("'s")


def _parts(text: str) -> list[str]:
    """The words of a folded text, a hyphenated one also by its parts."""
    words = [_plain(word) for word in _WORD.findall(text)]
    return words + [part for word in words if "-" in word for part in word.split("-")]


def compared(before: str, after: str) -> Json:
    """What changed between two texts, word by word: `[{"op": "equal" | "delete" | "insert", "text": …}]`."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    rows: list[dict[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows.append({"op": "equal", "text": "".join(old[a:b])})
            continue
        if a < b:
            rows.append({"op": "delete", "text": "".join(old[a:b])})
        if c < d:
            rows.append({"op": "insert", "text": "".join(new[c:d])})
    return rows
