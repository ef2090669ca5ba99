"""What a reviewer decided: the files `reviews/<reviewer>/<n>.json` and `draft.json`, written and read back.

A decision names a claim and its digest, and holds what stood on the screen: the digest is computed again from that
when the file is read, so what was shown is what was decided on. A file once signed is canonical JSON (RFC 8785) and
names the digest of the one before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import rfc8785

from dossier import __version__
from dossier.case.fields import PERSON_NAME
from dossier.claims import KINDS, Claim, capture_hash, digest_of, shown_words
from dossier.formats.canonical import Json, readable_json
from dossier.problems import Invalid, Quoted, Term, listed
from dossier.text.normalise import VERSION as NORMALISER

FORMAT = "dossier-review/1"
DECISIONS = ("approve", "reject", "question", "withdraw")
# Whom the sentence names as the one who did it, as the reviewer reads it before seeing the author's answer.
VOTES = ("named-person", "office", "body", "group", "nobody")
SPEECH = ("direct", "reported", "translated")
MAX_BYTES = 50 * 1024 * 1024
MAX_NOTE = 4_000
# Reviewers see the case itself: its edition is recorded, and hashed into no claim.
EDITION = "internal"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """One quotation as it stood on the screen, with its translations (`shown_words`)."""

    excerpt: str
    source: str
    quote: str
    capture_sha256: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer said of one claim at one time (UTC, ISO 8601), and what they saw.

    `vote` (one of `VOTES`) and `speech` (one of `SPEECH`) are their answers to who did it and who speaks.
    """

    claim: str
    digest: str
    decision: str
    at: str
    kind: str
    entity: str
    text: str
    shown: tuple[Shown, ...]
    note: str | None = None
    vote: str | None = None
    speech: str | None = None

    @property
    def subject(self) -> tuple[str, str]:
        """What the decision is on, with its digest: a value or passage keeps it when its number changes."""
        return subject_of(self.kind, self.claim)

    def as_json(self) -> Json:
        """The decision as it stands in a file."""
        return {
            "claim": self.claim,
            "digest": self.digest,
            "decision": self.decision,
            "at": self.at,
            "note": self.note,
            "vote": self.vote,
            "speech": self.speech,
            "shown": {
                "kind": self.kind,
                "entity": self.entity,
                "text": self.text,
                "quotations": [
                    {"excerpt": q.excerpt, "source": q.source, "quote": q.quote, "capture_sha256": q.capture_sha256}
                    for q in self.shown
                ],
            },
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """A reviewer's answers to who did it and who speaks, of an act that they have not decided on yet."""

    claim: str
    digest: str
    vote: str
    speech: str | None = None

    def as_json(self) -> Json:
        """The answers as they stand in a draft."""
        return {"claim": self.claim, "digest": self.digest, "vote": self.vote, "speech": self.speech}


@dataclass(frozen=True, slots=True)
class Draft:
    """What one reviewer decided and nobody signed, and what they answered on the same cards and did not decide."""

    case: str
    reviewer: str
    decisions: tuple[Decision, ...] = ()
    readings: tuple[Reading, ...] = ()

    def with_more(self, decisions: Iterable[Decision], readings: Iterable[Reading]) -> Draft:
        """The draft with more, each in place of one on the same claim. A decision has its answer with it."""
        rows = {row.claim: row for row in (*self.decisions, *decisions)}
        known = {(row.claim, row.digest) for row in rows.values() if row.vote}
        read = {(row.claim, row.digest): row for row in (*self.readings, *readings)}
        return replace(
            self,
            decisions=tuple(rows.values()),
            readings=tuple(row for key, row in read.items() if key not in known),
        )

    def as_bytes(self) -> bytes:
        """`draft.json`. Without readings it has no key for them."""
        content: dict[str, Json] = {
            "format": FORMAT,
            "case": self.case,
            "reviewer": self.reviewer,
            "decisions": [each.as_json() for each in self.decisions],
        }
        if self.readings:
            content["readings"] = [each.as_json() for each in self.readings]
        return readable_json(content)


@dataclass(frozen=True, slots=True)
class Session:
    """The decisions that one signature covers. `signed_by` is the reviewer, or who countersigned for want of a key.

    `previous` is the SHA-256 of the reviewer's file before this one, None for the first.
    """

    case: str
    reviewer: str
    number: int
    previous: str | None
    signed_by: str
    signed_at: str
    decisions: tuple[Decision, ...]
    tool: str = f"dossier {__version__}"
    normaliser: str = NORMALISER
    edition: str = EDITION

    def as_bytes(self) -> bytes:
        """The bytes that are signed and stored."""
        return rfc8785.dumps(
            {
                "format": FORMAT,
                "case": self.case,
                "reviewer": self.reviewer,
                "number": self.number,
                "previous": self.previous,
                "signed_by": self.signed_by,
                "signed_at": self.signed_at,
                "tool": {"name": self.tool, "normaliser": self.normaliser},
                "edition": self.edition,
                "decisions": [each.as_json() for each in self.decisions],
            }
        )


def subject_of(kind: str, key: str) -> tuple[str, str]:
    """A claim's key without the number of a value or passage, which others before it can change."""
    return kind, key.rpartition("/")[0] if kind in ("value", "prose") else key


def decide(
    claim: Claim,
    decision: str,
    at: str,
    *,
    note: str | None = None,
    vote: str | None = None,
    speech: str | None = None,
) -> Decision:
    """A decision on a claim as it is now. Raises ValueError for an answer that is not among the choices."""
    if (
        decision not in DECISIONS
        or vote not in (None, *VOTES)
        or speech not in (None, *SPEECH)
        or len(note or "") > MAX_NOTE
    ):
        raise ValueError("no such decision, vote or answer, or the note is too long")
    shown = tuple(
        Shown(q.excerpt.key, q.excerpt.source, shown_words(q), capture_hash(q.capture)) for q in claim.quotations
    )
    return Decision(
        claim.key, claim.digest, decision, at, claim.kind, claim.entity, claim.text, shown, note or None, vote, speech
    )


def read_draft(data: bytes) -> Draft:
    """The draft of a file's bytes. Raises ValueError, with the reason, for anything else."""
    content = _content(data, {"format", "case", "reviewer", "decisions"}, {"readings"})
    rows = content.get("readings", [])
    if not isinstance(rows, list):
        raise Invalid("`readings` is no list")
    return Draft(
        _text(content, "case"), _person(content, "reviewer"), _decisions(content), tuple(_reading(row) for row in rows)
    )


def read_session(data: bytes) -> Session:
    """The session of a file's bytes. Raises ValueError, with the reason, for anything but what `as_bytes` gives."""
    keys = {
        "format",
        "case",
        "reviewer",
        "number",
        "previous",
        "signed_by",
        "signed_at",
        "tool",
        "edition",
        "decisions",
    }
    content = _content(data, keys)
    number, previous, tool = content["number"], content["previous"], content["tool"]
    if type(number) is not int or number < 1:
        raise Invalid("`number` is no number from 1")
    if previous is not None and not (isinstance(previous, str) and _SHA256.fullmatch(previous)):
        raise Invalid("`previous` is no SHA-256")
    if not isinstance(tool, dict) or set(tool) != {"name", "normaliser"}:
        raise Invalid("`tool` is not of the right form")
    session = Session(
        case=_text(content, "case"),
        reviewer=_person(content, "reviewer"),
        number=number,
        previous=previous,
        signed_by=_person(content, "signed_by"),
        signed_at=_time(content, "signed_at"),
        decisions=_decisions(content),
        tool=_text(tool, "name"),
        normaliser=_text(tool, "normaliser"),
        edition=_text(content, "edition"),
    )
    if session.as_bytes() != data:
        raise Invalid("it is not canonical JSON (RFC 8785)")
    return session


def _content(data: bytes, keys: set[str], optional: Collection[str] = ()) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise Invalid("it is no JSON") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Invalid("its format is not {known}", known=Term(FORMAT))
    if set(content) - set(optional) != keys:
        raise Invalid("its keys are not those of a review")
    return content


def _decisions(content: Mapping[str, Any]) -> tuple[Decision, ...]:
    rows = content["decisions"]
    if not isinstance(rows, list):
        raise Invalid("`decisions` is no list")
    return tuple(_decision(row) for row in rows)


def _decision(row: Any) -> Decision:
    keys = {"claim", "digest", "decision", "at", "note", "vote", "speech", "shown"}
    if not isinstance(row, dict) or set(row) != keys:
        raise Invalid("a decision is not of the right form")
    seen = row["shown"]
    if not isinstance(seen, dict) or set(seen) != {"kind", "entity", "text", "quotations"}:
        raise Invalid("what a decision showed is not of the right form")
    if not isinstance(seen["quotations"], list):
        raise Invalid("what a decision showed is not of the right form")
    decision = Decision(
        claim=_text(row, "claim"),
        digest=_text(row, "digest"),
        decision=_choice(row, "decision", DECISIONS),
        at=_time(row, "at"),
        kind=_choice(seen, "kind", KINDS),
        entity=_text(seen, "entity"),
        text=_text(seen, "text"),
        shown=tuple(_shown(each) for each in seen["quotations"]),
        note=_text(row, "note") if row["note"] is not None else None,
        vote=_choice(row, "vote", VOTES) if row["vote"] is not None else None,
        speech=_choice(row, "speech", SPEECH) if row["speech"] is not None else None,
    )
    if len(decision.note or "") > MAX_NOTE:
        raise Invalid("a note has more than {most:,} characters", most=MAX_NOTE)
    rests_on = [(each.quote, each.source, each.capture_sha256) for each in decision.shown]
    if digest_of(decision.text, rests_on) != decision.digest:
        raise Invalid(
            "what was shown of {claim!r} does not have the digest that was decided on", claim=Quoted(decision.claim)
        )
    return decision


def _reading(row: Any) -> Reading:
    if not isinstance(row, dict) or set(row) != {"claim", "digest", "vote", "speech"}:
        raise Invalid("an answer is not of the right form")
    speech = _choice(row, "speech", SPEECH) if row["speech"] is not None else None
    return Reading(_text(row, "claim"), _text(row, "digest"), _choice(row, "vote", VOTES), speech)


def _shown(row: Any) -> Shown:
    if not isinstance(row, dict) or set(row) != {"excerpt", "source", "quote", "capture_sha256"}:
        raise Invalid("a quotation is not of the right form")
    return Shown(_text(row, "excerpt"), _text(row, "source"), _text(row, "quote"), _text(row, "capture_sha256"))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise Invalid("`{key}` is no text", key=Term(key))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Invalid("`{key}` is no text", key=Term(key)) from None
    return value


def _person(row: Mapping[str, Any], key: str) -> str:
    value = _text(row, key)
    if not PERSON_NAME.fullmatch(value):
        raise Invalid("`{key}` is no name of a person", key=Term(key))
    return value


def _time(row: Mapping[str, Any], key: str) -> str:
    value = _text(row, key)
    if not _TIME.fullmatch(value):
        raise Invalid("`{key}` is no time like 2026-11-21T12:00:00Z", key=Term(key))
    return value


def _choice(row: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    value = _text(row, key)
    if value not in choices:
        raise Invalid("`{key}` is none of {choices}", key=Term(key), choices=listed(Term, choices))
    return value
