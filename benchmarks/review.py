"""Measures the list of cards that reviewers work through: 10,000 claims, listed and filtered, as data and as pages.

`python -m benchmarks.review` makes a case of invented people in build/benchmarks/review/ (once), reads it, and prints
what each step took. Listing and filtering happen at each click; the rest once, when the case is opened or changes. The
pages come through the guard and the whole application; the plain page is as many bytes through the same guard.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dossier.checking.run import check_case
from dossier.problems import Problems
from dossier.review import make_card, make_deck
from dossier.review.desk import Desk
from dossier.web.guard import Guard
from dossier.web.review import make_app

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have httpx's successor
    from starlette.testclient import TestClient

FOLDER = Path(__file__).resolve().parents[1] / "build" / "benchmarks" / "review"
CLAIMS, PER_PERSON = 10_000, 10
RUNS = 5
CASE = """\
format: 1
name: many_claims
title: Many claims
publisher: {name: Example Advocacy Group}
as_of: 2026-11-21
regimes: [eu-ghr]
"""
SOURCE = """\
schema: Article
origin: gazette
properties: {title: Members of the council, publishedAt: 2026-01-02}
capture: {file: capture.txt, captured_at: not-known, method: supplied}
assessment: {reliability: C, credibility: 3, because: Invented.}
excerpts:
"""
SYLLABLES = [first + second for first in "BDGKLMNRST" for second in "ao"]
T = TypeVar("T")


def name_of(number: int) -> str:
    """A name of its own for every number, of invented syllables."""
    first, second, third = (SYLLABLES[number // 20**place % 20] for place in range(3))
    return f"{first}{second.lower()}n {second}{third.lower()}{first.lower()}k"


def write_case() -> None:
    """A case with as many claims as asked for, ten to a person and to a quotation."""
    people, excerpts, lines = [], [], []
    for number in range(CLAIMS // PER_PERSON):
        name = name_of(number)
        words = f"Member number {number} of the council, {name}, spoke on that day."
        lines.append(f"{words}\n")
        excerpts.append(f'  m{number}: "{words}"\n')
        values = "\n".join(f"    - Member number {number}, remark {n}" for n in range(PER_PERSON - 1))
        people.append(
            f"---\nid: member-{number}\nschema: Person\nperson: official\ncite: council/m{number}\nproperties:\n"
            f"  name: {name}\n  description:\n{values}\n"
        )
    files = {
        "case.yml": CASE,
        "entities/gazette.yml": "id: gazette\nschema: Organization\nproperties: {name: The Gazette}\n",
        "entities/people.yml": "".join(people),
        "evidence/council/source.yml": SOURCE + "".join(excerpts),
        "evidence/council/capture.txt": "\n".join(lines),
    }
    for name, text in files.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")


def timed(what: str, do: Callable[[], T], runs: int = RUNS) -> T:
    """Run it several times and print the shortest."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        found = do()
        times.append(time.perf_counter() - start)
    print(f"{what:<66} {min(times) * 1000:>9,.1f} ms")
    return found


def main() -> None:
    """Measure and print."""
    write_case()
    problems = Problems()
    checked = timed("check the case", lambda: check_case(FOLDER, problems), 1)
    assert checked
    assert not problems.errors, problems.errors[:3]
    deck = timed(f"make the deck: {len(checked.claims):,} claims", lambda: make_deck(checked), 1)
    rows = timed(f"list all {len(deck.rows):,} cards with their states", lambda: deck.listed(deck.filtered(), "anna"))
    timed("filter by state, for a reviewer", lambda: deck.filtered(states=["waiting"], reviewer="anna"))
    timed(
        "filter by person, source, state and kind",
        lambda: deck.filtered(person="member-77", source="council", states=["waiting"], kind="value", reviewer="anna"),
    )
    timed("count the progress of a reviewer", lambda: deck.progress("anna"))
    timed("open a card, the first time", lambda: make_card(deck, rows[500]["id"], "anna"), 1)
    timed("open a card, after that", lambda: make_card(deck, rows[501]["id"], "anna"))
    pages()


def pages() -> None:
    """The same as a browser gets it."""
    client = visiting(make_app(Desk(FOLDER, "anna"), lambda: True))
    whole = timed("page: the list that a reviewer begins with", lambda: client.get("/"))

    async def plain(request: Request) -> Response:
        return HTMLResponse(whole.text)

    other = visiting(Starlette(routes=[Route("/", plain)]))
    timed(f"page: a plain one of the same {len(whole.content):,} bytes", lambda: other.get("/"))
    for what, query in (
        ("all states", "state="),
        ("a person", "person=member-77"),
        ("a person, source, state and kind", "person=member-77&source=council&state=waiting&kind=value"),
        ("what is approved: nothing", "state=approved"),
        ("the tenth hundred", "page=10"),
    ):
        answer = timed(f"page: the list narrowed to {what}", lambda query=query: client.get(f"/?{query}"))
        assert answer.status_code == 200
    timed("page: a card", lambda: client.get("/card/council/m500"))


def visiting(app: ASGIApp) -> TestClient:
    """The browser of the one who started the page."""
    guard = Guard(app, 8000)
    client = TestClient(guard, base_url=guard.origin)
    assert client.get(guard.address()).status_code == 200
    return client


if __name__ == "__main__":
    main()
