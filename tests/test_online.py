"""Is the page still there: a server on this machine plays every part, and nothing else is ever asked."""

from __future__ import annotations

import builtins
import gzip
import json
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dossier.intake import connecting, fetching
from dossier.intake.archives import nearest, parse_timemap
from dossier.intake.fetched import NotFetched
from dossier.intake.fetching import Limits, fetch
from dossier.intake.online import Look, hostile_hosts, last_looks, look_at_all
from dossier.intake.visiting import Visitor, is_of, retry_after
from dossier.loading import load_case
from dossier.problems import KINDS, Problems, Severity
from tests.cases import SOURCE, TEXT, Result, assert_told, change, check, dossier, pin, write_case

PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")) + "</body></html>"
LONG = "<p>" + " ".join(f"Word{number} of a long page about other things." for number in range(300)) + "</p>"


@dataclass
class Answer:
    """What a path answers with."""

    body: bytes | str = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    write: Callable[[Any], None] | None = None


class Server:
    """A web server; `pages` holds the answer of each path, or several for one request after the other."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | list[Answer]] = {}
        self.fallback = Answer("Not here", 404)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.headers.append(dict(self.headers))
                found = outer.pages.get(self.path, outer.fallback)
                answer = found.pop(0) if isinstance(found, list) else found
                if answer.write:
                    answer.write(self)
                    return
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
                for name, value in {**headers, **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # that the other side hangs up is what is tested
        self.site = f"http://127.0.0.1:{self.http.server_port}"
        self.url = f"{self.site}/news/square.html"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def __setitem__(self, path: str, answer: Answer | list[Answer]) -> None:
        self.pages[path] = answer

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    server = Server()
    yield server
    server.close()


def write(root: Path, url: str, **keys: str) -> Path:
    """A pinned case whose one source has this address."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items() if not key.startswith("capture_"))
    capture = "".join(f"  {key[8:]}: {value}\n" for key, value in keys.items() if key.startswith("capture_"))
    source = SOURCE.replace(
        "  language: eng\n", f'  language: eng\n  sourceUrl: {{value: "{url}", edition: internal}}\n'
    )
    source = source.replace("  method: supplied\n", f"  method: supplied\n{capture}") + more
    write_case(root, **{"evidence/courier/source.yml": source})
    done = pin(root)
    assert done.code == 0, done
    return root


@pytest.fixture
def case(tmp_path: Path, server: Server) -> Path:
    return write(tmp_path / "case", server.url)


def visitor(**changed: Any) -> Visitor:
    settings: dict[str, Any] = {"allow_private": True, "pause": 0.0, "sleep": lambda seconds: None}
    return Visitor(**{**settings, **changed})


def look(root: Path, who: Visitor | None = None, archive: str | None = None) -> Look:
    case = load_case(root, Problems())
    assert case
    return look_at_all(case, who or visitor(), archive)["courier"]


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`dossier check --online`, with a visitor that may ask this machine and does not pause."""
    monkeypatch.setattr(
        "dossier.cli.check.make_visitor", lambda hostile, contacted: visitor(hostile=hostile, contacted=contacted)
    )
    return lambda root, *args: check(root, "--online", *args)


NEWS = "/news/square.html"
# A page that is whole, with the name of a withheld person in it, as the capture has it.
DRIFTED = PAGE.replace("ordered the police to clear", "asked the police to clear")


# --------------------------------------------------------------------------------------------------- the six states


def test_live(case: Path, server: Server) -> None:
    server[NEWS] = Answer()
    seen = look(case)
    assert (seen.state, seen.found, seen.of, seen.status) == ("live", 5, 5, 200)


def test_live_as_the_very_bytes_of_a_capture(case: Path, server: Server) -> None:
    server[NEWS] = Answer(TEXT, headers={"Content-Type": "application/octet-stream"})
    assert look(case).reason == "the same bytes as a capture"


def test_moved(case: Path, server: Server) -> None:
    server[NEWS] = Answer("", 301, {"Location": "/archive/1"})
    server["/archive/1"] = Answer("", 302, {"Location": "/archive/2024/square"})
    server["/archive/2024/square"] = Answer()
    seen = look(case)
    assert (seen.state, seen.final) == ("moved", f"{server.site}/archive/2024/square")


def test_a_last_slash_is_no_move(tmp_path: Path, server: Server) -> None:
    case = write(tmp_path / "case", f"{server.site}/news")
    server["/news"] = Answer("", 301, {"Location": "/news/"})
    server["/news/"] = Answer()
    assert look(case).state == "live"


def test_drifted(case: Path, server: Server) -> None:
    server[NEWS] = Answer(DRIFTED)
    seen = look(case)
    assert (seen.state, seen.found, seen.of) == ("content-drifted", 4, 5)


def test_another_text_at_the_same_place_is_drift(case: Path, server: Server) -> None:
    server[NEWS] = Answer(LONG)
    seen = look(case)
    assert (seen.state, seen.found) == ("content-drifted", 0)


@pytest.mark.parametrize(
    "words",
    ["Sorry, this page could not be found.", "404", "Страница не найдена", "Бет табылмады", "Page introuvable",
     "This article is no longer available"],
)  # fmt: skip
def test_soft_404_by_its_own_words(case: Path, server: Server, words: str) -> None:
    server[NEWS] = Answer(f"<html><title>x</title><p>{words}</p></html>")
    assert look(case).state == "soft-404"


def test_soft_404_by_a_probe(case: Path, server: Server) -> None:
    server.fallback = Answer(LONG)
    server["/robots.txt"] = Answer("", 404)
    seen = look(case)
    assert seen.state == "soft-404"
    assert "cannot exist" in seen.reason
    probe = server.asked[-1]
    assert probe.startswith("/news/")
    assert len(probe) > len("/news/") + 20


def test_soft_404_by_the_front_page(case: Path, server: Server) -> None:
    server[NEWS] = Answer("", 302, {"Location": "/"})
    server["/"] = Answer(LONG)
    assert look(case).state == "soft-404"


def test_a_page_about_things_not_found_is_no_error_page(case: Path, server: Server) -> None:
    server[NEWS] = Answer(PAGE.replace("</body>", "<p>The order was not found.</p></body>"))
    assert look(case).state == "live"


@pytest.mark.parametrize("status", [404, 410, 500, 502, 503])
def test_dead_by_its_status(case: Path, server: Server, status: int) -> None:
    server[NEWS] = Answer(status=status)
    seen = look(case)
    assert (seen.state, seen.status) == ("dead", status)


def test_dead_without_a_server(case: Path, server: Server) -> None:
    server.close()
    seen = look(case)
    assert (seen.state, seen.status) == ("dead", None)


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_blocked_by_its_status(case: Path, server: Server, status: int) -> None:
    server[NEWS] = Answer(status=status)
    seen = look(case)
    assert (seen.state, seen.status) == ("blocked", status)


def test_blocked_by_robots(case: Path, server: Server) -> None:
    server["/robots.txt"] = Answer("User-agent: *\nDisallow: /news/\n")
    server[NEWS] = Answer()
    seen = look(case)
    assert (seen.state, seen.status) == ("blocked", None)
    assert "robots.txt" in seen.reason
    assert server.asked == ["/robots.txt"]


def test_blocked_when_robots_cannot_be_read(case: Path, server: Server) -> None:
    server["/robots.txt"] = Answer("", 503)
    server[NEWS] = Answer()
    assert look(case).state == "blocked"
    assert server.asked == ["/robots.txt"]


def test_what_cannot_be_read_is_blocked(case: Path, server: Server) -> None:
    server[NEWS] = Answer(b"\x00\x01\x02" * 500, headers={"Content-Type": "video/mp4"})
    seen = look(case)
    assert seen.state == "blocked"
    assert "video/mp4" in seen.reason


# -------------------------------------------------------------------------------------------- politeness and limits


def test_retry_after_is_waited_for_once(case: Path, server: Server) -> None:
    slept: list[float] = []
    server[NEWS] = [Answer("", 429, {"Retry-After": "7"}), Answer()]
    assert look(case, visitor(sleep=slept.append)).state == "live"
    assert 7.0 in slept


def test_a_long_retry_after_is_not_waited_for(case: Path, server: Server) -> None:
    slept: list[float] = []
    server[NEWS] = Answer("", 503, {"Retry-After": "86400"})
    assert look(case, visitor(sleep=slept.append)).state == "blocked"
    assert slept == []
    assert server.asked.count(NEWS) == 1


def test_a_pause_between_two_requests_to_a_host(case: Path, server: Server) -> None:
    slept: list[float] = []
    server["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 3\n")
    server[NEWS] = Answer("", 302, {"Location": "/moved"})
    server["/moved"] = Answer()
    look(case, visitor(pause=1.0, sleep=slept.append, clock=lambda: 0.0))
    assert slept == [3.0, 3.0], "after robots.txt, and before the redirect's target"


def test_the_request_says_nothing_of_us(case: Path, server: Server) -> None:
    server[NEWS] = Answer()
    look(case)
    assert {frozenset(name.lower() for name in sent) for sent in server.headers} == {
        frozenset({"host", "user-agent", "accept", "accept-encoding", "connection"})
    }
    assert {sent["User-Agent"] for sent in server.headers} == {"citation-check/1.0"}


def drip(handler: Any) -> None:
    """A body that comes byte by byte and never ends."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b".")
            handler.wfile.flush()
            threading.Event().wait(0.02)
    except OSError:
        pass


def drip_headers(handler: Any) -> None:
    """Headers that never end."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            handler.wfile.write(b".")
            handler.wfile.flush()
            threading.Event().wait(0.02)
    except OSError:
        pass


@pytest.mark.parametrize("how", [drip, drip_headers])
def test_a_slow_server_ends_at_the_deadline(case: Path, server: Server, how: Callable[[Any], None]) -> None:
    server[NEWS] = Answer(write=how)
    seen = look(case, visitor(limits=Limits(seconds=0.3)))
    assert (seen.state, seen.reason) == ("dead", "it took more than 0.3 seconds")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"x" * 2_000_000),
        Answer(gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"}),
        Answer(b"x", headers={"Content-Length": "99999999999999"}),
    ],
    ids=["long", "a bomb", "declared"],
)
def test_a_huge_body_is_not_read(case: Path, server: Server, answer: Answer) -> None:
    server[NEWS] = answer
    seen = look(case, visitor(limits=Limits(bytes=1_000_000)))
    assert seen.state == "blocked"
    assert "at most 1,000,000" in seen.reason or "more than 1,000,000 bytes" in seen.reason


def test_compressed_pages_are_read(case: Path, server: Server) -> None:
    server[NEWS] = Answer(gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    assert look(case).state == "live"
    server[NEWS] = Answer(gzip.compress(PAGE.encode())[:-20], headers={"Content-Encoding": "gzip"})
    assert "cut off" in look(case).reason
    server[NEWS] = Answer(PAGE, headers={"Content-Encoding": "gzip"})
    assert "not compressed as it says" in look(case).reason
    server[NEWS] = Answer(PAGE, headers={"Content-Encoding": "br"})
    assert "encoded as 'br'" in look(case).reason


def test_redirects_without_end(case: Path, server: Server) -> None:
    server[NEWS] = Answer("", 302, {"Location": NEWS})
    seen = look(case)
    assert (seen.state, seen.reason) == ("blocked", "more than 10 redirects")


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.2:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://10.0.0.1/",
     "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]:{port}/", "http://0:{port}/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_refused(case: Path, server: Server, target: str) -> None:
    server[NEWS] = Answer("", 302, {"Location": target.format(port=server.http.server_port)})
    server["/"] = Answer()
    seen = look(case)
    assert seen.state == "blocked"
    assert "private network" in seen.reason
    assert server.asked == ["/robots.txt", NEWS]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://[bad"])
def test_a_redirect_to_what_is_no_page_is_refused(case: Path, server: Server, target: str) -> None:
    server[NEWS] = Answer("", 302, {"Location": target})
    assert look(case).state == "blocked"


def test_this_machine_is_private_outside_of_tests(case: Path, server: Server) -> None:
    server[NEWS] = Answer()
    result = check(case, "--online")
    assert result.code == 0
    assert "page-blocked" in result.codes()
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("192.168.1.1", False), ("100.64.0.1", False),
     ("0.0.0.0", False), ("224.0.0.1", False), ("::", False), ("fe80::1%eth0", False), ("fec0::1", False),
     ("64:ff9b::a00:1", False), ("64:ff9b::5db8:d70e", True), ("2002:7f00:1::", False), ("198.18.0.1", False)],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert connecting.is_public(address) is public


def test_a_name_that_leads_home_is_refused(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """One public and one private address behind a name: what was judged is what would be connected to."""
    monkeypatch.setattr(connecting, "addresses_of", lambda host, port: ["93.184.215.14", "127.0.0.1"])
    with pytest.raises(NotFetched) as refused:
        fetch(f"http://example.org:{server.http.server_port}/")
    assert refused.value.code == "private-address"
    assert server.asked == []


def test_what_was_judged_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """A name that is public when asked first and this machine when asked again (DNS rebinding)."""
    answers = iter(["93.184.215.14"])
    connected: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (next(answers, "127.0.0.1"), port))]

    def connect(_: object, host: str, *__: object) -> None:
        connected.append(host)
        raise connecting.httpcore.ConnectError

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr(connecting.httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(NotFetched):
        fetch(f"http://example.org:{server.http.server_port}/")
    assert connected == ["93.184.215.14"]


def test_a_proxy_is_not_gone_around(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv("http_proxy", server.site)
    server["http://example.org/page"] = Answer("by way of the proxy")
    assert fetch("http://example.org/page").body == b"by way of the proxy"
    assert fetch("http://example.org/page", allow_private=True).body == b"by way of the proxy"
    for inside in ("http://10.0.0.1/", "http://localhost/", "http://intranet/", "http://printer.local/"):
        with pytest.raises(NotFetched, match="private network"):
            fetch(inside)
    assert server.asked == ["http://example.org/page"] * 2
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(NotFetched):
        fetch("http://example.org/page")


def test_a_certificate_nobody_vouches_for(tmp_path: Path, server: Server) -> None:
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    keys = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(["openssl", "req", "-x509", *keys, *subject], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True, do_handshake_on_connect=False)
    with pytest.raises(NotFetched) as refused:
        fetch(server.site.replace("http:", "https:"), allow_private=True)
    assert refused.value.code == "tls"
    assert server.asked == []


def test_retry_after_in_every_form() -> None:
    def of(value: str | None) -> float | None:
        headers = (("Retry-After", value),) if value is not None else ()
        return retry_after(fetching.Fetched("", "", (), 429, headers, b""))

    assert of("120") == 120
    assert of("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert (of("Fri, 31 Dec 9999 23:59:59 GMT") or 0) > 10**9
    for value in (None, "", "soon", "-1", "Wed, 99 Oct 2015", "١٢"):
        assert of(value) is None


# ------------------------------------------------------------------------------------------------------ hostile hosts


def test_a_hostile_host_is_not_asked(tmp_path: Path, server: Server, online: Callable[..., Result]) -> None:
    case = write(tmp_path / "case", server.url, hostile="true")
    server[NEWS] = Answer()
    result = online(case)
    assert server.asked == []
    assert result.code == 0
    assert result.codes() == {"page-not-contacted"}
    assert not (case / "evidence/courier/online.json").exists(), "where nobody was asked, nothing was seen"
    assert online(case, "--contact", "courier").codes() == set()
    assert server.asked == ["/robots.txt", NEWS]
    assert online(case, "--contact-all").codes() == set()
    assert len(server.asked) == 4


def test_no_redirect_leads_to_a_hostile_host(case: Path, server: Server) -> None:
    server[NEWS] = Answer("", 302, {"Location": "http://files.ministry.invalid/paper"})
    seen = look(case, visitor(hostile={"ministry.invalid"}))
    assert (seen.state, seen.reason) == ("blocked", "the host is marked hostile")
    assert seen.final == "http://files.ministry.invalid/paper"


def test_no_robots_file_leads_to_a_hostile_host(case: Path, server: Server) -> None:
    server["/robots.txt"] = Answer("", 302, {"Location": "http://files.ministry.invalid/robots.txt"})
    seen = look(case, visitor(hostile={"ministry.invalid"}))
    assert (seen.state, seen.reason) == ("blocked", "the host is marked hostile")


def test_a_named_source_is_asked_below_a_hostile_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved: list[str] = []

    def addresses_of(host: str, port: int) -> list[str]:
        resolved.append(host)
        raise NotFetched("no-such-host", "the host name does not resolve")

    monkeypatch.setattr(connecting, "addresses_of", addresses_of)
    root = write(tmp_path / "case", "http://press.ministry.invalid/paper", hostile="true")
    case = load_case(root, Problems())
    assert case
    assert hostile_hosts(case, set()) == ({"press.ministry.invalid"}, set())
    who = visitor(hostile={"ministry.invalid"}, contacted=hostile_hosts(case, {"courier"})[1])
    with pytest.raises(NotFetched) as refused:
        who.get("http://ministry.invalid/other")
    assert refused.value.code == "hostile-host"
    assert resolved == []
    with pytest.raises(NotFetched, match="does not resolve"):
        who.get("http://press.ministry.invalid/paper")
    assert resolved == ["press.ministry.invalid"]


def test_hosts_below_a_hostile_one_are_hostile() -> None:
    assert is_of("https://www.ministry.example/x", {"ministry.example"})
    assert is_of("https://a.b.MINISTRY.example:8443/x", {"ministry.example"})
    assert not is_of("https://theministry.example/x", {"ministry.example"})


def test_an_archive_is_asked_for_the_copy_of_a_hostile_page(
    tmp_path: Path, server: Server, online: Callable[..., Result]
) -> None:
    copy = f"{server.site}/web/copy"
    case = write(tmp_path / "case", "http://ministry.invalid/paper", hostile="true", capture_archive_url=f'"{copy}"')
    server["/web/copy"] = Answer()
    result = online(case)
    (told,) = result.problems
    assert told.code == "page-not-contacted"
    assert "holds 5 of 5 quotations" in told.text
    assert server.asked == ["/robots.txt", "/web/copy"]


# ----------------------------------------------------------------------------------------------------------- archives


def test_the_archive_url_of_the_capture_is_tried(tmp_path: Path, server: Server) -> None:
    case = write(tmp_path / "case", server.url, capture_archive_url=f'"{server.site}/web/copy"')
    server["/web/copy"] = Answer()
    seen = look(case)
    assert seen.state == "dead"
    assert seen.copy
    assert (seen.copy.url, seen.copy.found, seen.copy.of) == (f"{server.site}/web/copy", 5, 5)
    server[NEWS] = Answer()
    server.asked.clear()
    assert look(case).copy is None
    assert "/web/copy" not in server.asked, "a live page needs no copy"


def timemap(server: Server) -> str:
    return (
        f'<{server.url}>; rel="original",\n<{server.site}/map>; rel="self"; type="application/link-format",\n'
        f'<{server.site}/web/2>; rel="memento"; datetime="Mon, 06 May 2024 10:00:00 GMT",\n'
        f'<{server.site}/web/1>; rel="first memento"; datetime="Fri, 03 May 2024 12:00:00 GMT",\n'
        f'<{server.site}/web/3>; rel="last memento"; datetime="Tue, 06 May 2025 10:00:00 GMT"\n'
    )


def test_a_timemap_is_read_when_an_archive_is_named(case: Path, server: Server) -> None:
    base = f"{server.site}/timemap/link/"
    server[f"/timemap/link/{server.url}"] = Answer(timemap(server), headers={"Content-Type": "application/link-format"})
    server["/web/1"] = Answer(DRIFTED)
    server["/web/2"] = Answer()
    assert look(case).copy is None
    assert not [path for path in server.asked if "timemap" in path], "no archive is asked that nobody named"
    seen = look(case, archive=base)
    assert seen.copy
    assert (seen.copy.url, seen.copy.found) == (f"{server.site}/web/2", 5)
    assert seen.copy.taken == "2024-05-06T10:00:00Z"
    assert server.asked[-2:] == ["/web/1", "/web/2"], "the nearest to the day of publication first"


def test_an_archive_without_copies(case: Path, server: Server) -> None:
    assert look(case, archive=f"{server.site}/timemap/").copy is None
    server[f"/timemap/{server.url}"] = Answer("no link format at all, <>; rel=memento")
    assert look(case, archive=f"{server.site}/timemap/").copy is None


def test_timemaps_of_any_form() -> None:
    text = (
        '</web/1>;rel="memento first" ; datetime="Fri, 03 May 2024 12:00:00 GMT" ,<http://a.example/x,y;z>; '
        'datetime="Sat, 04 May 2024 12:00:00 GMT";rel=memento,<http://a.example/bad>;rel="memento";datetime="then",'
        '<http://a.example/none>;rel="memento",<http://a.example/>;rel="mementos";datetime="Sat, 04 May 2024"'
    )
    found = parse_timemap(text, "https://archive.example/map")
    assert [memento.url for memento in found] == ["https://archive.example/web/1", "http://a.example/x,y;z"]
    assert [memento.url for memento in nearest(found, "2024-05-05", 1)] == ["http://a.example/x,y;z"]
    assert [memento.url for memento in nearest(found, None, 1)] == ["http://a.example/x,y;z"]
    assert [memento.url for memento in nearest(found, "2020", 5)] == [memento.url for memento in nearest(found, "", 5)]
    assert parse_timemap("<" * 50_000 + ";" * 50_000, "https://archive.example/") == []


# --------------------------------------------------------------------------------------------- results and reports


def test_results_are_kept_and_shown_later(case: Path, server: Server, online: Callable[..., Result]) -> None:
    server[NEWS] = [Answer(), Answer(status=410)]
    first = online(case)
    assert first.code == 0
    assert first.codes() == set()
    assert "1 live" in first.out
    second = online(case)
    assert second.code == 0, "a dead link is not dead evidence"
    assert second.codes() == {"page-dead"}
    assert KINDS["page-dead"].severity is Severity.WARNING
    rows = json.loads((case / "evidence/courier/online.json").read_text())["looks"]
    assert [row["state"] for row in rows] == ["live", "dead"]
    asked = len(server.asked)
    later = check(case)
    assert (later.code, later.codes()) == (0, {"page-last-seen"})
    assert f"on {rows[1]['at'][:10]} the page is dead" in later.out
    assert check(case, "--strict").code == 0, "what was seen earlier stops nothing"
    assert json.loads(check(case, "--format", "json").out)["online"]["courier"] == rows[1]
    assert len(server.asked) == asked, "an offline check asks nobody"


def test_every_state_has_its_warning(case: Path, server: Server, online: Callable[..., Result]) -> None:
    server["/moved"] = Answer()
    answers = {
        "page-moved": Answer("", 301, {"Location": "/moved"}),
        "page-drifted": Answer(DRIFTED),
        "page-soft-404": Answer("<p>Page not found</p>"),
        "page-dead": Answer(status=404),
        "page-blocked": Answer(status=403),
    }
    for code, answer in answers.items():
        server[NEWS] = answer
        result = online(case)
        assert (result.code, result.codes()) == (0, {code})
        assert KINDS[code].cure in result.out
        assert online(case, "--strict").code == 1


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"format": 2, "looks": []}', '{"format": 1, "looks": [{"at": "now"}]}', "[" * 100_000,
     '{"format": 1, "looks": [{"at": "2026-01-01T00:00:00Z", "url": 1, "final": "", "state": "live", "reason": "", '
     '"status": null, "found": 0, "of": 0, "copy": null}]}'],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_named(case: Path, server: Server, content: str) -> None:
    (case / "evidence/courier/online.json").write_text(content)
    result = check(case)
    assert result.code == 0
    assert [(problem.code, problem.file) for problem in result.problems] == [
        ("online-invalid", "evidence/courier/online.json")
    ]


def test_an_address_with_a_withheld_name_is_not_shown(
    tmp_path: Path, server: Server, online: Callable[..., Result]
) -> None:
    case = write(tmp_path / "case", f"{server.site}/news/ilva-brandt-fined?by=Ilva%20Brandt")
    server["/news/ilva-brandt-fined?by=Ilva%20Brandt"] = Answer("", 301, {"Location": "/ilva-brandt"})
    server["/ilva-brandt"] = Answer()
    for result in (online(case), online(case, "--format", "json"), check(case), check(case, "--format", "json")):
        printed = (result.out + result.err).lower()
        assert "brandt" not in printed
        assert "ilva" not in printed
        assert "names a person withheld" in printed


def test_a_source_without_address_is_passed_over(tmp_path: Path, online: Callable[..., Result]) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    assert online(root).codes() == set()
    assert "Pages looked at" not in online(root).out


def test_the_address_of_the_capture_stands_in(tmp_path: Path, server: Server, online: Callable[..., Result]) -> None:
    root = write_case(tmp_path / "case")
    change(root, "evidence/courier/source.yml", "  method: supplied\n", f'  method: supplied\n  url: "{server.url}"\n')
    assert pin(root).code == 0
    server[NEWS] = Answer()
    assert "1 live" in online(root).out


def test_wrong_usage(case: Path, server: Server, online: Callable[..., Result]) -> None:
    assert check(case, "--contact-all").code == 2
    assert check(case, "--archive", "https://archive.example/").code == 2
    assert_told(online(case, "--contact", "nobody"), "no-such-source")
    assert server.asked == []


def test_without_the_extra(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] in ("httpx", "httpcore") or "connecting" in (
            (args[2] if len(args) > 2 else None) or ()
        ):
            raise ModuleNotFoundError("No module named 'httpx'", name="httpx")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    told = assert_told(check(case, "--online"), "extra-missing")
    assert "pip install 'sanctions-dossier[capture]'" in told.text
    assert dossier(case, "check").code == 0
    assert last_looks(load_case(case, Problems()), Problems()) == {}  # type: ignore[arg-type]
