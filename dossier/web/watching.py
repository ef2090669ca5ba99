"""Tells pages that the files of a case have changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.concurrency import run_in_threadpool

from dossier.formats.state import LOOK_EVERY

QUIET = 15  # seconds after which a silent stream says that it is still there


class Changes:
    """The state of the case as it was last seen; `look` says what it is now."""

    def __init__(self, look: Callable[[], str]) -> None:
        self._look = look
        self.state = look()

    async def watch(self) -> None:
        """Look again and again; a state counts when it is the same in two looks, so that a save is over."""
        seen = self.state
        while True:
            await asyncio.sleep(LOOK_EVERY)
            now = await run_in_threadpool(self._look)
            if now == seen:
                self.state = now
            seen = now

    async def events(self, ending: Callable[[], bool]) -> AsyncIterator[str]:
        """The state at once and after each change, as server-sent events, until `ending`."""
        told, silent = "", 0.0
        while not ending():
            if self.state != told:
                told, silent = self.state, 0.0
                yield f"data: {told}\n\n"
            elif silent >= QUIET:
                silent = 0.0
                yield ": still here\n\n"
            silent += LOOK_EVERY / 2
            await asyncio.sleep(LOOK_EVERY / 2)
