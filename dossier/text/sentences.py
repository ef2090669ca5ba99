"""Where a cut through a text falls in a sentence, by simple rules; wrong now and then, and used for warnings only."""

from __future__ import annotations

import re

# What ends a sentence, in the scripts we meet: Latin, Cyrillic, Greek, CJK, Arabic, Urdu, Indic, Armenian, Ethiopic.
_ENDS = ".!?…。！？｡؟۔।॥։።"
# What parts the cells of a row of a table: no sentence goes over it.
_BAR = "|"
# What may stand between the end of a sentence and the white space behind it, or open the next one.
_CLOSERS = "\"'”’»›“)]}"
_OPENERS = "\"'“‘«‹„‚([{¿¡-–—•*"
# A full stop behind these ends no sentence.
_SHORT = (
    "mr mrs ms dr prof st sr jr no nos art arts sec para paras par p pp vol ed eds cf vs e.g i.e etc al gen col lt sgt "
    "hon rev inc ltd co jan feb mar apr jun jul aug sep sept oct nov dec approx ca "
    "ст г гг им п пп ч др т.д т.п т.е руб млн млрд тыс абз bzw usw z.b s abs nr bd m mme mlle"
)
_GAP = re.compile(r"\s+")
MAX_SENTENCE = 2000  # code points before or behind a cut in which the rest of its sentence is looked for
_ABBREVIATIONS = frozenset(_SHORT.split())


def begins_sentence(text: str, start: int) -> bool:
    """Whether a cut at `start` of a paragraph falls before the first word of a sentence."""
    while start and text[start - 1].isspace():
        start -= 1
    end = _back(text, start, _OPENERS + " \n")
    return not end or text[end - 1] == _BAR or _is_end(text, end)


def ends_sentence(text: str, end: int) -> bool:
    """Whether a cut at `end` of a paragraph falls behind the last word of a sentence, its mark taken along or not."""
    after = text[end:]
    rest = after.lstrip(_CLOSERS)
    if not after.strip() or after.lstrip()[:1] == _BAR or _is_end(text, end):
        return True
    return rest[:1] in tuple(_ENDS) and _is_end(text, end + len(after) - len(rest) + 1)


def whole_sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the whole sentences of a paragraph in which a span lies, at most `MAX_SENTENCE` beyond it."""
    first, last = max(0, start - MAX_SENTENCE), min(len(text), end + MAX_SENTENCE)
    gaps = [match.end() for match in _GAP.finditer(text, first, start)]
    begin = next((at for at in reversed(gaps) if _is_end(text, at)), first)
    if begins_sentence(text, start):
        begin = start
    stop = next((at.start() for at in _GAP.finditer(text, end, last) if ends_sentence(text, at.start())), last)
    return begin, end if ends_sentence(text, end) and _is_end(text, end) else stop


def _is_end(text: str, end: int) -> bool:
    """Whether a text up to `end` ends with a sentence, closing marks aside."""
    end = _back(text, end, _CLOSERS + " \n")
    if not end or text[end - 1] not in _ENDS:
        return False
    if text[end - 1] != ".":
        return True
    word = re.search(r"[\w.]*\Z", text[max(0, end - 41) : end - 1].rpartition("\n")[2])
    last = word[0] if word else ""
    return last.casefold() not in _ABBREVIATIONS and not re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_a-zа-я]", last)


def _back(text: str, end: int, signs: str) -> int:
    """Where a text up to `end` ends without these signs; nothing is copied, for a text may be megabytes long."""
    while end and text[end - 1] in signs:
        end -= 1
    return end
