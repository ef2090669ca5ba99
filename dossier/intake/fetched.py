"""The result of a fetch: an answer, or the reason why it failed."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.problems import Arg, Explained, Message


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: the address asked, the status it answered with, and where it pointed."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: `requested` and `final` address, the redirects between, status, headers in order, body.

    Any status is an answer. The body is without transfer and content encoding (gzip).
    """

    requested: str
    final: str
    chain: tuple[Hop, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of a name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> str | None:
        """The media type it declares, without parameters, in lower case."""
        declared = (self.header("content-type") or "").partition(";")[0].strip().lower()
        return declared or None


class NotFetched(Explained):
    """There is no answer. `code` is one of REASONS; the message is a sentence's end, without the address."""

    def __init__(self, code: str, template: str | Message, **args: Arg) -> None:
        assert code in REASONS
        super().__init__(template, **args)
        self.code = code
        self.chain: tuple[Hop, ...] = ()


REASONS = {
    "bad-address": "the address cannot be used",
    "private-address": "the address is of a private network or of this machine",
    "no-such-host": "the host name does not resolve",
    "unreachable": "no connection, or it broke off",
    "tls": "the server's certificate does not verify",
    "timeout": "it took too long",
    "too-large": "the body is larger than the limit",
    "redirects": "too many redirects, or one that leads nowhere",
    "bad-answer": "the answer is no HTTP, or encoded in an unknown way",
    "proxy": "the proxy set on this machine cannot be used",
    "robots": "the host's robots.txt asks not to",
    "hostile-host": "the host is marked hostile",
}
