"""Writing decisions: into a reviewer's draft, and from there, signed once, into their chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dossier.approvals.clock import Clock, latest, timestamp, utc_now
from dossier.approvals.decisions import Decision, Draft, Reading, Session
from dossier.approvals.ledger import Chain, Ledger, draft_file, read_ledger, session_file
from dossier.approvals.signatures import ENDING, SIGNERS_FILE, BadSignature, how_to_make, public_key, sign, verify
from dossier.case.fields import PERSON_NAME
from dossier.formats.writing import locked, write_all
from dossier.problems import File, Harmless, Id, Message, Place, Problems, Quoted, Stop, Term, message, stop

LOCK = ".dossier-cache/reviews"


def who_decides(ledger: Ledger, name: str | None, key: Path | None) -> str:
    """The reviewer: the name given, else whose key it is by `reviews/allowed_signers`. Raises Stop without either."""
    if name is not None:
        if not PERSON_NAME.fullmatch(name):
            raise stop("bad-person-name", "{name!r} cannot be the name of a reviewer.", name=Quoted(name))
        return name
    public = public_key(key) if key else None
    found = ledger.signers.name_of(public) if ledger.signers and public else None
    if found is None:
        if key is None:
            raise stop("reviewer-unnamed", "No name and no key were given.")
        raise stop(
            "reviewer-unnamed",
            "{file} does not say whose key {key!r} is.",
            file=Term(SIGNERS_FILE),
            key=File(key.name),
        )
    return found


def add_to_draft(
    root: Path,
    case: str,
    reviewer: str,
    decisions: Iterable[Decision],
    readings: Iterable[Reading] = (),
    *,
    clock: Clock = utc_now,
) -> tuple[Decision, ...]:
    """Add decisions to a reviewer's draft, each in place of one on the same claim; returns its decisions.

    `readings` are answers on acts of the same cards that were not decided on. Raises Stop when the draft that is there
    cannot be read or written.
    """
    with locked(root / LOCK):
        draft = _usable(root, case, reviewer, clock).whole_draft(reviewer).with_more(decisions, readings)
        write_all({root / draft_file(reviewer): draft.as_bytes()})
        return draft.decisions


def sign_draft(
    root: Path,
    case: str,
    reviewer: str,
    key: Path,
    *,
    signer: str | None = None,
    ask: bool = True,
    clock: Clock = utc_now,
) -> Session:
    """Sign a reviewer's draft as the next session of their chain, with their key, or with that of `signer` for them.

    The signature is verified as a reader will verify it before anything is written. Raises Stop when there is nothing
    to sign, the chain has a fault, or the signature would not count.
    """
    with locked(root / LOCK):
        ledger = _usable(root, case, reviewer, clock)
        signer = signer or reviewer
        draft, chain = ledger.draft(reviewer), ledger.chain(reviewer)
        if not draft:
            raise stop(
                "signing-failed", "{reviewer} has no decisions that wait for a signature.", reviewer=Quoted(reviewer)
            )
        if signer != reviewer and ledger.signers and reviewer in ledger.signers.keys:
            raise stop(
                "countersigning-refused",
                "{reviewer} has a key of their own in {signers}.",
                cure=message("Let {reviewer} run `dossier review sign`.", reviewer=Quoted(reviewer)),
                reviewer=Quoted(reviewer),
                signers=Term(SIGNERS_FILE),
            )
        if ledger.signers is None or signer not in ledger.signers.keys:
            raise stop(
                "review-signer-unknown",
                "{signer} does not stand in {signers}.",
                cure=how_to_begin(signer),
                signer=Quoted(signer),
                signers=Term(SIGNERS_FILE),
            )
        session = Session(case, reviewer, len(chain.sessions) + 1, chain.head, signer, timestamp(clock), draft)
        _refuse_wrong_clock(session, chain, clock)
        data = session.as_bytes()
        signature = sign(data, key, ask=ask)
        try:
            verify(data, signature, signer, session.signed_at, ledger.signers)
        except BadSignature as bad:
            raise stop(
                bad.code, "The signature would not count: {reason}. Nothing was written.", reason=bad.reason
            ) from None
        file = session_file(reviewer, session.number)
        write_all({root / f"{file}{ENDING}": signature, root / file: data})
        _empty_draft(root, ledger.whole_draft(reviewer))
        return session


def _refuse_wrong_clock(session: Session, chain: Chain, clock: Clock) -> None:
    """Raise Stop for a session that would be a fault of its chain at once: a clock was wrong, here or before."""
    ahead = [each for each in session.decisions if each.at > latest(clock)]
    if ahead:
        raise stop(
            "review-future",
            "{claim!r} was decided at {time}, which has not come.",
            cure="Set the clock of this machine right, and decide again on what was decided by another.",
            claim=Id(ahead[0].claim),
            time=Harmless(ahead[0].at),
        )
    if chain.sessions and session.signed_at < chain.sessions[-1].signed_at:
        raise stop(
            "signing-failed",
            "It is {now} by this machine, and the last file was signed at {before}.",
            cure="Set the clock of this machine right, or wait until then.",
            now=Harmless(session.signed_at),
            before=Harmless(chain.sessions[-1].signed_at),
        )


def _empty_draft(root: Path, draft: Draft) -> None:
    """Leave nothing of a draft but the answers on acts that were not decided on: an answer given once stays."""
    path = root / draft_file(draft.reviewer)
    if draft.readings:
        write_all({path: replace(draft, decisions=()).as_bytes()})
    else:
        path.unlink(missing_ok=True)


def how_to_begin(name: str) -> Message:
    """What somebody without a key does, in one line."""
    return message(
        "A key is made by `{command}`; then a line goes into {file}: "
        '`{name} namespaces="dossier-review" ` and the content of the .pub file. Or a key holder vouches: '
        "`dossier review countersign {name} --key FILE`.",
        command=Term(how_to_make()),
        file=Term(SIGNERS_FILE),
        name=Quoted(name),
    )


def _usable(root: Path, case: str, reviewer: str, clock: Clock) -> Ledger:
    """The ledger as it is now. Raises Stop when this reviewer's part of it has a fault."""
    problems = Problems()
    ledger = read_ledger(root, case, problems, clock=clock)
    own = f"reviews/{reviewer}/"
    faults = [each for each in problems.errors if each.place is None or _concerns(each.place, own)]
    if faults:
        raise Stop(faults)
    return ledger


def _concerns(place: Place, own: str) -> bool:
    return place.file.startswith(own) or place.file == SIGNERS_FILE
