"""What is served on this machine: no token in a process list, and nobody's idle connections keep the reviewer out."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dossier.web import connections
from dossier.web.guard import Guard
from dossier.web.opening import Forward
from tests.cases import pin, write_case

WAIT = 60
# In place of xdg-open: writes down what it was given, and a copy of the file.
XDG_OPEN = """\
#!/bin/sh
printf '%s\\n' "$@" > "$SEEN/arguments"
stat -c '%a' "$1" > "$SEEN/mode"
stat -c '%a' "$(dirname "$1")" > "$SEEN/folder-mode"
cp "$1" "$SEEN/page.html"
touch "$SEEN/done"
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_case(tmp_path_factory.mktemp("served") / "case")
    assert pin(root).code == 0
    return root


class Running:
    """A command that serves a page, in a process of its own."""

    def __init__(self, root: Path, *args: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "dossier", "--case", str(root), *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **environment},
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        self.address = said[said.index("http://") :].strip()
        self.token = self.address.partition("token=")[2]
        self.port = int(self.address.split(":")[2].split("/")[0])

    def end(self, number: int = signal.SIGINT) -> str:
        """End it; what it said since the address."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.communicate(timeout=WAIT)[0]


@contextlib.contextmanager
def opened(root: Path, tmp_path: Path, *args: str) -> Iterator[tuple[Running, Path, Path]]:
    """A command with `--open`: what runs, what the browser saw, and where files for it are written."""
    programs, seen, places = (tmp_path / name for name in ("bin", "seen", "tmp"))
    for folder in (programs, seen, places):
        folder.mkdir()
    (programs / "xdg-open").write_text(XDG_OPEN)
    (programs / "xdg-open").chmod(0o755)
    running = Running(
        root, *args, "--open", PATH=f"{programs}:{os.environ['PATH']}", SEEN=str(seen), TMPDIR=str(places)
    )
    try:
        end = time.monotonic() + WAIT
        while not (seen / "done").exists() and time.monotonic() < end:
            time.sleep(0.05)
        yield running, seen, places
    finally:
        running.end()


@pytest.mark.parametrize("args", [("preview", "halvik"), ("review", "--as", "anna")], ids=lambda args: args[0])
def test_the_browser_is_handed_a_file_of_ours_and_never_the_token(
    root: Path, tmp_path: Path, args: tuple[str, ...]
) -> None:
    with opened(root, tmp_path, *args) as (running, seen, places):
        file = Path((seen / "arguments").read_text().strip())
        assert running.token
        assert running.token not in (seen / "arguments").read_text()
        assert (seen / "mode").read_text().strip() == "600"
        assert (seen / "folder-mode").read_text().strip() == "700"
        assert file.is_file()
        assert running.token in (seen / "page.html").read_text()
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                assert running.token.encode() not in process.read_bytes()

        led = re.search(r'url=([^"]+)"', (seen / "page.html").read_text())
        assert led
        with httpx.Client(trust_env=False, timeout=WAIT) as client:
            first = client.get(led[1].replace("&amp;", "&"))
            assert first.status_code == 200
            assert 'http-equiv="refresh" content="0;url=/"' in first.text
            assert client.get(f"http://127.0.0.1:{running.port}/").status_code == 200
        assert not file.exists()
        assert list(places.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_file_goes_when_nobody_came(root: Path, tmp_path: Path, number: int) -> None:
    with opened(root, tmp_path, "preview", "halvik") as (running, _, places):
        assert len(list(places.iterdir())) == 1

        running.end(number)

        assert list(places.iterdir()) == []


def test_the_file_leads_where_it_says_and_nowhere_else(tmp_path: Path) -> None:
    forward = Forward('http://127.0.0.1:1/?token=a"><script>')
    try:
        assert stat.S_IMODE(forward.path.stat().st_mode) == 0o600
        assert "<script>" not in forward.path.read_text()
    finally:
        forward.remove()
    assert not forward.path.exists()


def test_a_browser_sent_on_by_a_page_gets_the_cookie_before_it_is_sent_on() -> None:
    visits: list[None] = []
    guard = Guard(lambda *_: None, 8000, visited=lambda: visits.append(None))  # type: ignore[arg-type,return-value]

    answer = asyncio.run(_get(guard, guard.address("/card/x", forwarded=True)))

    assert (answer.status_code, visits) == (200, [None])
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert 'content="0;url=/card/x"' in answer.text
    assert asyncio.run(_get(guard, guard.origin)).headers["connection"] == "close"


async def _get(guard: Guard, address: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=guard)) as client:
        return await client.get(address)


# --------------------------------------------------------------------------------------------- others' connections


@contextlib.contextmanager
def idle(port: int, count: int, said: bytes = b"") -> Iterator[list[socket.socket]]:
    """Connections on which a request does not end."""
    with contextlib.ExitStack() as stack:
        found = []
        for _ in range(count):
            each = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=WAIT))
            with contextlib.suppress(ConnectionError):  # ended already
                each.sendall(said)
            found.append(each)
        yield found


def closed(each: socket.socket) -> bool:
    """Whether the other side has closed a connection."""
    try:
        return each.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def visited(running: Running) -> int:
    """The status that the one with the token gets."""
    with httpx.Client(trust_env=False, timeout=WAIT, follow_redirects=True) as client:
        return client.get(running.address).status_code


@pytest.mark.parametrize(
    "said",
    [
        b"",
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\n", marks=pytest.mark.system),
        pytest.param(b"POST / HTTP/1.1\r\n", marks=pytest.mark.system),
    ],
)
def test_idle_connections_do_not_keep_the_owner_out(root: Path, said: bytes) -> None:
    # few file handles, so that this many connections are more than the process may have
    running = Running(root, "preview", "halvik")
    try:
        subprocess.run(["prlimit", f"--pid={running.process.pid}", "--nofile=300"], check=True, timeout=WAIT)
        with idle(running.port, 450, said):
            assert visited(running) == 200
    finally:
        told = running.end()

    assert told.replace("The address works once. Ctrl-C ends the preview.\n", "") == "The preview has ended.\n"


def test_a_request_that_does_not_come_is_not_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        serving(monkeypatch, seconds=0.2) as port,
        idle(port, 1) as [silent],
        idle(port, 1, b"GET / HTTP/1.1\r\nHost: a\r\n") as [slow],
        # a request that was answered, and the first letter of the next
        idle(port, 1, b"GET / HTTP/1.1\r\nHost: a\r\n\r\nG") as [kept],
    ):
        answer = kept.recv(4096)
        while chunk := kept.recv(4096):
            answer += chunk
        assert b"200 OK" in answer
        assert closed(silent)
        assert closed(slow)


def test_an_answer_that_takes_long_is_not_ended(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(monkeypatch, seconds=0.2, answer_after=1.0) as port:
        assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=WAIT).status_code == 200


def test_the_longest_idle_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    with serving(monkeypatch, seconds=WAIT) as port, idle(port, 4) as [first, *others]:
        assert closed(first)
        for each in others:
            each.settimeout(0.2)
        assert [closed(each) for each in others] == [False, False, False]


@contextlib.contextmanager
def serving(monkeypatch: pytest.MonkeyPatch, *, seconds: float, answer_after: float = 0.0) -> Iterator[int]:
    """A server in a thread that answers everything, with this much time for a request; its port."""
    import uvicorn

    monkeypatch.setattr(connections, "SECONDS", seconds)

    async def app(scope: object, receive: object, send: object) -> None:
        await asyncio.sleep(answer_after)
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"ok"})  # type: ignore[operator]

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, lifespan="off", log_level="critical", http=connections.BoundedConnection, timeout_keep_alive=WAIT
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(WAIT)
