"""`dossier preview`: only its owner gets in, the page follows the case, and a broken case shows no old document."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import lxml.html
import pytest

from dossier.web.preview import Preview
from tests.cases import assert_told, change, dossier, pin, write_case
from tests.pdfs import spaced

PEOPLE, ACTS = "entities/people.yml", "entities/acts.yml"
WAIT = 60  # seconds, far beyond what any answer takes


class Running:
    """A preview in a process of its own."""

    def __init__(self, root: Path, *args: str) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "dossier", "--case", str(root), "preview", *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        self.address = self.said[self.said.index("http://") :].strip()
        self.origin = self.address.partition("/?")[0]

    def end(self) -> str:
        """Ctrl-C; returns what it said last."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=WAIT)
        return rest

    @contextlib.contextmanager
    def visit(self) -> Iterator[httpx.Client]:
        """The browser of the one who started it."""
        with httpx.Client(base_url=self.origin, timeout=WAIT, follow_redirects=True, trust_env=False) as client:
            assert client.get(self.address).status_code == 200
            yield client


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_case(tmp_path_factory.mktemp("invented") / "case")


@pytest.fixture(scope="module")
def running(root: Path) -> Iterator[Running]:
    preview = Running(root, "halvik", "--edition", "internal")
    yield preview
    preview.end()


@pytest.fixture(scope="module")
def client(running: Running) -> Iterator[httpx.Client]:
    with running.visit() as visiting:
        yield visiting


def page_of(client: httpx.Client) -> lxml.html.HtmlElement:
    answer = client.get("/")
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.text)


def test_it_is_served_to_this_machine_and_only_the_first_visit_gets_in(running: Running, client: httpx.Client) -> None:
    assert running.origin.startswith("http://127.0.0.1:")
    cookies = list(client.cookies.jar)
    assert len(cookies) == 1
    assert client.get("/").status_code == 200
    with httpx.Client(trust_env=False, timeout=WAIT) as stranger:
        for refused in (
            stranger.get(running.address),  # its token is used up
            stranger.get(running.origin),
            stranger.get(f"{running.origin}/?token=guessed"),
            stranger.get(f"{running.origin}/changes"),
            stranger.get(running.origin, headers={"Cookie": f"{cookies[0].name}=guessed"}),
        ):
            assert refused.status_code == 403
            assert "Oren Halvik" not in refused.text
            assert "set-cookie" not in refused.headers


def test_the_cookie_is_of_no_use_to_scripts_and_other_sites(root: Path) -> None:
    other = Running(root, "halvik")
    try:
        answer = httpx.get(other.address, trust_env=False, timeout=WAIT)
    finally:
        assert "The preview has ended." in other.end()

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert other.process.returncode == 0


@pytest.mark.parametrize("host", ["localhost", "evil.example.org", "127.0.0.1", ""])
def test_another_name_for_this_machine_is_refused(running: Running, client: httpx.Client, host: str) -> None:
    name = f"{host}:{running.origin.rpartition(':')[2]}" if host == "localhost" else host

    answer = client.get("/", headers={"Host": name})

    assert answer.status_code in (400, 403)
    assert "Oren Halvik" not in answer.text


@pytest.mark.parametrize("origin", [None, "null", "http://localhost:1", "https://example.org"])
def test_nothing_is_done_for_another_page(client: httpx.Client, origin: str | None) -> None:
    assert client.post("/", headers={"Origin": origin} if origin else {}).status_code == 403


def test_its_own_page_is_heard(running: Running, client: httpx.Client) -> None:
    # there is nothing to post to here: the guard lets it through, and the preview does not know it
    assert client.post("/", headers={"Origin": running.origin}).status_code == 405


def test_every_answer_forbids_what_is_not_its_own(running: Running, client: httpx.Client) -> None:
    for path in ("/", "/preview.js", "/preview.css", "/nowhere"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    inside = page_of(client).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert inside.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src 'self'" in inside
    assert "unsafe" not in inside


def test_it_shows_the_document_of_its_edition_with_its_marks(client: httpx.Client) -> None:
    page = page_of(client)

    assert [spaced(heading.text_content()) for heading in page.xpath("//h1")] == ["Oren Halvik"]
    assert "Do not send it on" in page.xpath("//*[@class='marks']")[0].text_content()
    assert "Ilva Brandt" in spaced(page.text_content())


def test_problems_stand_at_the_top_and_know_what_they_concern(client: httpx.Client) -> None:
    page = page_of(client)
    problems = {
        spaced(each.xpath("code")[0].text_content()): each.get("data-at")
        for each in page.xpath("//li[contains(@class, 'problem')]")
    }

    source = "evidence/courier/source.yml"
    assert problems[f"{source}:9"] == "exhibit-E1"  # the capture has no hash yet
    assert problems[f"{source}:18"] == "exhibit-E1.2"  # courier/order has no position yet
    assert problems[f"{source}:20"] is None  # courier/deputy is not cited here
    assert {at for at in problems.values() if at} <= set(page.xpath("//@id"))


def test_a_save_is_told_and_the_page_is_made_anew(running: Running, client: httpx.Client) -> None:
    with client.stream("GET", "/changes") as stream:
        told = (line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: "))
        before = next(told)
        assert page_of(client).xpath("//@data-state") == [before]
        change(running.root, PEOPLE, "that he ordered force", "that he ordered blows")
        after = next(told)

    page = page_of(client)
    assert before != after
    assert page.xpath("//@data-state") == [after]
    assert "that he ordered blows" in spaced(page.text_content())
    assert "that he ordered force" not in spaced(page.text_content())


def test_a_case_with_errors_shows_them_and_no_document(running: Running, client: httpx.Client) -> None:
    change(running.root, ACTS, "involved: victim-1", "involved: victim-2")
    try:
        page = page_of(client)
    finally:
        change(running.root, ACTS, "involved: victim-2", "involved: victim-1")

    said = spaced(page.text_content())
    assert "Not shown: the case has errors." in said
    assert "error[dangling-reference] entities/acts.yml" in said
    assert "Harbour Square is cleared" not in said
    assert not page.xpath("//h2")
    assert "Oren Halvik" in spaced(page_of(client).text_content())


def test_ctrl_c_ends_it_though_a_page_is_listening(root: Path) -> None:
    preview = Running(root, "halvik")
    with preview.visit() as client, client.stream("GET", "/changes") as stream:
        assert next(stream.iter_lines())
        rest = preview.end()

    assert "The preview has ended." in rest
    assert "Traceback" not in rest
    assert preview.process.returncode == 0


def test_it_writes_nothing(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    before = sorted(root.rglob("*"))
    preview = Running(root, "halvik")
    with preview.visit() as client:
        page_of(client)
    preview.end()

    assert [path for path in sorted(root.rglob("*")) if ".dossier-cache" not in str(path)] == before


def test_a_page_that_names_somebody_withheld_is_not_served(tmp_path: Path) -> None:
    root = write_case(tmp_path)
    change(root, PEOPLE, "Whether he knew of the beating is not said.", "Whether he knew of Брандт is not said.")
    pin(root)

    public, internal = (Preview(root, "halvik", edition).show() for edition in ("public", "internal"))

    assert "Брандт" in internal.page
    assert {problem.code for problem in public.problems.errors} == {"leak-found"}
    assert "Not shown" in public.page
    assert "Бр" not in public.page


def test_what_there_is_not_is_told_at_once(root: Path) -> None:
    assert_told(dossier(root, "preview", "nobody"), "no-such-person")
    assert_told(dossier(root, "preview", "halvik", "--regime", "uk-ghr"), "unknown-regime")
    assert_told(dossier(root, "preview", "halvik", "--edition", "secret"), "unknown-edition")


def test_a_port_in_use_is_told(root: Path, running: Running) -> None:
    result = dossier(root, "preview", "halvik", "--port", running.origin.rpartition(":")[2])

    assert_told(result, "port-taken")


def test_without_its_parts_it_says_what_to_install(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("dossier.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    result = dossier(root, "preview", "halvik")

    assert_told(result, "extra-missing")
    assert "sanctions-dossier[web]" in result.out + result.err
