"""Keeps what is served on this machine to the person who started it: every page of `dossier.web` stands behind it.

Other programs on this machine and pages open in the same browser can reach a port of 127.0.0.1. So: the exact Host (no
name that somebody lets point here), a token that is used up by the first visit and becomes a cookie that no script and
no other site can use, the exact Origin on whatever is not only looked at, and a policy under which a page fetches
nothing from elsewhere.
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FORWARDED = "forwarded"
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # under no-referrer a browser gives forms the origin "null"
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """An ASGI application that lets through to another only the one who has the token."""

    def __init__(self, app: ASGIApp, port: int, visited: Callable[[], None] = lambda: None) -> None:
        """`visited` is called when the token was used."""
        self.app = app
        self._visited = visited
        self.host = f"{HOST}:{port}"
        self.origin = f"http://{self.host}"
        self._cookie = f"dossier-{port}"  # cookies are not kept apart by port
        self._token: str | None = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)

    def address(self, path: str = "/", *, forwarded: bool = False) -> str:
        """Where the first visit goes: it holds the token, which works once. `forwarded` is for a link of a page."""
        query = {"token": self._token or ""} | ({_FORWARDED: "1"} if forwarded else {})
        return f"{self.origin}{path}?{urlencode(query)}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403; anything but HTTP is not answered."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope)
            await (refusal or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        """What is answered instead: a refusal, or the way on from the first visit; None to let it through."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [self.host]:
            return _refused("This address is served to this machine alone.")
        if scope["method"] not in ("GET", "HEAD") and headers.getlist("origin") != [self.origin]:
            return _refused("This request comes from another page.")
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token")
        if scope["method"] == "GET" and given is not None and self._token and _same(given, self._token):
            self._token = None
            self._visited()
            rest = urlencode([(key, value) for key, value in query if key not in ("token", _FORWARDED)])
            path = f"/{scope['path'].lstrip('/')}"  # two strokes would lead to another host
            onward = _onward(path + (f"?{rest}" if rest else ""), forwarded=_FORWARDED in dict(query))
            onward.set_cookie(self._cookie, self._session, httponly=True, samesite="strict", path="/")
            return onward
        if not _same(self._presented(headers), self._session):
            return _refused(
                "Open the address that the command printed; it works once. Start the command again for another."
            )
        return None

    def _presented(self, headers: Headers) -> str:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return morsel.value if morsel else ""


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def _onward(path: str, *, forwarded: bool) -> Response:
    """The way on from the first visit. One that a page of another site led to is sent on by a page of ours: a browser
    keeps a cookie for the same site back from the redirects of a visit that began elsewhere."""
    if not forwarded:
        return RedirectResponse(path, status_code=303)
    goal = html.escape(path)
    return HTMLResponse(f'<!doctype html><meta http-equiv="refresh" content="0;url={goal}"><title>dossier</title>')


def _refused(why: str) -> Response:
    # the connection with it: nobody without the cookie keeps one open
    return PlainTextResponse(why, status_code=403, headers={"Connection": "close"})


def _with_headers(send: Send) -> Send:
    """Every answer carries the headers; a page may bring a stricter policy of its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", POLICY)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
