"""Was a person in office when something happened? Only what is certain counts: a year is a range, unknown is no."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dossier.case.fields import is_date
from dossier.case.model import Entity


class InOffice(StrEnum):
    """Whether the act lies in the person's known time in office."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot be said"


@dataclass(frozen=True, slots=True)
class Span:
    """Some day from `first` to `last`, both included, as full ISO dates."""

    first: str
    last: str


def span_of_date(date: str) -> Span:
    """The days a date of FtM's precision can mean: 2022 is 2022-01-01 to 2022-12-31."""
    if len(date) == len("2022"):
        return Span(f"{date}-01-01", f"{date}-12-31")
    if len(date) == len("2022-01"):
        year, month = (int(part) for part in date.split("-"))
        return Span(f"{date}-01", f"{date}-{calendar.monthrange(year, month)[1]:02d}")
    return Span(date[:10], date[:10])


def dates_of(entity: Entity, prop: str) -> list[str]:
    """The dates of a property to the day at most; a text that is no date, reported elsewhere, is none."""
    return [value.text[:10] for value in entity.all(prop) if is_date(value.text[:10])]


def span_of_act(act: Entity) -> Span | None:
    """The days on which an act can have happened; None when neither its date nor its bounds are known."""
    if act.when and act.when.after and act.when.before:
        return Span(span_of_date(act.when.after).first, span_of_date(act.when.before).last)
    dates = dates_of(act, "date")
    starts, ends = dates_of(act, "startDate") or dates, dates_of(act, "endDate") or dates
    if not starts or not ends:
        return None
    return Span(min(span_of_date(date).first for date in starts), max(span_of_date(date).last for date in ends))


def latest_day(act: Entity) -> str | None:
    """The latest day on which an act can have happened; None when nothing bounds it."""
    ends = dates_of(act, "date") + dates_of(act, "endDate")
    if act.when and act.when.before:
        ends.append(act.when.before)
    return max((span_of_date(end).last for end in ends), default=None)


def years_before(date: str, years: int) -> str:
    """The day so many years before a full date; 29 February becomes 28 February where there is none."""
    year = int(date[:4]) - years
    if date[5:] == "02-29" and not calendar.isleap(year):
        return f"{year:04d}-02-28"
    return f"{year:04d}{date[4:10]}"


def certain_span(office: Entity) -> Span | None:
    """The days on which the office was certainly held.

    From the latest day the start can mean to the earliest day the end can mean; a day on which it was seen held
    stands in for an end or start that is not known. None when nothing is certain.
    """
    seen = [date for date in dates_of(office, "date") if len(date) == len("2022-01-01")]
    starts, ends = dates_of(office, "startDate"), dates_of(office, "endDate")
    first = max(span_of_date(start).last for start in starts) if starts else min(seen, default=None)
    last = min(span_of_date(end).first for end in ends) if ends else max(seen, default=None)
    if first is None:
        return None
    last = last or first
    return Span(first, last) if first <= last else None


def in_office(act: Entity, offices: Iterable[Entity]) -> InOffice:
    """Whether an act lies certainly inside, certainly outside, or not certainly either, of the time in office."""
    span = span_of_act(act)
    if span is None:
        return InOffice.UNKNOWN
    outside = []
    for office in offices:
        held = certain_span(office)
        if held and held.first <= span.first and span.last <= held.last:
            return InOffice.YES
        starts, ends = dates_of(office, "startDate"), dates_of(office, "endDate")
        before = bool(starts) and span.last < min(span_of_date(start).first for start in starts)
        after = bool(ends) and span.first > max(span_of_date(end).last for end in ends)
        outside.append(before or after)
    return InOffice.NO if outside and all(outside) else InOffice.UNKNOWN
