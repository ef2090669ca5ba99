"""The ledger of a case, `reviews/`: every reviewer's chain of signed decisions, held against who may sign.

    reviews/allowed_signers        who may, in OpenSSH's own format
    reviews/<reviewer>/<n>.json    a session's decisions, and beside it <n>.json.sig
    reviews/<reviewer>/draft.json  decisions nobody signed yet: they count for nothing

A chain counts up to its first fault; a time that has not come is one. Files of different reviewers never touch:
branches merge without conflict. That the newest file of a chain was taken away cannot be seen from what is left; the
history of git shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dossier.approvals.clock import Clock, latest, timestamp, utc_now
from dossier.approvals.decisions import MAX_BYTES, Decision, Draft, Session, read_draft, read_session
from dossier.approvals.signatures import (
    ENDING,
    MAX_SIGNATURE,
    MAX_SIGNERS,
    SIGNERS_FILE,
    BadSignature,
    Signers,
    read_signers,
    verify,
)
from dossier.case.fields import PERSON_NAME
from dossier.case.files import inside
from dossier.formats.canonical import sha256
from dossier.formats.line_ends import OURS
from dossier.formats.reading import TooLarge, read_file
from dossier.problems import File, Harmless, Message, Place, Problems, Quoted, Stop, Term, message, os_reason, reason_of

FOLDER = "reviews"
DRAFT = "draft.json"
# A new file of every working day for decades; more is no review.
MAX_SESSIONS = 10_000
_SESSION = re.compile(r"([1-9][0-9]{0,5})\.json")


@dataclass(frozen=True, slots=True)
class Chain:
    """What one reviewer signed, oldest first, and the SHA-256 of the newest file (None before the first).

    `broken` says that a fault ended it early: nothing may be added to such a chain.
    """

    reviewer: str
    sessions: tuple[Session, ...] = ()
    head: str | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every chain and draft by reviewer, and who may sign (None: nobody yet)."""

    case: str
    signers: Signers | None = None
    chains: Mapping[str, Chain] = field(default_factory=dict)
    drafts: Mapping[str, Draft] = field(default_factory=dict)

    def chain(self, reviewer: str) -> Chain:
        """The reviewer's chain, empty when there is none."""
        return self.chains.get(reviewer, Chain(reviewer))

    def draft(self, reviewer: str) -> tuple[Decision, ...]:
        """What the reviewer decided and nobody signed."""
        return self.whole_draft(reviewer).decisions

    def whole_draft(self, reviewer: str) -> Draft:
        """The same with what they answered and did not decide on; empty when there is none."""
        return self.drafts.get(reviewer, Draft(self.case, reviewer))


def session_file(reviewer: str, number: int) -> str:
    """The name of a session's file in the case."""
    return f"{FOLDER}/{reviewer}/{number}.json"


def draft_file(reviewer: str) -> str:
    """The name of a reviewer's draft in the case."""
    return f"{FOLDER}/{reviewer}/{DRAFT}"


def read_ledger(root: Path, case: str, problems: Problems, *, clock: Clock = utc_now) -> Ledger:
    """Read and verify `reviews/` of the case of this name; each fault is a problem. Without the folder it is empty.

    A file that states a later time than `clock` has a fault.
    """
    folder = root / FOLDER
    if not folder.is_dir() or folder.is_symlink():
        return Ledger(case)
    signers = _signers(root, problems)
    chains, drafts = {}, {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path == root / SIGNERS_FILE:
            continue
        place = Place(f"{FOLDER}/{path.name}")
        if not PERSON_NAME.fullmatch(path.name) or not path.is_dir() or path.is_symlink():
            problems.add("unknown-file", place, "Only allowed_signers and one folder a reviewer belong here.")
            continue
        chains[path.name] = _chain(path, root, case, signers, clock, problems)
        if (path / DRAFT).exists():
            drafts[path.name] = _draft(path, root, case, problems) or Draft(case, path.name)
    return Ledger(case, signers, chains, drafts)


def _signers(root: Path, problems: Problems) -> Signers | None:
    path = root / SIGNERS_FILE
    if not path.exists():
        return None
    data = _bytes(path, root, MAX_SIGNERS, problems)
    return read_signers(data, problems) if data is not None else None


def _bytes(path: Path, root: Path, most: int, problems: Problems) -> bytes | None:
    place = Place(path.relative_to(root).as_posix())
    if inside(path, root / FOLDER, root, place, problems) is None:
        return None
    try:
        return read_file(path, most)
    except TooLarge:
        problems.add("file-too-large", place, "The file has more than {most:,} bytes.", most=most)
        return None
    except OSError as error:
        problems.add("file-unreadable", place, "The file cannot be read: {reason}.", reason=os_reason(error))
        return None


def _chain(folder: Path, root: Path, case: str, signers: Signers | None, clock: Clock, problems: Problems) -> Chain:
    before = len(problems)
    numbers = sorted(_numbers(folder, problems))
    chain = Chain(folder.name)
    for number in range(1, (numbers or [0])[-1] + 1):
        place = Place(session_file(folder.name, number))
        if number not in numbers:
            problems.add(
                "review-missing",
                place,
                "{file} is not there, and {following}.json or its .sig is.",
                file=File(place.file),
                following=number + 1,
            )
            break
        following = _session(folder / f"{number}.json", root, chain, case, signers, problems)
        if following is None or _is_ahead(following.sessions[-1], clock, place, problems):
            break
        chain = following
    return Chain(chain.reviewer, chain.sessions, chain.head, broken=len(problems) > before)


def _numbers(folder: Path, problems: Problems) -> Iterator[int]:
    """The numbers of the sessions there; what else lies in the folder is a problem."""
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    for name in sorted(names - {DRAFT}):
        place = Place(f"{FOLDER}/{folder.name}/{name}")
        found = _SESSION.fullmatch(name.removesuffix(ENDING))
        if found is None:
            problems.add("unknown-file", place, "Only signed sessions and draft.json belong here.")
        elif int(found[1]) > MAX_SESSIONS:
            problems.add("review-invalid", place, "A reviewer has at most {most:,} sessions.", most=MAX_SESSIONS)
        elif name.endswith(ENDING) and found[0] not in names:
            problems.add(
                "review-missing",
                Place(place.file.removesuffix(ENDING)),
                "{file} is gone; {name} is there.",
                file=File(found[0]),
                name=File(name),
            )
        elif not name.endswith(ENDING):
            yield int(found[1])


def _session(
    path: Path, root: Path, chain: Chain, case: str, signers: Signers | None, problems: Problems
) -> Chain | None:
    """The chain with one more session, or None and a problem."""
    place = Place(path.relative_to(root).as_posix())
    signature = path.with_name(path.name + ENDING)
    data = _bytes(path, root, MAX_BYTES, problems)
    if data is None:
        return None
    if not signature.exists():
        problems.add("review-unsigned", place, "{file} is not there.", file=File(signature.name))
        return None
    sealed = _bytes(signature, root, MAX_SIGNATURE, problems)
    if sealed is None:
        return None
    number = len(chain.sessions) + 1
    try:
        session = read_session(data)
    except ValueError as error:
        problems.add("review-invalid", place, "The file is no signed session: {reason}.", reason=reason_of(error))
        return None
    if (session.reviewer, session.number) != (chain.reviewer, number):
        problems.add(
            "review-invalid",
            place,
            "The file says that it is {number}.json of {reviewer}.",
            number=session.number,
            reviewer=Quoted(session.reviewer),
        )
    elif session.case != case:
        problems.add("review-other-case", place, "The decisions are on the case {case!r}.", case=Quoted(session.case))
    elif signers is None:
        problems.add(
            "signers-missing",
            place,
            "Without a usable {signers} no signature can be verified.",
            signers=Term(SIGNERS_FILE),
        )
    elif session.previous != chain.head:
        problems.add("review-chain-broken", place, "It does not name the digest of {before}.", before=_before(number))
    elif chain.sessions and session.signed_at < chain.sessions[-1].signed_at:
        problems.add(
            "review-chain-broken", place, "It says that it was signed before {before}.", before=_before(number)
        )
    elif _holds(data, sealed, session, signers, place, problems):
        return Chain(chain.reviewer, (*chain.sessions, session), sha256(data))
    return None


def _is_ahead(session: Session, clock: Clock, place: Place, problems: Problems) -> bool:
    """Whether a session states a time that has not come; then it is a problem.

    A decision may be later than the signature over it: the clock that was wrong may have been put right between them.
    """
    time = max([session.signed_at, *(each.at for each in session.decisions)])
    if time <= latest(clock):
        return False
    problems.add(
        "review-future",
        place,
        "It says {time}, and by this machine it is {now}.",
        time=Harmless(time),
        now=Term(timestamp(clock)),
    )
    return True


def _before(number: int) -> Message:
    """What comes before a session."""
    if number == 1:
        return message("no file, and it is the first")
    return message("{number}.json", number=number - 1)


def _holds(data: bytes, signature: bytes, session: Session, signers: Signers, place: Place, problems: Problems) -> bool:
    try:
        verify(data, signature, session.signed_by, session.signed_at, signers)
    except BadSignature as bad:
        if b"\r\n" in signature:  # as ssh-keygen writes none; the file itself is one line
            problems.add(
                bad.code,
                place,
                "{reason}. The line ends of {file} were changed, by git or an editor: they were {ends}.",
                OURS.cure(f"{place.file}{ENDING}"),
                reason=bad.reason.capitalised(),
                file=File(f"{PurePosixPath(place.file).name}{ENDING}"),
                ends=Term(OURS.name),
            )
        else:
            problems.add(bad.code, place, "{reason}.", reason=bad.reason.capitalised())
        return False
    except Stop as stopped:
        problems += stopped.problems
        return False
    return True


def _draft(folder: Path, root: Path, case: str, problems: Problems) -> Draft | None:
    place = Place(draft_file(folder.name))
    data = _bytes(folder / DRAFT, root, MAX_BYTES, problems)
    if data is None:
        return None
    try:
        draft = read_draft(data)
    except ValueError as error:
        problems.add("review-invalid", place, "The file is no draft: {reason}.", reason=reason_of(error))
        return None
    if draft.reviewer != folder.name:
        problems.add(
            "review-invalid",
            place,
            "The file says that it is the draft of {reviewer}.",
            reviewer=Quoted(draft.reviewer),
        )
        return None
    if draft.case != case:
        problems.add("review-other-case", place, "The decisions are on the case {case!r}.", case=Quoted(draft.case))
        return None
    decisions = draft.decisions
    if decisions:
        problems.add(
            "review-draft",
            place,
            "{count:,} decision of {reviewer} is not signed."
            if len(decisions) == 1
            else "{count:,} decisions of {reviewer} are not signed.",
            count=len(decisions),
            reviewer=Quoted(draft.reviewer),
        )
    return draft
