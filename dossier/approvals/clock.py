"""The time of a stated act, in UTC; tests put another clock in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
# What two clocks of people who work on one case may differ by.
TOLERANCE = timedelta(minutes=5)


def utc_now() -> datetime:
    """The time of a stated act."""
    return datetime.now(UTC)


def timestamp(clock: Clock = utc_now) -> str:
    """The time in UTC as the files state it: `2026-11-21T12:00:00Z`."""
    return _written(clock())


def latest(clock: Clock = utc_now) -> str:
    """The latest time that a file may state now: what is later has not come on any clock that goes right."""
    return _written(clock() + TOLERANCE)


def _written(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
