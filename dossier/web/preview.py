"""`dossier preview`: the page of one dossier as the case is now, with what `check` says of it in place.

A case with errors shows its problems and no document: nothing old is shown as if it were new.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dossier.checking.run import Checked, check_case
from dossier.editions import View
from dossier.formats.state import state_of, watched
from dossier.leaks import refuse
from dossier.problems import Id, Place, Problems, Quoted, Stop, listed
from dossier.render.document import Document, frame_language, make_document
from dossier.render.html import Screen, render_html
from dossier.web.serving import application
from dossier.web.watching import Changes

FILES = {"preview.css": "text/css", "preview.js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a visit gets: the page, which state of the case it is made from, and the problems found in it."""

    state: str
    page: str
    problems: Problems
    stopped: bool


class Preview:
    """The dossier of one person, made anew whenever a file of the case has changed."""

    def __init__(
        self,
        root: Path,
        person: str,
        edition: str,
        regime: str | None = None,
        language: str | None = None,
        *,
        private: Path | None = None,
    ) -> None:
        """`private` is the folder of names apart from the case, watched like it."""
        self.root, self.person, self.edition, self.regime = root, person, edition, regime
        self.language = language
        self.private = private
        self._lock = threading.Lock()
        self._shown: Shown | None = None

    def state(self) -> str:
        """A digest of the files of the case: their names, sizes and times."""
        return state_of([*watched(self.root), *([self.private] if self.private else [])])

    def show(self) -> Shown:
        """The page for the case as it is now."""
        with self._lock:
            state = self.state()  # before the files are read: what changes after is seen by the next look
            if self._shown is None or self._shown.state != state:
                self._shown = self._make(state)
            return self._shown

    def _make(self, state: str) -> Shown:
        problems = Problems()
        checked = None
        try:
            checked = check_case(self.root, problems, private=self.private)
            document = self._document(checked, problems)
            problems = checked.said(problems) if checked else problems
            page = self._page(document, problems, state) if document else ""
        except Stop as stopped:
            problems += checked.said(stopped.problems) if checked else stopped.problems
            document = None
        if document is None:
            page = str(_render("stopped.html", panel=_panel(None, problems, state), person=self.person))
        return Shown(state, page, problems.sorted(), document is None)

    def _page(self, document: Document, problems: Problems, state: str) -> str:
        """The dossier with the problems beside it. Raises Stop when it names somebody withheld."""
        screen = Screen(_panel(document, problems, state), script="/preview.js", sheet="/preview.css")
        page = render_html(document, screen=screen)
        refuse(document.view.scanner.scan("the page", page.encode()))
        return page

    def _document(self, checked: Checked | None, problems: Problems) -> Document | None:
        if checked is None or problems.errors:
            return None
        if self.edition not in checked.editions:
            known = listed(Id, checked.editions)
            problems.add(
                "unknown-edition",
                None,
                "The case has no edition {edition!r}; it has {known}.",
                edition=Quoted(self.edition),
                known=known,
            )
            return None
        if self.regime is not None and self.regime not in checked.regimes:
            known = listed(Id, checked.regimes)
            problems.add(
                "unknown-regime",
                None,
                "The case has no regime {regime!r}; it has {known}.",
                regime=Quoted(self.regime),
                known=known,
            )
            return None
        view = checked.view_to_print(self.edition, problems, self.regime)
        if view is None or problems.errors:
            return None
        persons = {person.id: person for person in view.dossiers}
        if self.person not in persons:
            known = listed(Id, persons, none="none")
            problems.add(
                "no-such-person",
                None,
                "{person}: no such dossier; there are {known}.",
                person=Quoted(str(self.person)),
                known=known,
            )
        if problems.errors:
            return None
        say = frame_language(self.language, view.meta.language)
        return make_document(view, persons[self.person], self.regime, say)


def _panel(document: Document | None, problems: Problems, state: str) -> Markup:
    """What is said of the case, each problem with where it stands in the page."""
    anchors = anchors_of(document) if document else {}
    notes = [(problem, _anchor(problem.place, anchors)) for problem in problems.sorted()]
    return _render("panel.html", notes=notes, state=state, stopped=document is None)


# --- where a problem stands in the page


def anchors_of(document: Document) -> dict[Place, str]:
    """Where the page shows what stands at a place of the case; empty for what it does not show."""
    view = document.view
    found: dict[Place, str] = {entity.place: "" for entity in view.entities.values()}
    found |= {source.place: "" for source in view.sources.values()}
    found |= {quotation.excerpt.place: "" for quotation in view.quotations.values()}
    found |= {quotation.excerpt.place: f"exhibit-{quotation.exhibit}" for quotation in document.quotations}
    found |= {line.source.place: f"exhibit-{line.exhibit}" for line in document.sources}
    found |= {act.entity.place: act.anchor for act in document.acts}
    found |= dict(_of_person(document, view))
    return found


def _of_person(document: Document, view: View) -> Iterator[tuple[Place, str]]:
    person = document.person
    yield person.place, "who"
    for office in view.offices_of(person.id):
        yield office.place, "who"
    for link in view.links_of(person.id):
        yield link.place, "reported"
    dossier = person.dossier
    if dossier is None:
        return
    yield dossier.place, "criteria"
    blocks = {
        part.name: f"{part.name}-{chapter.letter.lower()}" for chapter in document.chapters for part in chapter.parts
    }
    blocks |= {"ask": "ask", "mitigating": "mitigating", "gap": "missing", "handling": "handling"}
    for passage in dossier.prose:
        yield passage.place, blocks.get(passage.block, "")
    for finding in dossier.findings:
        yield finding.place, "criteria"
    if dossier.reply:
        yield dossier.reply.place, "mitigating"


def _anchor(place: Place | None, anchors: dict[Place, str]) -> str:
    """The anchor of what stands at a place: of the last record in its file that begins there or before."""
    before = [known for known in anchors if place and known.file == place.file and known.line <= place.line]
    return anchors[max(before)] if before else ""


# --- the application


def make_app(preview: Preview, ending: Callable[[], bool]) -> Starlette:
    """The pages of a preview. `ending` says when the stream of changes must end."""

    async def page(request: Request) -> Response:
        shown = await run_in_threadpool(preview.show)
        return HTMLResponse(shown.page, headers=_policy(shown))

    async def failed(request: Request, error: Exception) -> Response:
        return HTMLResponse(f"This is a fault of the program: {type(error).__name__}.", status_code=500)

    return application([Route("/", page)], FILES, Changes(preview.state), ending, {Exception: failed})


def _policy(shown: Shown) -> dict[str, str]:
    """A dossier brings its own policy in its head, for the style in it: the guard's would forbid that."""
    return {} if shown.stopped else {"Content-Security-Policy": "frame-ancestors 'none'"}


def _render(name: str, **values: object) -> Markup:
    environment = Environment(loader=PackageLoader("dossier.web", "pages"), autoescape=True, undefined=StrictUndefined)
    return Markup(environment.get_template(name).render(**values))
