"""Copies of a page in archives: Memento TimeMaps (RFC 7089) in link format (RFC 6690)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from dossier.intake.fetched import NotFetched
from dossier.intake.visiting import Visitor

MAX_MEMENTOS = 100_000
_LINK = re.compile(r'<([^<>\s]{1,4000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))')


@dataclass(frozen=True, slots=True)
class Memento:
    """A copy of a page: its address and when the archive took it."""

    url: str
    taken: datetime


def mementos(visitor: Visitor, base: str, url: str) -> list[Memento]:
    """The copies an archive knows of a page, oldest first; `base` is its TimeMap address, to which the page's is added.

    Raises NotFetched when the archive gives none. The archive learns which page is asked for.
    """
    address = base + url
    answer = visitor.get(address)
    if answer.status != 200:
        raise NotFetched("bad-answer", "the archive answered with the status {status}", status=answer.status)
    return parse_timemap(answer.body.decode("utf-8", "replace"), answer.final)


def parse_timemap(text: str, base: str) -> list[Memento]:
    """The mementos of a TimeMap, oldest first; whatever else it holds is passed over."""
    found: list[Memento] = []
    for match in _LINK.finditer(text):
        parameters = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(match[2])}
        if "memento" not in parameters.get("rel", "").split() or len(found) >= MAX_MEMENTOS:
            continue
        try:
            taken = parsedate_to_datetime(parameters.get("datetime", ""))
            found.append(Memento(urljoin(base, match[1]), taken if taken.tzinfo else taken.replace(tzinfo=UTC)))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return sorted(found, key=lambda memento: memento.taken)


def nearest(found: list[Memento], day: str | None, most: int) -> list[Memento]:
    """The copies to look at first: those taken nearest to a day (ISO 8601), the newest ones without it."""
    try:
        wanted = datetime.fromisoformat(day or "")
    except ValueError:
        return found[: -most - 1 : -1]
    wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    return sorted(found, key=lambda memento: abs(memento.taken - wanted))[:most]
