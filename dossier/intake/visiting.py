"""Asks hosts politely: one request at a time, a pause between two to one host, robots.txt and Retry-After honoured.

A host marked hostile is not asked at all, not even when another page's redirect leads there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from dossier.intake.fetched import Fetched, NotFetched
from dossier.intake.fetching import USER_AGENT, Limits, fetch

ROBOTS_LIMITS = Limits(seconds=15, bytes=512 * 1024, redirects=5)
PAUSE = 1.0  # seconds between two requests to one host
MAX_PAUSE = 10.0  # the most that a robots.txt's Crawl-delay makes it
MAX_WAIT = 60.0  # a longer Retry-After is not waited for: the page counts as blocked
HOSTILE = "the host is marked hostile"
_TRY_LATER = (429, 503)
# Without an answer to robots.txt for these reasons the page gets none either.
_NO_HOST = ("no-such-host", "unreachable", "timeout", "tls", "private-address", "bad-address", "proxy", "hostile-host")


@dataclass
class Visitor:
    """Who asks. `hostile` holds hosts never to be asked, save those of `contacted`; `allow_private` is for tests."""

    hostile: Collection[str] = ()
    contacted: Collection[str] = ()
    limits: Limits = field(default_factory=lambda: Limits(seconds=30, bytes=50 * 1024 * 1024))
    pause: float = PAUSE
    allow_private: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | NotFetched] = field(default_factory=dict)
    _named: str = ""  # the host that is asked for, not one that a redirect leads to

    def get(self, url: str) -> Fetched:
        """The answer for an address; asks once more after a short Retry-After. Raises NotFetched when there is none."""
        self._named = host_of(url)
        answer = self._ask(url, self.limits, self._before)
        wait = retry_after(answer)
        if answer.status in _TRY_LATER and wait is not None and wait <= MAX_WAIT:
            self.sleep(wait)
            answer = self._ask(url, self.limits, self._before)
        return answer

    def _ask(self, url: str, limits: Limits, before: Callable[[str], None]) -> Fetched:
        private = self.allow_private and host_of(url) == self._named
        return fetch(url, limits=limits, allow_private=private, before=before)

    def _before(self, url: str) -> None:
        """What is due before an address is asked: leave from its host, and the pause."""
        self._refuse_hostile(url)
        robots = self._robots_of(url)
        if isinstance(robots, NotFetched):
            raise NotFetched(robots.code, robots.reason)
        if not robots.can_fetch(USER_AGENT, url):
            raise NotFetched("robots", "the host's robots.txt asks not to")
        asked = robots.crawl_delay(USER_AGENT)
        self._rest(url, max(self.pause, min(float(asked or 0), MAX_PAUSE)))

    def _before_robots(self, url: str) -> None:
        self._refuse_hostile(url)
        self._rest(url, self.pause)

    def _refuse_hostile(self, url: str) -> None:
        if is_of(url, self.hostile) and host_of(url) not in self.contacted:
            raise NotFetched("hostile-host", HOSTILE)

    def _rest(self, url: str, pause: float) -> None:
        host = urlsplit(url).netloc
        since = self.clock() - self._last.get(host, -pause)
        if host in self._last and since < pause:
            self.sleep(pause - since)
        self._last[host] = self.clock()

    def _robots_of(self, url: str) -> RobotFileParser | NotFetched:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        return self._robots[site]

    def _read_robots(self, site: str) -> RobotFileParser | NotFetched:
        """The rules of a site (RFC 9309): none when it has no such file, all forbidden when it cannot answer."""
        rules = RobotFileParser()
        try:
            answer = self._ask(f"{site}/robots.txt", ROBOTS_LIMITS, self._before_robots)
        except NotFetched as error:
            if error.code in _NO_HOST:
                return error
            return NotFetched("robots", "its robots.txt cannot be read ({reason})", reason=error.reason)
        if answer.status >= 500:
            return NotFetched("robots", "its robots.txt cannot be read (status {status})", status=answer.status)
        found = answer.body.decode("utf-8", "replace") if answer.status < 300 else ""
        rules.parse(found.splitlines())
        return rules


def is_of(url: str, hosts: Collection[str]) -> bool:
    """Whether an address is of one of the hosts, or of a host below one."""
    host = host_of(url)
    return any(host == other or host.endswith(f".{other}") for other in hosts)


def host_of(url: str) -> str:
    """The host of an address, in lower case and without `www.`; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return ""


def retry_after(answer: Fetched) -> float | None:
    """The seconds a server asks to wait; None when it does not say."""
    value = (answer.header("retry-after") or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
