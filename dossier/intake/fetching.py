"""Fetches one address, with every guard in one place: for capturing, checking online and time stamps.

Only http and https; no credentials in addresses; addresses of private networks are refused at the moment of
connecting, on every redirect, so that a page cannot send the program into the machine or its network; one deadline
for the whole fetch and one limit on the bytes after decompression. Nothing of this machine or its user is sent: the
User-Agent names what happens, not who does it or why.
"""

from __future__ import annotations

import time
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from dossier.intake.fetched import Fetched, Hop, NotFetched
from dossier.problems import Quoted, Term, message, stop

if TYPE_CHECKING:
    import httpx

USER_AGENT = "citation-check/1.0"
REDIRECTS = (301, 302, 303, 307, 308)
_DECODED = {"gzip": 31, "x-gzip": 31, "deflate": 47}  # -> wbits of zlib


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take: seconds in all, bytes of the body after decompression, redirects."""

    seconds: float = 60.0
    bytes: int = 100 * 1024 * 1024
    redirects: int = 10


DEFAULT_LIMITS = Limits()


def fetch(
    url: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    allow_private: bool = False,
    user_agent: str = USER_AGENT,
    headers: Mapping[str, str] | None = None,
    post: bytes | None = None,
    extra: str = "capture",
    before: Callable[[str], None] | None = None,
) -> Fetched:
    """GET an address (POST when `post` holds a body; a POST follows no redirect) and follow redirects.

    `allow_private` exempts the host of `url` itself, because the user named it, or a test: a redirect to another
    private host is refused all the same. `extra` is the optional part of the package that brings httpx. `before` is
    called with each address about to be asked, redirects too, and may raise NotFetched. Raises NotFetched when there
    is no answer, Stop when httpx is not installed.
    """
    connecting = _connecting(extra)
    url = urldefrag(url.strip()).url
    exempt = _host(url) if allow_private else None
    sent = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, identity", **(headers or {})}
    chain: list[Hop] = []
    current = url
    try:
        deadline = time.monotonic() + limits.seconds
        while True:
            host = _host(current)
            if before:
                began = time.monotonic()
                before(current)
                deadline += time.monotonic() - began  # a pause out of politeness is not the server's time
            with (
                connecting.client(deadline, private=host == exempt, proxy=proxy_for(current)) as client,
                client.stream("GET" if post is None else "POST", current, headers=sent, content=post) as response,
            ):
                location = response.headers.get("location")
                if response.status_code in REDIRECTS and location and post is None:
                    if len(chain) == limits.redirects:
                        raise NotFetched("redirects", "more than {most} redirects", most=limits.redirects)
                    target = _target(current, location)
                    chain.append(Hop(current, response.status_code, target))
                    current = target
                    continue
                body = _body(response, limits.bytes)
                return Fetched(url, current, tuple(chain), response.status_code, _headers(response), body)
    except NotFetched as error:
        error.chain = tuple(chain)
        raise
    except Exception as error:
        refused: NotFetched | None = connecting.translated(error, limits.seconds)
        if refused is None:
            raise
        refused.chain = tuple(chain)
        raise refused from None


def need_httpx(extra: str) -> None:
    """Raises Stop when httpx is not installed; `extra` is the part of the package that brings it."""
    _connecting(extra)


def _connecting(extra: str) -> ModuleType:
    try:
        from dossier.intake import connecting
    except ImportError as error:
        raise stop(
            "extra-missing",
            "The Python package {name} is not installed.",
            cure=message("Run `pip install 'sanctions-dossier[{extra}]'`.", extra=Term(extra)),
            name=Term(str(error.name)),
        ) from None
    return connecting


def _host(url: str) -> str:
    """The host of an address that may be fetched, in lower case. Raises NotFetched for any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotFetched("bad-address", "the address cannot be read") from None
    if parts.scheme not in ("http", "https"):
        scheme = Quoted(parts.scheme or "a bare path")
        raise NotFetched("bad-address", "only http and https are fetched, not {scheme!r}", scheme=scheme)
    if not host or port == 0 or any(character.isspace() or ord(character) < 32 for character in url):
        raise NotFetched("bad-address", "the address cannot be read")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("bad-address", "the address holds a user name or password")
    return host


def _target(url: str, location: str) -> str:
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError:
        raise NotFetched("redirects", "a redirect leads nowhere") from None


def proxy_for(url: str) -> str | None:
    """The proxy that the user's environment sets for an address.

    It is honoured, never gone around: somebody may have set it so as not to be seen by the host.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("localhost", "::1") or host.startswith("127.") or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _headers(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    return tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in response.headers.raw)


def _body(response: httpx.Response, most: int) -> bytes:
    """The body, decoded piece by piece so that a small answer cannot grow past the limit in memory."""
    encodings = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
    encodings = [name for name in encodings if name not in ("", "identity")]
    if len(encodings) > 1 or any(name not in _DECODED for name in encodings):
        raise NotFetched("bad-answer", "the body is encoded as {encodings!r}", encodings=Quoted(", ".join(encodings)))
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:18]) > most:
        size = int(declared[:18])
        raise NotFetched("too-large", "the body has {size:,} bytes; at most {most:,} are read", size=size, most=most)
    pieces: Iterable[bytes] = response.iter_raw()
    parts, size = [], 0
    for piece in _unzipped(pieces, _DECODED[encodings[0]], most) if encodings else pieces:
        size += len(piece)
        if size > most:
            raise NotFetched("too-large", "the body has more than {most:,} bytes", most=most)
        parts.append(piece)
    return b"".join(parts)


def _unzipped(pieces: Iterable[bytes], wbits: int, most: int) -> Iterable[bytes]:
    machine = zlib.decompressobj(wbits)
    seen = False
    for piece in pieces:
        seen = seen or bool(piece)
        try:
            yield machine.decompress(piece, most + 1)
        except zlib.error:
            raise NotFetched("bad-answer", "the body is not compressed as it says") from None
    if seen and not machine.eof:
        raise NotFetched("bad-answer", "the compressed body is cut off")
