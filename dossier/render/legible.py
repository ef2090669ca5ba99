"""Text of a case as it may print: nothing that hides or reorders, and no more than a reader can use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from dossier.formats.attached import SUPPLEMENT, Attachment
from dossier.formats.canonical import readable_json
from dossier.language import ENGLISH, Language, msg, msgs
from dossier.text import prose
from dossier.text.visible import tokens

# What a line is broken at by itself: spaces, and the scripts that put none between words.
BREAKS = (
    " \t-\r\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
# Caps: layout takes time with the square of what it cannot break, and nobody reads more.
MAX_BLOCK, MAX_WORD, MAX_MARKS, MAX_ROWS = 20_000, 500, 4, 500
_TOO_LONG_WORD = re.compile(rf"([^{BREAKS}]{{{MAX_WORD}}})([^{BREAKS}]+)")


CUTS_FILE = "cut-texts.json"
CUTS_TITLE = msg("The texts that were too long to print whole, by the numbers that stand where they are cut")


# Where what is cut stands whole: in files of this document, in those of its PDF, or nowhere but in the case.
ATTACHED, IN_PDF, IN_CASE = "attached", "in its PDF", "in the case"
_MORE = {
    ("acts", ATTACHED): msgs(
        "{number} more act stands in claims.json, which is attached.",
        "{number} more acts stand in claims.json, which is attached.",
    ),
    ("acts", IN_PDF): msgs(
        "{number} more act stands in claims.json, which the PDF of this document carries.",
        "{number} more acts stand in claims.json, which the PDF of this document carries.",
    ),
    ("acts", IN_CASE): msgs("{number} more act stands in the case.", "{number} more acts stand in the case."),
    ("records", ATTACHED): msgs(
        "{number} more person, office or body stands in claims.json, which is attached.",
        "{number} more persons, offices and bodies stand in claims.json, which is attached.",
    ),
    ("records", IN_PDF): msgs(
        "{number} more person, office or body stands in claims.json, which the PDF of this document carries.",
        "{number} more persons, offices and bodies stand in claims.json, which the PDF of this document carries.",
    ),
    ("records", IN_CASE): msgs(
        "{number} more person, office or body stands in the case.",
        "{number} more persons, offices and bodies stand in the case.",
    ),
    ("rows", ATTACHED): msgs(
        "{number} more stands in claims.json, which is attached.",
        "{number} more stand in claims.json, which is attached.",
    ),
    ("rows", IN_PDF): msgs(
        "{number} more stands in claims.json, which the PDF of this document carries.",
        "{number} more stand in claims.json, which the PDF of this document carries.",
    ),
    ("rows", IN_CASE): msgs("{number} more stands in the case.", "{number} more stand in the case."),
}
_REST = {
    ATTACHED: msgs(
        "({number} more character is text {text} in {file})", "({number} more characters are text {text} in {file})"
    ),
    IN_PDF: msgs(
        "({number} more character is text {text} in {file}, which the PDF of this document carries)",
        "({number} more characters are text {text} in {file}, which the PDF of this document carries)",
    ),
    IN_CASE: msgs("({number} more character is in the case)", "({number} more characters are in the case)"),
}


class Cuts:
    """The texts of a document of which only a part is printed, whole and numbered: they go into an attached file.

    `stand` says where the reader finds what is cut.
    """

    def __init__(self, say: Language = ENGLISH, stand: str = ATTACHED) -> None:
        self.say = say
        self._stand = stand
        self._numbers: dict[str, int] = {}

    def standing(self, stand: str) -> Cuts:
        """The same texts under the same numbers, said to stand elsewhere."""
        cuts = Cuts(self.say, stand)
        cuts._numbers = dict(self._numbers)
        return cuts

    def number(self, text: str) -> int:
        """The number of a text in the file, the next free one for a text that was not cut before."""
        return self._numbers.setdefault(text, len(self._numbers) + 1)

    def rest(self, number: int, text: str) -> str:
        """What stands for so many characters of a text that are cut."""
        return self.say.plural(*_REST[self._stand], number, text=str(self.number(text)), file=CUTS_FILE)

    def more(self, what: str, number: int) -> str:
        """What stands for so many `acts`, `records` or `rows` of a table that are cut."""
        return self.say.plural(*_MORE[what, self._stand], number)

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The file with what was cut so far; none when nothing was."""
        if not self._numbers:
            return ()
        rows = [{"number": number, "text": text} for text, number in self._numbers.items()]
        data = readable_json({"format": "dossier-cut-texts/1", "texts": rows})
        return (Attachment(CUTS_FILE, self.say(CUTS_TITLE), "application/json", SUPPLEMENT, data),)


NOT_ATTACHED = Cuts(stand=IN_CASE)


def legible(text: str, cuts: Cuts = NOT_ATTACHED) -> str:
    """Text with what nobody can see as visible tokens, and cut where no reader can use more.

    The print says what is cut: a text after 20,000 characters, a word after 500, and diacritics beyond four on one
    letter. `cuts` takes it whole.
    """
    return tokens(_capped(text, cuts))


def _capped(whole: str, cuts: Cuts) -> str:
    text = _TOO_LONG_WORD.sub(lambda word: word[1] + _rest(len(word[2]), whole, cuts), whole)
    if len(text) > MAX_BLOCK:
        text = text[:MAX_BLOCK] + _rest(len(text) - MAX_BLOCK, whole, cuts)
    return text if text.isascii() else _with_few_marks(text, whole, cuts)


def _rest(number: int, whole: str, cuts: Cuts) -> str:
    return f"… {cuts.rest(number, whole)}"


def _with_few_marks(text: str, whole: str, cuts: Cuts) -> str:
    parts: list[str] = []
    for is_mark, group in groupby(text, lambda character: unicodedata.combining(character) > 0):
        characters = "".join(group)
        more = len(characters) - MAX_MARKS
        if is_mark and more > 0:
            cuts.number(whole)  # the token has no room to say in which text
            said = cuts.say.plural("+{number} mark", "+{number} marks", more)
            characters = f"{characters[:MAX_MARKS]}⟨{said}⟩"
        parts.append(characters)
    return "".join(parts)


def ending(text: str, cuts: Cuts = NOT_ATTACHED) -> str:
    """The end of a long text that stands before a quotation; what is left out is said."""
    more = len(text) - MAX_BLOCK
    return f"{cuts.rest(more, text)} … {text[more:]}" if more > 0 else text


def folded(text: str) -> str:
    """A stored text as running words: line breaks inside a paragraph are spaces."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text)


def legible_runs(text: str, cuts: Cuts = NOT_ATTACHED) -> Iterator[prose.Run]:
    """The inline runs of a passage of prose, not yet legible themselves: no more of them than can be used.

    No space stands before a citation: what shows it brings its own.
    """
    runs = prose.runs(text)
    length = 0
    for index, run in enumerate(runs):
        length += len(run.text)
        if length > MAX_BLOCK and index:
            yield prose.Run("text", _rest(sum(len(left.text) for left in runs[index:]), text, cuts))
            return
        before_citation = run.kind == "text" and index + 1 < len(runs) and runs[index + 1].kind == "cite"
        yield replace(run, text=run.text.rstrip()) if before_citation else run
