"""`dossier review`: the page on which a reviewer works through the cards of a case; plain forms, JavaScript on top."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dossier.approvals import SPEECH, STATES, VOTES
from dossier.claims import RECORDS
from dossier.language import ENGLISH, language_tag
from dossier.problems import Stop
from dossier.render.labels import language_words
from dossier.review import OPEN, Deck, Row, compared
from dossier.review.deciding import Chosen, Proposal, Reason, Refused
from dossier.review.desk import Desk
from dossier.text.visible import tokens
from dossier.web.serving import application
from dossier.web.watching import Changes

MAX_BODY = 1024 * 1024  # bytes of a form; some 7,000 ticks and a note
MAX_FIELDS = 20_000
PER_PAGE = 100
FILES = {"review.css": "text/css", "review.js": "text/javascript"}
TO_DO = "to-do"  # the filter of a first visit: whatever asks for a decision
SAID = {"approve": "Approved", "reject": "Rejected", "question": "Asked about", "withdraw": "Taken back"}
VOTE_WORDS = {vote: vote.replace("-", " ") for vote in VOTES}
# What a reviewer looks at first: what is said of a person, then what surrounds it, then what is made of it.
KINDS_IN_ORDER = (
    *("act", "office", "prose", "value", "screening", "finding"),
    *RECORDS,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; the address of every page carries it on."""

    person: str = ""
    source: str = ""
    state: str = TO_DO
    kind: str = ""

    @classmethod
    def of(cls, query: QueryParams | Mapping[str, str]) -> Wanted:
        """What an address or form asks for; states that there are not are none."""
        state = query.get("state", TO_DO)
        return cls(
            person=query.get("person", ""),
            source=query.get("source", ""),
            state=state if state in (TO_DO, "", *STATES) else TO_DO,
            kind=query.get("kind", ""),
        )

    @property
    def fields(self) -> dict[str, str]:
        """What differs from a first visit, for an address."""
        given = {"person": self.person, "source": self.source, "state": self.state, "kind": self.kind}
        return {key: value for key, value in given.items() if value != (TO_DO if key == "state" else "")}

    def rows(self, deck: Deck, reviewer: str) -> list[Row]:
        """The cards that fit."""
        return deck.filtered(
            person=self.person or None,
            source=self.source or None,
            states=OPEN if self.state == TO_DO else (self.state,) if self.state else (),
            kind=self.kind or None,
            reviewer=reviewer,
        )


def make_app(desk: Desk, ending: Callable[[], bool]) -> Starlette:
    """The pages of a reviewer's desk. `ending` says when the stream of changes must end."""
    pages = _Pages(desk)
    routes = [
        Route("/", pages.list, name="list"),
        Route("/card/{id:path}", pages.card),
        Route("/card/{id:path}", pages.post, methods=["POST"]),
        Route("/sign", pages.sign),
        Route("/sign", pages.post_sign, methods=["POST"]),
        Route("/source/{source}/{capture}", pages.source),
        Route("/digests/{id:path}", pages.digests),
    ]
    handlers = {HTTPException: pages.refused, Stop: pages.stopped, Exception: pages.failed}
    return application(routes, FILES, Changes(desk.state), ending, handlers)


class _Pages:
    """The pages; each reads the desk in a thread of its own, since the case may have to be read again."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._templates = Environment(
            loader=PackageLoader("dossier.web", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=lambda value: tokens(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "cut_at": cut_at,
            "folded_words": folded_words,
            "side_by_side": side_by_side,
            "printing": printing,
            "is_record": RECORDS.__contains__,
            "language_name": partial(language_words, say=ENGLISH),
            "language_tag": language_tag,
            "path": quote,
        }

    # --- looking

    async def list(self, request: Request) -> Response:
        return await run_in_threadpool(self._list, request.query_params)

    def _list(self, query: QueryParams) -> Response:
        deck, _ = self.desk.look()
        wanted = Wanted.of(query)
        rows = wanted.rows(deck, self.desk.reviewer)
        page = min(max(_number(query.get("page", "1")), 1), max(1, -(-len(rows) // PER_PAGE)))
        part = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
        return self._page(
            "review-list.html",
            deck,
            wanted,
            rows=deck.listed(part, self.desk.reviewer),
            first=(page - 1) * PER_PAGE + 1,
            found=len(rows),
            page=page,
            pages=-(-len(rows) // PER_PAGE),
            begin=rows[0].id if rows else None,
        )

    async def card(self, request: Request) -> Response:
        return await run_in_threadpool(self._card, request.path_params["id"], request.query_params)

    def _card(
        self,
        id_: str,
        query: QueryParams,
        *,
        refused: str = "",
        note: str = "",
        ticked: frozenset[str] | None = None,
        votes: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        deck, _ = self.desk.look()
        wanted = Wanted.of(query)
        if id_ not in deck.by_id:
            raise HTTPException(404, "There is no such card: the excerpt may have another name by now.")
        card = self.desk.card(id_)
        card["claims"].sort(key=lambda claim: KINDS_IN_ORDER.index(claim["kind"]))
        rows = wanted.rows(deck, self.desk.reviewer)
        before, after = deck.last_before(rows, id_), deck.next_after(rows, id_)
        said = ""
        if query.get("did") in SAID:
            said = f"{SAID[query['did']]}: {_claims(_number(query.get('count', '0')))}."
        return self._page(
            "review-card.html",
            deck,
            wanted,
            status,
            card=card,
            place=deck.places[id_] + 1,
            previous=before.id if before else None,
            next=after.id if after else None,
            said=said,
            refused=refused,
            note=note,
            ticked=_ticked(card, query) if ticked is None else ticked,
            given=votes or {},
        )

    async def source(self, request: Request) -> Response:
        return await run_in_threadpool(self._source, request.path_params, request.query_params)

    def _source(self, asked: Mapping[str, str], query: QueryParams) -> Response:
        deck, _ = self.desk.look()
        try:
            pieces = deck.unquoted(asked["source"], asked["capture"])
        except KeyError:
            raise HTTPException(404, "There is no such capture.") from None
        source = deck.case.sources[asked["source"]]
        return self._page(
            "review-source.html", deck, Wanted.of(query), source=source, capture=asked["capture"], pieces=pieces
        )

    async def digests(self, request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self.desk.digests, request.path_params["id"]))

    async def sign(self, request: Request) -> Response:
        return await run_in_threadpool(self._sign, Wanted.of(request.query_params))

    def _sign(self, wanted: Wanted, refused: str = "", signed: Any = None, status: int = 200) -> Response:
        deck, _ = self.desk.look()
        return self._page(
            "review-sign.html",
            deck,
            wanted,
            status,
            draft=self.desk.draft(),
            key=self.desk.key,
            has_key=self.desk.keys_of(self.desk.reviewer),
            refused=refused,
            signed=signed,
        )

    # --- doing

    async def post(self, request: Request) -> Response:
        form = await _form(request)
        return await run_in_threadpool(self._post, request.path_params["id"], request.query_params, form)

    def _post(self, id_: str, query: QueryParams, form: _Form) -> Response:
        deck, _ = self.desk.look()
        if id_ not in deck.by_id:
            raise HTTPException(404, "There is no such card: the excerpt may have another name by now.")
        return self._answer(id_, query, form) if form.one("do") == "answer" else self._decide(id_, query, form)

    def _answer(self, id_: str, query: QueryParams, form: _Form) -> Response:
        deck, _ = self.desk.look()
        asked = deck.asked(id_)
        votes = {key: vote for key in asked if (vote := form.one(f"vote {key}") or form.one("vote"))}
        speech = form.one("speech")
        try:
            self.desk.answer(asked, votes, {key: speech for key in asked if speech})
        except Refused as refused:
            return self._card(id_, query, refused=str(refused), votes=votes, status=400)
        return RedirectResponse(self._address(id_, Wanted.of(query)) + "#answered", status_code=303)

    def _decide(self, id_: str, query: QueryParams, form: _Form) -> Response:
        decision, note = form.one("do"), form.one("note")
        if decision not in SAID:
            raise HTTPException(400, "There is no such decision.")
        seen = [Chosen(key, digest) for digest, _, key in (each.partition(" ") for each in form.all("claim"))]
        proposal = Proposal.of(decision, seen, note, id_)
        try:
            self.desk.decide(proposal)
        except Refused as refused:
            changed = refused.reason is Reason.changed
            return self._card(
                id_,
                query,
                refused=f"{refused} Below is what stands there now." if changed else str(refused),
                note=note,
                ticked=frozenset(proposal.claims),
                status=409 if changed else 400,
            )
        except Stop as stopped:  # the note that was written stays on the card
            ticked = frozenset(proposal.claims)
            return self._card(id_, query, refused=_said(stopped), note=note, ticked=ticked, status=409)
        count = len(proposal.claims)
        wanted = Wanted.of(query)
        return RedirectResponse(self._onward(id_, wanted, decision, count), status_code=303)

    def _onward(self, id_: str, wanted: Wanted, decision: str, count: int) -> str:
        """Where the reviewer goes on: the same card while something at home on it waits, then the next."""
        deck, _ = self.desk.look()
        drafted = deck.drafted(self.desk.reviewer)
        waits = any(
            deck.state(key, self.desk.reviewer) in OPEN and key not in drafted
            for key in deck.by_id[id_].claims
            if deck.rows_of_claim[key][0] == id_
        )
        following = deck.next_after(wanted.rows(deck, self.desk.reviewer), id_)
        stay = waits or following is None or decision == "withdraw"
        return self._address(id_ if stay or following is None else following.id, wanted, did=decision, count=str(count))

    async def post_sign(self, request: Request) -> Response:
        await _form(request)
        return await run_in_threadpool(self._post_sign, Wanted.of(request.query_params))

    def _post_sign(self, wanted: Wanted) -> Response:
        try:
            session = self.desk.sign()
        except Refused as refused:
            return self._sign(wanted, refused=str(refused), status=400)
        except Stop as stopped:
            return self._sign(wanted, refused=_said(stopped), status=400)
        return self._sign(wanted, signed=session)

    # --- what is answered

    async def refused(self, request: Request, error: Exception) -> Response:
        """Whatever there is not, and what is not taken."""
        assert isinstance(error, HTTPException)
        return self._bare(error.status_code, error.detail)

    async def stopped(self, request: Request, error: Exception) -> Response:
        """A case that cannot be read, or a ledger with a fault."""
        assert isinstance(error, Stop)
        return self._bare(409, "This cannot be done as the case is now.", error.problems)

    async def failed(self, request: Request, error: Exception) -> Response:
        """A fault of ours: nothing of the case in it."""
        return self._bare(500, f"This is a fault of the program: {type(error).__name__}.")

    def _bare(self, status: int, why: str, problems: Any = ()) -> Response:
        page = self._templates.get_template("review-stopped.html").render(why=why, problems=problems)
        return HTMLResponse(page, status_code=status)

    def _page(self, name: str, deck: Deck, wanted: Wanted, status: int = 200, **values: Any) -> Response:
        _, problems = self.desk.look()
        page = self._templates.get_template(name).render(
            case=deck.case,
            reviewer=self.desk.reviewer,
            progress=deck.progress(self.desk.reviewer),
            choices=deck.choices(),
            wanted=wanted,
            here=urlencode(wanted.fields),
            problems=problems,
            states=STATES,
            regimes=len(deck.checked.regimes),
            votes=VOTE_WORDS,
            speeches=SPEECH,
            **values,
        )
        return HTMLResponse(page, status_code=status)

    def _address(self, id_: str, wanted: Wanted, **more: str) -> str:
        query = urlencode({**wanted.fields, **more})
        return f"/card/{quote(id_)}" + (f"?{query}" if query else "")


# --- what comes in


@dataclass(frozen=True, slots=True)
class _Form:
    rows: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        return next((value for key, value in self.rows if key == name), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.rows if key == name]


async def _form(request: Request) -> _Form:
    """The fields of a posted form. Raises HTTPException 413 or 400 for one that no page of ours sends."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_BODY:
            raise HTTPException(413, f"A form has at most {MAX_BODY:,} bytes. Nothing was decided.")
    try:
        rows = parse_qsl(data.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400, "That is no form of this page. Nothing was decided.") from None
    return _Form(tuple(rows))


def _said(stopped: Stop) -> str:
    """What stops somebody, in sentences."""
    return " ".join(f"{problem.message} {problem.cure}" for problem in stopped.problems)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _claims(count: int) -> str:
    return f"{count:,} claim{'' if count == 1 else 's'}"


def _ticked(card: Any, query: QueryParams) -> frozenset[str]:
    """What is ticked at first: one claim alone, all, or what is at home here and waits; findings one by one."""
    if "only" in query:
        return frozenset([query["only"]])
    every = query.get("tick") == "all"
    return frozenset(
        claim["key"]
        for claim in card["claims"]
        if claim["mine"] in OPEN
        and not claim["drafted"]
        and not claim["own"]
        and (every or (claim["at_home"] and claim["kind"] != "finding"))
    )


# --- what goes out


def cut_at(text: str, spans: list[list[int]]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of the spans (code points, in order)."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [(text[position:start], False), (text[start:end], True)]
        position = end
    return [piece for piece in (*pieces, (text[position:], False)) if piece[0]]


def side_by_side(claims: list[Any]) -> list[dict[str, Any]]:
    """Who acts in quotations and in the claims that rest on them: `{"theirs": […], "claims": […]}`, by quotations.

    Claims whose own words name nobody are left out.
    """
    found: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
    for claim in claims:
        acting = claim["actors"]
        if acting and acting["ours"]:
            stronger = {row["who"] for row in acting["theirs"] if row["stands"] != "named"}
            rows = (row for row in acting["theirs"] if row["stands"] != "named" or row["who"] not in stronger)
            theirs = {(row["who"], row["stands"]): row for row in rows}
            group = found.setdefault(tuple(theirs), {"theirs": list(theirs.values()), "claims": []})
            group["claims"].append({"key": claim["key"], "ours": acting["ours"], "only_ours": acting["only_ours"]})
    return list(found.values())


def folded_words(words: str, quote: str) -> list[tuple[str, bool]]:
    """The source's words in pieces, each with whether the quotation writes it otherwise; line breaks aside."""
    pieces: list[tuple[str, bool]] = []
    for row in compared(" ".join(words.split()), " ".join(quote.split())):
        if row["op"] != "insert":
            pieces.append((row["text"], row["op"] == "delete"))
    return pieces


def printing(editions: Mapping[str, str | None]) -> str:
    """The editions that print a claim."""
    found = [edition for edition, text in editions.items() if text is not None]
    return "all editions" if len(found) == len(editions) else ", ".join(found) or "no edition"
