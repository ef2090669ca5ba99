"""Serves a guarded application on 127.0.0.1 until Ctrl-C: its pages, its files, and the stream of what changed."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from importlib import resources
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from dossier.problems import os_reason, stop
from dossier.web.connections import BACKLOG, BoundedConnection
from dossier.web.guard import HOST, Guard
from dossier.web.opening import Forward, Launch
from dossier.web.watching import Changes

Handlers = Mapping[Any, Callable[[Request, Any], Any]]  # of exceptions, as Starlette takes them
PATIENCE = 2  # seconds an answer may still take when the server ends


def application(
    routes: Sequence[Route], files: Mapping[str, str], changes: Changes, ending: Callable[[], bool], handlers: Handlers
) -> Starlette:
    """An application of some pages that follow the files of a case.

    `files` are those of `dossier/web/pages` that it serves, with their media types; `ending` says when the stream of
    changes must end; `handlers` answer exceptions, by their classes.
    """

    async def stream(request: Request) -> Response:
        return StreamingResponse(changes.events(ending), media_type="text/event-stream")

    async def file(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return Response(page_file(name), media_type=files[name])

    async def no_icon(request: Request) -> Response:
        return Response(status_code=204)

    @asynccontextmanager
    async def watching(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(changes.watch())
        yield
        task.cancel()

    common = [
        Route("/changes", stream),
        Route("/favicon.ico", no_icon),  # which browsers ask for
        *(Route(f"/{name}", file) for name in files),
    ]
    return Starlette(routes=[*routes, *common], lifespan=watching, exception_handlers=handlers)


def page_file(name: str) -> str:
    """The text of a file of `dossier/web/pages`."""
    return resources.files("dossier.web").joinpath("pages", name).read_text(encoding="utf-8")


class Server:
    """An application behind its guard, on a port of this machine that is open before anybody is told of it."""

    def __init__(self, port: int = 0) -> None:
        """Open the port; 0 takes any that is free. Raises Stop when it is in use."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
            self._socket.listen(BACKLOG)  # who comes before the server answers waits
        except OSError as error:
            self._socket.close()
            raise stop(
                "port-taken", "Port {port} cannot be opened: {reason}.", port=port, reason=os_reason(error)
            ) from None
        self.port: int = self._socket.getsockname()[1]
        self._server: uvicorn.Server | None = None
        self._forward: Forward | None = None

    @property
    def ending(self) -> bool:
        """Whether the server is going down: answers without an end must stop then."""
        return self._server is not None and self._server.should_exit

    def end(self) -> None:
        """Go down as soon as what is being answered is answered."""
        if self._server is not None:
            self._server.should_exit = True

    def run(self, app: ASGIApp, said: Callable[[str], None], launch: Launch | None = None) -> None:
        """Serve until Ctrl-C; `said` gets the address of the first visit.

        `launch` gets the path of a file that leads a browser there; the file goes with the first visit, or at the end.
        """
        guard = Guard(app, self.port, visited=self._forget)
        config = uvicorn.Config(
            guard,
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="on",
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=PATIENCE,
            http=BoundedConnection,
            backlog=BACKLOG,
        )
        self._server = _Server(config, self._forget)
        try:
            said(guard.address())
            if launch:
                self._forward = Forward(guard.address(forwarded=True))
                launch(str(self._forward.path))
            with _quiet():
                self._server.run(sockets=[self._socket])
        except KeyboardInterrupt:
            pass  # how it is ended
        finally:
            self._forget()
            self._socket.close()

    def _forget(self) -> None:
        """Take away the file that leads a browser here."""
        if self._forward:
            self._forward.remove()
            self._forward = None


class _Server(uvicorn.Server):
    """Calls `ended` when it has gone down: uvicorn raises SIGTERM again then, which ends the process at once."""

    def __init__(self, config: uvicorn.Config, ended: Callable[[], None]) -> None:
        super().__init__(config)
        self._ended = ended

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ended()
        await super().shutdown(sockets)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what others' connections do off the terminal: asyncio logs some of it, with tracebacks."""
    logger = logging.getLogger("asyncio")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
