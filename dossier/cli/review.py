"""`dossier review`: four eyes on every claim: where each stands, decisions, and their signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dossier.cli.deciding import Options, decide, open_desk, print_decided, refuse, written_json
from dossier.cli.output import Format, FormatOption, Settings, about, out, plural, report
from dossier.problems import Problem, Problems, Severity, Term, stop
from dossier.text.visible import visible

if TYPE_CHECKING:
    from dossier.checking.run import Checked
    from dossier.claims import Claim

group = typer.Typer(name="review", rich_markup_mode="markdown")
EVERYBODY_ELSE = "(the case)"  # claims about bodies, posts and places: of no person


class Kind(StrEnum):
    """What sort of claim it is."""

    value = "value"
    office = "office"
    act = "act"
    finding = "finding"
    prose = "prose"
    screening = "screening"


class State(StrEnum):
    """Where a claim stands."""

    approved = "approved"
    waiting = "waiting"
    stale = "stale"
    rejected = "rejected"
    questioned = "questioned"


KeysArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY…",
        help="Claims, as `review next` shows them: KEY@DIGEST decides on what was shown there, KEY on it as it is now.",
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why; kept with the decision.")]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", envvar="DOSSIER_REVIEWER", help="Who decides. Without it: whose key it is."),
]
KeyOption = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", envvar="DOSSIER_KEY", help="The SSH key that signs; a .pub asks the agent."),
]
CardOption = Annotated[
    str | None,
    typer.Option("--card", metavar="CARD", help="The card they were read on. Without it: where each is at home."),
]
WhoOption = Annotated[
    list[str] | None,
    typer.Option(
        "--who",
        metavar="ANSWER",
        help="Whom the sentence names as the one who did it: named-person, office, body, group or nobody; "
        "CLAIM=ANSWER for one of several acts, and may be repeated. Without it a terminal asks.",
    ),
]
SpeechOption = Annotated[
    list[str] | None,
    typer.Option(
        "--speech",
        metavar="ANSWER",
        help="Who speaks in the quotation: direct, reported or translated; or CLAIM=ANSWER.",
    ),
]


def _checked(context: typer.Context, form: Format) -> tuple[Checked, Problems]:
    """The case and what is wrong with it; a case with errors can be reviewed all the same."""
    from dossier.checking.run import check_case

    settings: Settings = context.obj
    problems = Problems()
    checked = check_case(settings.root(), problems, private=settings.private_folder())
    about(checked.case if checked else None)
    if checked is None:
        raise typer.Exit(report(problems, form))
    return checked, problems


def _of_reviews(problems: Iterable[Problem]) -> Problems:
    """The problems of the ledger, drafts aside: all others are `dossier check`'s."""
    return Problems(
        each
        for each in problems
        if each.place and each.place.file.startswith("reviews/") and each.severity is not Severity.NOTE
    )


def persons_of(checked: Checked) -> dict[str, list[str]]:
    """The claims of each person, by person and then key; those of no person under `EVERYBODY_ELSE`."""
    found: dict[str, list[str]] = {}
    for key, claim in checked.claims.items():
        found.setdefault(_person_of(claim, checked), []).append(key)
    return dict(sorted(found.items(), key=lambda row: (row[0] == EVERYBODY_ELSE, row[0])))


def _person_of(claim: Claim, checked: Checked) -> str:
    entities = checked.case.entities
    entity = entities.get(claim.entity)
    ids = (claim.entity, entity.first("subject"), entity.first("holder")) if entity else ()
    persons = (id_ for id_ in ids if id_ and id_ in entities and entities[id_].schema == "Person")
    return next(persons, EVERYBODY_ELSE)


# --------------------------------------------------------------------------------------------------------------- page


@group.callback(
    invoke_without_command=True,
    epilog="Examples: `dossier review --as anna` · `dossier review --key ~/.ssh/id_ed25519 --open`",
)
def page(
    context: typer.Context,
    as_: AsOption = None,
    key: KeyOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Four eyes on every claim. Without a command: the page on which a reviewer works, served on 127.0.0.1.

    It shows one card for each quoted sentence, with everything that rests on it, and every name. Ends with Ctrl-C.
    """
    if context.invoked_subcommand is not None:
        given = (context.get_parameter_source(name) for name in ("as_", "key", "port", "open_"))
        if any(source and source.name == "COMMANDLINE" for source in given):
            raise typer.BadParameter("Give the options behind the command, as in `dossier review next --as anna`.")
        return
    try:
        from dossier.web.review import make_app
        from dossier.web.serving import Server
    except ImportError as error:
        raise stop(
            "extra-missing",
            "The Python package {name} is not installed.",
            cure="Run `pip install 'sanctions-dossier[web]'`.",
            name=Term(str(error.name)),
        ) from None
    desk = open_desk(context, as_, key, Format.text)
    name = desk.look()[0].case.meta.name

    def said(address: str) -> None:
        out.print(f"{name}, as {desk.reviewer}: {address}", markup=False)
        out.print("The address works once. Ctrl-C ends the page; what was decided is kept.")

    server = Server(port)
    server.run(make_app(desk, lambda: server.ending), said, typer.launch if open_ else None)
    out.print("The review page has ended.")
    drafted = len(desk.draft())
    if drafted:
        out.print(f"{plural(drafted, 'decision')} of {desk.reviewer} wait for a signature.", markup=False)


# ------------------------------------------------------------------------------------------------------------- status


@group.command(epilog="Examples: `dossier review status` · `dossier review status --list --state stale`")
def status(
    context: typer.Context,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="As this reviewer sees it: their own decisions.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Name every claim, with its state.")] = False,
    states: Annotated[
        list[State] | None, typer.Option("--state", help="With --list: only claims in this state; may be repeated.")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Count the claims of each person that are approved, waiting, stale, rejected and questioned."""
    from dossier.approvals import STATES
    from dossier.review.deciding import given_answers, shown_text

    checked, found = _checked(context, format)
    problems = _of_reviews(found)
    state = {key: each.state_for(as_) if as_ else each.state for key, each in checked.standings.items()}
    persons = {person: Counter(state[key] for key in keys) for person, keys in persons_of(checked).items()}
    listed = [key for key in checked.claims if not states or state[key] in states] if list_ else []
    total = Counter(state.values())
    answers = given_answers(checked, as_)
    result: dict[str, Any] = {
        "approvals": checked.case.meta.policy.approvals,
        "total": {name: total[name] for name in STATES},
        "persons": {person: {name: count[name] for name in STATES} for person, count in persons.items()},
        "drafts": {name: len(each.decisions) for name, each in checked.ledger.drafts.items() if each.decisions},
        "claims": [_claim_json(checked, key, state[key], as_, answers) for key in listed],
    }
    code = report(problems, format, **result)
    if format is Format.text:
        _print_status(persons, total)
        for key in listed:
            text = " / ".join(shown_text(checked, key, answers).split("\n"))
            out.print(f"{state[key]:<10}  {key}  {visible(text)}", markup=False)
        for name, count in result["drafts"].items():
            out.print(f"{plural(count, 'decision')} of {name} not signed yet.", markup=False, style="yellow")
        who = f" by {as_}" if as_ else ""
        out.print(f"{total['approved']:,} of {plural(total.total(), 'claim')} approved{who}.", style="bold")
    raise typer.Exit(code)


def _print_status(persons: dict[str, Counter[str]], total: Counter[str]) -> None:
    from dossier.approvals import STATES

    table = Table(box=None, pad_edge=False)
    table.add_column("person")
    for name in STATES:
        table.add_column(name, justify="right")
    for person, count in [*persons.items(), ("all", total)]:
        table.add_row(person, *(f"{count[name]:,}" for name in STATES), style="bold" if person == "all" else "")
    if out.is_terminal:
        out.print(table)
        return
    width = max(len("person"), *(len(person) for person in persons))
    out.print(f"{'person':<{width}}  {'  '.join(STATES)}")
    for person, count in [*persons.items(), ("all", total)]:
        out.print(f"{person:<{width}}  {'  '.join(f'{count[name]:>{len(name)},}' for name in STATES)}", markup=False)


def _claim_json(
    checked: Checked, key: str, state: str, reviewer: str | None, answers: Collection[str]
) -> dict[str, Any]:
    """A claim with who approved it; to a reviewer, not before they may see what others decided."""
    from dossier.review.deciding import may_see_others, shown_text

    claim, standing = checked.claims[key], checked.standings[key]
    shown = reviewer is None or may_see_others(checked, key, reviewer, answers)
    return {
        "key": key,
        "kind": claim.kind,
        "text": shown_text(checked, key, answers),
        "digest": claim.digest,
        "state": state,
        "approvals": [_signed_json(row) for row in standing.approvals if shown],
        "discounted": [{**_signed_json(row), "because": why} for row, why in standing.discounted if shown],
    }


def _signed_json(row: Any) -> dict[str, Any]:
    return {"reviewer": row.reviewer, "signed_by": row.signed_by, "at": row.decision.at, "note": row.decision.note}


# --------------------------------------------------------------------------------------------------------------- next


@group.command(
    "next", epilog="Examples: `dossier review next --as anna` · `dossier review next --person halvik --kind act`"
)
def next_(
    context: typer.Context,
    as_: AsOption = None,
    key: KeyOption = None,
    person: Annotated[str | None, typer.Option("--person", help="Only cards on this person.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Only cards of this source.")] = None,
    state: Annotated[State, typer.Option("--state", help="Only cards with a claim in this state.")] = State.waiting,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only cards with a claim of this kind.")] = None,
    after: Annotated[
        str | None, typer.Option("--after", metavar="CARD", help="Show the card after CARD, by its id.")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Show the next card: a sentence of a source, and everything that rests on it. Shows every name.

    The author's answer to who did it, and what others decided, are shown after you have answered and decided yourself.
    """
    from dossier.approvals import who_decides
    from dossier.cli.card import card_lines
    from dossier.review import make_deck
    from dossier.review.deciding import given_answers, shown_card

    checked, _ = _checked(context, format)
    reviewer = who_decides(checked.ledger, as_, key) if as_ or key else None
    deck = make_deck(checked)
    rows = deck.filtered(
        person=person, source=source, states=(str(state),), kind=str(kind) if kind else None, reviewer=reviewer
    )
    row = deck.next_after(rows, after)
    card = shown_card(deck, row.id, reviewer, given_answers(checked, reviewer)) if row else None
    code = report(Problems(), format, card=card, cards=len(rows), progress=deck.progress(reviewer))
    if format is Format.text:
        for line in card_lines(card) if card else ():
            out.print(line, markup=False)
        done = deck.progress(reviewer)
        words = (
            f"{plural(len(rows), 'card')} {state}; {done['claims_done']:,} of {plural(done['claims'], 'claim')} done."
        )
        out.print(words, style="bold")
    raise typer.Exit(code)


# ---------------------------------------------------------------------------------------------------------- decisions


def _deciding(decision: str, does: str, example: str) -> None:
    """Add a command that decides: those three differ in nothing but what is decided."""

    def run(
        context: typer.Context,
        keys: KeysArgument,
        note: NoteOption = None,
        as_: AsOption = None,
        key: KeyOption = None,
        card: CardOption = None,
        who: WhoOption = None,
        speech: SpeechOption = None,
        format: FormatOption = Format.text,
    ) -> None:
        desk = open_desk(context, as_, key, format)
        decide(desk, decision, keys, Options(note, card, who or (), speech or ()), format)

    group.command(decision, help=does, epilog=example)(run)


_deciding(
    "approve",
    "Approve claims as they are now, and sign when there is a key. First answer who did it, where the card asks.",
    "Examples: `dossier review approve halvik/name/1 --key ~/.ssh/id_ed25519` · "
    "`dossier review approve halvik/act/clearing-2024 --who office --speech reported --as anna`",
)
_deciding(
    "reject",
    "Reject claims: they stay rejected until you withdraw or they change. Say why with --note.",
    'Examples: `dossier review reject halvik/summary/1 --note "The cut hides who says it." --who nobody`',
)
_deciding(
    "question",
    "Ask about claims: they are not approved until you withdraw the question or they change.",
    'Examples: `dossier review question halvik/summary/1 --note "Who says that?" --who nobody`',
)


@group.command(epilog="Examples: `dossier review withdraw halvik/summary/1 --key ~/.ssh/id_ed25519`")
def withdraw(
    context: typer.Context,
    keys: KeysArgument,
    note: NoteOption = None,
    as_: AsOption = None,
    key: KeyOption = None,
    format: FormatOption = Format.text,
) -> None:
    """Take back what you decided on claims as they are now; who you said did it stays."""
    decide(open_desk(context, as_, key, format), "withdraw", keys, Options(note), format)


# --------------------------------------------------------------------------------------------------------- signatures


@group.command(epilog="Examples: `dossier review sign --key ~/.ssh/id_ed25519`")
def sign(
    context: typer.Context, as_: AsOption = None, key: KeyOption = None, format: FormatOption = Format.text
) -> None:
    """Sign what you decided and nobody signed yet, all of it once."""
    _sign(context, None, as_, key, format)


@group.command(epilog="Examples: `dossier review countersign berta --key ~/.ssh/id_ed25519`")
def countersign(
    context: typer.Context,
    reviewer: Annotated[str, typer.Argument(metavar="REVIEWER", help="Who decided, and has no key.")],
    as_: AsOption = None,
    key: KeyOption = None,
    format: FormatOption = Format.text,
) -> None:
    """Vouch with your key for the decisions of a reviewer who has none; the file says so.

    They count as the reviewer's, and your own approval of the same claims counts for nothing beside them.
    """
    _sign(context, reviewer, as_, key, format)


def _sign(context: typer.Context, countersigned: str | None, as_: str | None, key: Path | None, form: Format) -> None:
    from dossier.review.deciding import Refused, require_key

    try:
        require_key(key)
    except Refused as refused:
        refuse(refused)
    desk = open_desk(context, as_, key, form)
    session = desk.sign(countersigned)
    code = report(Problems(), form, reviewer=session.reviewer, **written_json(session, ()))
    if form is Format.text:
        print_decided(desk, (), session)
    raise typer.Exit(code)
