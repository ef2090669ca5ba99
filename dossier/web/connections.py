"""Connections that do not hold others up: each has a time for its request, and there is room for a new one.

Every user of the machine can connect to a port of 127.0.0.1. Connections on which nothing comes must not take the file
handles of the process, or keep the one with the token from getting in. A request that is being answered is never
ended: the guard lets none be answered for long that has no cookie.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # for the line and the headers of a request, from when the connection is ready for one
MOST = 200  # connections open at a time; a browser has six to one host, and a few in store
BACKLOG = 64  # connections taken at a time before any of them is judged


class BoundedConnection(H11Protocol):
    """A connection of uvicorn with a limit of time for each request; the longest idle gives way to a new one."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection in, in place of another if there are too many."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._limit = self.loop.call_later(SECONDS, self._end_if_idle)
        others = [other for other in self.connections if isinstance(other, BoundedConnection) and other.is_open]
        idle = [other for other in others if other.is_idle and other is not self]
        if len(others) > MOST and idle:
            min(idle, key=lambda other: other._since).transport.abort()

    def on_response_complete(self) -> None:
        """Allow the same time for the next request."""
        self._limit.cancel()
        self._since = self.loop.time()
        self._limit = self.loop.call_later(SECONDS, self._end_if_idle)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the limit."""
        self._limit.cancel()
        super().connection_lost(exc)

    @property
    def is_open(self) -> bool:
        """Whether it is not being closed."""
        return not self.transport.is_closing()

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered: its headers have not all come."""
        # there is no `cycle` before the first request
        return self.is_open and bool(getattr(self.cycle, "response_complete", True))

    def _end_if_idle(self) -> None:
        if self.is_idle:
            self.transport.abort()
