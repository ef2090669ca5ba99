"""Dates as people write them, in the form that a case takes: `April 19, 2023` is `2023-04-19`.

Only for messages, which offer the ISO form: no value of a case is ever changed. What can be read in two ways, such as
`03/04/2023`, is not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale

from dossier.case.fields import is_date
from dossier.problems import Message, Quoted, Words, message

LANGUAGES = ("en", "es", "fr", "ru", "uk", "kk", "de", "pl", "tr", "pt", "it")  # whose months are known
MAX_LENGTH = 60  # characters of what may be a date
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>[12]\d{3})"
_MONTH = r"(?P<month>[^\W\d_]{3,}\.?)"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|ª)?"
_WORDED = [
    re.compile(rf"{_MONTH} {_DAY}{_ORDINAL},? {_YEAR}"),  # April 19, 2023
    re.compile(rf"{_DAY}{_ORDINAL} (?:of |de |d')?{_MONTH},? (?:de |del )?{_YEAR}"),  # 19 de abril de 2023
    re.compile(rf"{_DAY}-{_MONTH}-{_YEAR}"),  # 19-Apr-2023
    re.compile(rf"{_MONTH},? (?:de |del |of )?{_YEAR}"),  # April 2023
]
_ISO_BEGIN = re.compile(r"(?P<iso>\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}.*")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?")
_YEAR_LAST = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})")
_RUN_TOGETHER = re.compile(r"(?P<year>[12]\d{3})(?P<month>\d{2})(?P<day>\d{2})")
# What stands around a date and is none: a day of the week, a word for "year".
_AROUND = re.compile(r"^[^\W\d_]+,? (?=\d|[^\W\d_]+ \d{1,2}\b)|,? (?:г\.?|года|р\.?|року)$")


def iso_of(text: str) -> str | None:
    """The date that a text says, as `YYYY-MM-DD` or `YYYY-MM`; None when it says none, or could mean two."""
    text = " ".join(unicodedata.normalize("NFC", text).split()).strip(" .,;()")
    if len(text) > MAX_LENGTH:
        return None
    for candidate in dict.fromkeys([text, _AROUND.sub("", text), _AROUND.sub("", _AROUND.sub("", text))]):
        if (found := _worded(candidate) or _figures(candidate)) and is_date(found):
            return found
    return None


def date_hint(text: str, kind: type[Words] = Quoted) -> Message:
    """` In the form of a case: 2023-04-19.` for a date that people write otherwise, else nothing."""
    iso = iso_of(text)
    return message(" Write it as `{iso}`.", iso=kind(iso)) if iso else Message("")


def _worded(text: str) -> str | None:
    for pattern in _WORDED:
        if (match := pattern.fullmatch(text)) and (month := _months().get(_plain(match["month"]))):
            return _joined(match["year"], str(month), match.groupdict().get("day"))
    return None


def _figures(text: str) -> str | None:
    if match := _ISO_BEGIN.fullmatch(text):
        return match["iso"]
    if match := _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        return _joined(match["year"], match["month"], match["day"])
    if match := _YEAR_LAST.fullmatch(text):
        first, second = int(match["first"]), int(match["second"])
        if match["mark"] == "." or first == second or first > 12:
            return _joined(match["year"], match["second"], match["first"])
        return _joined(match["year"], match["first"], match["second"]) if second > 12 else None
    return None


def _joined(year: str, month: str, day: str | None) -> str:
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _plain(word: str) -> str:
    return word.casefold().rstrip(".")


@cache
def _months() -> dict[str, int]:
    """The month of each name and abbreviation that means the same month in every language."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for widths in Locale(language).months.values():
            for names in (widths["wide"], widths["abbreviated"]):
                for number, name in names.items():
                    found.setdefault(_plain(name), set()).add(number)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
