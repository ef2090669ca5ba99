"""How dates and counts are said in print."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date
from rigour.langs import iso_639_alpha2

from dossier.editions import Entity
from dossier.ftm import value_caption

INFORMATION_NOTE = "Information note, not a proposal for listing"
SUBMISSION = "Submission"
MIXED_KIND = "Submission under {regimes}; information note under the others"
# The chapters of a document made for all regimes, and what is annexed to every document.
GENERAL_TITLES = {"summary": "Summary", "acts": "The acts", "criteria": "The full matrix of criteria"}
ANNEX_TITLES = {
    "further": "Further information",
    "statements": "Every statement made here about persons, offices and bodies",
    "sources": "The sources in full",
    "quotations": "The quotations, each in its paragraph",
    "about": "About this document",
}
# The parts of a chapter that holds several; a section that the case does not fill is named by these words.
PART_TITLES = {
    **ANNEX_TITLES,
    "opening": "Addressee and sender",
    "statement": "Draft statement of reasons",
    "bases": "Legal bases",
    "summary": "What the sources say",
    "identifiers": "Identifiers",
    "acts": "The acts, one by one",
    "criteria": "The criteria, one by one",
    "mitigating": "Mitigating information and responses",
    "annexes": "Annexes",
    "ask": "What we ask",
    "submitter": "Submitter and contact",
    "handling": "Handling",
    "pattern": "Systematic pattern",
    "protected-activity": "What the victims were doing",
    "associates": "Who is associated, and how",
    "factors": "Factors and effects",
    "national-interest": "National interest",
    "safety": "Safety and reprisal risk",
}
FINDING_WORDS = {"shown": "shown", "arguable": "arguable", "lead": "lead", "not-shown": "not shown"}
NOT_KNOWN = "not known"
NOT_STATED = "not stated"


def say_date(text: str, language: str) -> str:
    """A date with FtM's precision, in words: `12 April 2023`, `April 2023`, `2023`."""
    parts = [int(part) for part in text[:10].split("-")]
    if len(parts) == 1:
        return text
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    return format_date(day, "d MMMM y" if len(parts) > 2 else "LLLL y", locale=language)


def say_when(act: Entity, language: str) -> str:
    """When an act happened, as precisely as the case says and no more."""
    if act.when:
        after = say_date(act.when.after, language) if act.when.after else None
        before = say_date(act.when.before, language) if act.when.before else None
        if after and before:
            return f"between {after} and {before}"
        return f"on or after {after}" if after else f"on or before {before}"
    start, end = act.first("startDate"), act.first("endDate")
    if start or end:
        return " ".join(
            [f"from {say_date(start, language)}" if start else "", f"to {say_date(end, language)}" if end else ""]
        ).strip()
    dates = [say_date(value.text, language) for value in act.all("date")]
    return ", ".join(dates) or NOT_STATED


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 act`, `2 acts`."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def listed(items: list[str]) -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def direction(language: str) -> str:
    """The writing direction of a language: `ltr` or `rtl`."""
    return "rtl" if Locale.parse(language).character_order == "right-to-left" else "ltr"


def language_name(code: str) -> str:
    """The name of a language for its code: `Russian` for rus or ru."""
    return value_caption("Article", "language", code)


def language_tag(code: str) -> str:
    """The code of a language as files say it (BCP 47), the shortest there is: `ru` for rus; empty for none."""
    return (iso_639_alpha2(code) or code) if code else ""
