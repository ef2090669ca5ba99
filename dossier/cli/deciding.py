"""The decisions of `dossier review`: approve, reject, question, withdraw, and the question who did it before them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from dossier.cli.card import author_lines, sentence_lines
from dossier.cli.output import EXIT_ERRORS, Format, Settings, about, err, out, plural, report
from dossier.problems import Id, Message, Problems, Stop, Term, listed, message, stop
from dossier.text.visible import visible

if TYPE_CHECKING:
    from dossier.approvals import Decision, Session
    from dossier.review.deciding import Proposal, Refused
    from dossier.review.deck import Deck
    from dossier.review.desk import Desk

_SHORTEST_DIGEST = 8  # hexadecimal digits of a digest that are enough to name it
# Refusals of the way in which the command was called, by the option to blame; every other is a problem.
_USAGE = {"note-too-long": "--note", "note-missing": "--note", "no-such-answer": "--who", "no-key": "--key"}
_CODES = {"unverified": "approval-refused", "own-claim": "approval-refused", "unanswered": "answer-missing"}


@dataclass(frozen=True, slots=True)
class Options:
    """What a decision is called with: `who` and `speech` are answers, each `ANSWER` or `CLAIM=ANSWER`."""

    note: str | None = None
    card: str | None = None
    who: Sequence[str] = ()
    speech: Sequence[str] = ()


def open_desk(context: typer.Context, name: str | None, key: Path | None, form: Format) -> Desk:
    """The desk of the reviewer of this name, or of this key; a case with errors can be reviewed all the same."""
    from dossier.review.desk import Desk

    settings: Settings = context.obj
    desk = Desk(settings.root(), "", key, private=settings.private_folder())
    try:
        deck, _ = desk.look()
    except Stop as stopped:
        raise typer.Exit(report(stopped.problems, form)) from None
    about(deck.case)
    desk.named(name)
    return desk


def decide(desk: Desk, decision: str, keys: Sequence[str], options: Options, form: Format) -> NoReturn:
    """Decide on claims, asking on a terminal who did it, sign when there is a key, and end the command."""
    from dossier.review.deciding import Refused

    deck, _ = desk.look()
    proposal = _proposal(deck, decision, keys, options)
    try:
        if not _answered(desk, deck, proposal, options):
            err.print("Nothing was decided.", style="bold")
            raise typer.Exit(EXIT_ERRORS)
        draft = desk.decide(proposal)
    except Refused as refused:
        refuse(refused, proposal, desk.reviewer)
    session = desk.sign() if desk.key else None
    code = report(Problems(), form, reviewer=desk.reviewer, **written_json(session, draft))
    if form is Format.text:
        print_decided(desk, draft, session)
        if session is None:
            _print_unsigned(deck, desk.reviewer)
    raise typer.Exit(code)


def refuse(refused: Refused, proposal: Proposal | None = None, reviewer: str = "") -> NoReturn:
    """End the command for what the rules refuse: with a problem, or as wrong use of an option."""
    if option := _USAGE.get(refused.reason):
        raise typer.BadParameter(str(refused), param_hint=option)
    cure = _how_to_answer(refused, proposal, reviewer) if proposal and refused.reason == "unanswered" else ""
    raise stop(_CODES.get(refused.reason, "decision-refused"), refused.what, cure=cure)


def _how_to_answer(refused: Refused, proposal: Proposal, reviewer: str) -> Message:
    """A command that answers, for the claims that were asked for."""
    from dossier.approvals import VOTES

    who = [f"--who {key}=ANSWER" for key in refused.claims] if len(refused.claims) > 1 else ["--who ANSWER"]
    return message(
        "Read it with `dossier review next`, then answer: `dossier review {decision} {claims} --as {reviewer} {who}`. "
        "ANSWER is one of {votes}.",
        votes=listed(Term, VOTES),
        decision=Term(proposal.decision),
        claims=listed(Id, proposal.claims, " "),
        reviewer=Id(reviewer),
        who=listed(Id, who, " "),
    )


def _proposal(deck: Deck, decision: str, keys: Sequence[str], options: Options) -> Proposal:
    """What is to be decided. Raises Stop for a claim or card that the case does not have."""
    from dossier.case.fields import suggestion
    from dossier.review.deciding import Chosen, Proposal

    claims = deck.checked.claims
    chosen = []
    for each in keys:
        key, _, digest = each.partition("@")
        if key not in claims:
            raise stop(
                "no-such-claim", "There is no claim {id!r}.{hint}", id=Id(key), hint=suggestion(key, list(claims))
            )
        # without a digest it is what was read just now, before any question is asked
        now = claims[key].digest
        same = not digest or (len(digest) >= _SHORTEST_DIGEST and now.startswith(digest))
        chosen.append(Chosen(key, now if same else digest))
    if options.card is not None and options.card not in deck.by_id:
        hint = suggestion(options.card, list(deck.by_id))
        raise stop("no-such-card", "There is no card {id!r}.{hint}", id=Id(options.card), hint=hint)
    return Proposal.of(decision, chosen, options.note, options.card)


# --- the question, who did it


def _answered(desk: Desk, deck: Deck, proposal: Proposal, options: Options) -> bool:
    """Take the answers of the options, or ask on a terminal; False when the reviewer then decides nothing.

    Raises Refused for what would be refused in any case, before anything is asked.
    """
    from dossier.review.deciding import asked_by, cards_of, refuse_unasked

    open_ = desk.unanswered(proposal)
    cards = [card for card in cards_of(deck, proposal) if not set(open_).isdisjoint(deck.asked(card))]
    if open_ and not options.who and sys.stdin.isatty():
        return _ask(desk, cards, proposal, options)
    asked = asked_by(deck, proposal)
    if options.who or options.speech:
        refuse_unasked(asked)
        _print_kept(desk, [key for key in asked if key not in open_])
    votes, speeches = (_per_claim(given, open_, len(cards)) for given in (options.who, options.speech))
    # where one is missing the decision is refused, and says so
    if all(key in votes for key in open_):
        desk.answer(asked, votes, speeches)
        _print_authors(desk, cards, open_)
    return True


def _per_claim(given: Sequence[str], open_: Sequence[str], sentences: int) -> dict[str, str]:
    """The answers of an option by claim; one without a claim is to every act of a sentence, and to one sentence."""
    found = {key: each for each in given if "=" not in each for key in open_ if sentences == 1}
    return found | {claim: answer for claim, named, answer in (each.rpartition("=") for each in given) if named}


def _print_kept(desk: Desk, keys: Iterable[str]) -> None:
    answers = desk.answers()
    for key in keys:
        err.print(f"{key}: your answer stays {answers[key].vote}.", style="dim", markup=False)


def _print_authors(desk: Desk, cards: Iterable[str], keys: Sequence[str]) -> None:
    """What the author answered, which the reviewer may see now."""
    for card in cards:
        for line in author_lines(desk.card(card), keys):
            err.print(line, markup=False)


def _ask(desk: Desk, cards: Sequence[str], proposal: Proposal, options: Options) -> bool:
    """Ask who did it, sentence by sentence, then show the author's answers and ask whether to go on."""
    from dossier.approvals import SPEECH, VOTES

    open_: list[str] = []
    try:
        for id_ in cards:
            card = desk.card(id_)
            asked = [row for row in card["question"]["of"] if row["claim"] not in card["answers"]]
            for line in sentence_lines(card):
                err.print(line, markup=False)
            votes = {row["claim"]: _choice(f"{row['person']}: {row['act']}: who did it?", VOTES) for row in asked}
            speeches = _per_claim(options.speech, list(votes), 1)
            if not options.speech and (spoken := _choice("Who speaks?", SPEECH, optional=True)):
                speeches = dict.fromkeys(votes, spoken)
            desk.answer([row["claim"] for row in card["question"]["of"]], votes, speeches)
            open_ += votes
        _print_authors(desk, cards, open_)
        return _line(f"{proposal.decision.capitalize()} {plural(len(proposal.claims), 'claim')}? [y/N]") in ("y", "yes")
    except EOFError:
        err.print()
        return False


def _choice(question: str, choices: Sequence[str], *, optional: bool = False) -> str:
    """One of the choices, by its number or name; empty when nothing is chosen of what is optional."""
    numbered = "  ".join(f"{number} {choice.replace('-', ' ')}" for number, choice in enumerate(choices, 1))
    words = {str(number): choice for number, choice in enumerate(choices, 1)} | {choice: choice for choice in choices}
    words |= {choice.replace("-", " "): choice for choice in choices} | ({"": ""} if optional else {})
    err.print(question, markup=False, style="bold")
    while (said := _line(f"  {numbered}{'  or Enter' if optional else ''}:")) not in words:
        err.print("  That is none of them.", style="yellow")
    return words[said]


def _line(prompt: str) -> str:
    err.print(visible(prompt), end=" ", markup=False)
    return input().strip().casefold()


# --- what was decided


def written_json(session: Session | None, draft: Iterable[Decision]) -> dict[str, Any]:
    """What was signed, or waits for a signature, for machines."""
    return {
        "signed": None
        if session is None
        else {"number": session.number, "signed_by": session.signed_by, "at": session.signed_at},
        "decisions": [
            {"claim": each.claim, "decision": each.decision, "digest": each.digest, "note": each.note}
            for each in (session.decisions if session else draft)
        ],
    }


def print_decided(desk: Desk, draft: Iterable[Decision], session: Session | None) -> None:
    """What was signed, or waits for a signature, a line each; no act in whole words that its reader did not answer."""
    from dossier.review.blind import without_answer

    claims = desk.look()[0].checked.claims
    reviewer = session.reviewer if session else desk.reviewer
    rows = session.decisions if session else tuple(draft)
    for each in rows:
        claim = claims.get(each.claim)
        changed = "" if claim and claim.digest == each.digest else "  (the claim has changed since)"
        answered = each.vote and reviewer == desk.reviewer
        text = each.text if answered else without_answer(each.kind, each.text)
        out.print(f"{each.decision:<8}  {each.claim}  {visible(text)}{changed}", markup=False)
    if session:
        by = "" if session.signed_by == reviewer else f", countersigned by {session.signed_by}"
        words = f"{plural(len(rows), 'decision')} of {reviewer} signed as {session.number}.json{by}."
        out.print(words, style="bold green", markup=False)


def _print_unsigned(deck: Deck, reviewer: str) -> None:
    from dossier.approvals import how_to_begin

    signers = deck.checked.ledger.signers
    known = signers is not None and reviewer in signers.keys
    cure = f"Sign with `dossier review sign --as {reviewer} --key FILE`." if known else how_to_begin(reviewer)
    out.print(f"Nothing is signed yet. {cure}", style="yellow", markup=False)
