"""Was a person in office when something happened? Only what is certain counts: a year is a range, unknown is no."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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


def span_of_act(act: Entity) -> Span | None:
    """The days on which an act can have happened; None when neither its date nor its bounds are known."""
    if act.when and act.when.after and act.when.before:
        return Span(span_of_date(act.when.after).first, span_of_date(act.when.before).last)
    date = act.first("date")
    start, end = act.first("startDate") or date, act.first("endDate") or date
    if start is None or end is None:
        return None
    return Span(span_of_date(start).first, span_of_date(end).last)


def certain_span(office: Entity) -> Span | None:
    """The days on which the office was certainly held.

    From the latest day the start can mean to the earliest day the end can mean; a day on which it was seen held
    stands in for an end or start that is not known. None when nothing is certain.
    """
    seen = [value.text for value in office.all("date") if len(value.text) >= len("2022-01-01")]
    start, end = office.first("startDate"), office.first("endDate")
    first = span_of_date(start).last if start else min(seen, default=None)
    last = span_of_date(end).first if end else max(seen, default=None)
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
        start, end = office.first("startDate"), office.first("endDate")
        before = start is not None and span.last < span_of_date(start).first
        after = end is not None and span.first > span_of_date(end).last
        outside.append(before or after)
    return InOffice.NO if outside and all(outside) else InOffice.UNKNOWN
