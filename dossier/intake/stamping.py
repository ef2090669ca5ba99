"""Asks an authority for time stamps and keeps its replies, byte for byte.

The authority learns a hash and from where it was asked: never the bytes, nor a name. A reply is written only when it
is a stamp over what was asked, in answer to this request.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.case.files import name_in_case
from dossier.case.model import Case
from dossier.evidence.records import CaptureText, Evidence
from dossier.evidence.timestamps import (
    KEPT,
    MANIFEST,
    MANIFEST_TOKEN,
    MAX_TOKEN,
    ROOTS,
    BadStamp,
    current_manifest,
    examine,
    library,
    load_roots,
    token_of,
    verify,
)
from dossier.formats.canonical import sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import write_aside
from dossier.intake.fetched import NotFetched
from dossier.intake.fetching import Limits, fetch
from dossier.problems import File, Place, Problems, Term

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LIMITS = Limits(seconds=30, bytes=MAX_TOKEN, redirects=0)


@dataclass(slots=True)
class Stamped:
    """What a run did: the tokens written, with what each says, and those that were there already."""

    written: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def stamp(
    case: Case, evidence: Evidence, tsa: str, problems: Problems, *, sources: Collection[str], manifest: bool
) -> Stamped:
    """Get a token for every capture of these sources that has none, and for the manifest when it has changed.

    Ends at the first that is not to be had: what was written before it stays. Raises Stop when the optional part of
    the package is not installed.
    """
    library()
    done = Stamped()
    roots = load_roots(case, problems)
    if problems.errors:
        return done
    for source in sources:
        for capture in evidence.of_source(source):
            _stamp_capture(case, capture, tsa, roots, done, problems)
            if problems.errors:
                return done
    if manifest:
        _stamp_manifest(case, evidence, tsa, roots, done, problems)
    return done


def _stamp_capture(
    case: Case, capture: CaptureText, tsa: str, roots: list[Certificate], done: Stamped, problems: Problems
) -> None:
    path = token_of(case.sources[capture.source].folder, capture.capture.id)
    name = name_in_case(path, case.root)
    if path.exists() or path.is_symlink():
        done.kept.append(name)
        return
    data = read_file(capture.capture.path)
    if sha256(data) != capture.sha256:
        problems.add(
            "capture-changed", capture.capture.place, "{file} was changed just now.", file=File(capture.capture.file)
        )
        return
    if answer := _obtain(data, tsa, roots, name, problems):
        reply, done.written[name] = answer
        write_aside(path, reply)


def _stamp_manifest(
    case: Case, evidence: Evidence, tsa: str, roots: list[Certificate], done: Stamped, problems: Problems
) -> None:
    file, token = case.root / MANIFEST, case.root / MANIFEST_TOKEN
    data = current_manifest(evidence)
    if token.exists() and file.is_file() and read_file(file) == data:
        done.kept.append(MANIFEST_TOKEN)
        return
    answer = _obtain(data, tsa, roots, MANIFEST_TOKEN, problems)
    if answer is None:
        return
    _keep_earlier(case.root, file, token)
    write_aside(file, data)
    write_aside(token, answer[0])
    done.written[MANIFEST_TOKEN] = answer[1]


def _keep_earlier(root: Path, file: Path, token: Path) -> None:
    """Put an earlier manifest and its token aside under its hash: an earlier stamp proves more than a later one."""
    if token.is_file() and file.is_file():
        data = read_file(file)
        aside = root / KEPT / sha256(data)[:16]
        write_aside(aside.with_suffix(".json"), data)
        write_aside(aside.with_suffix(".tsr"), read_file(token))
    token.unlink(missing_ok=True)  # between the two files written next, no token is better than one of other bytes


def _obtain(data: bytes, tsa: str, roots: list[Certificate], name: str, problems: Problems) -> tuple[bytes, str] | None:
    """A reply over some bytes, and what it says; None and a problem when it is not what was asked for."""
    place = Place(name)
    client = library()
    builder = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    imprint = sha256(data)
    try:
        # http is allowed, and private addresses: the user names the authority, and what it says is signed
        answer = fetch(
            tsa,
            limits=LIMITS,
            allow_private=True,
            headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
            post=request.as_bytes(),
            extra="timestamps",
        )
    except NotFetched as error:
        problems.add("timestamp-not-obtained", place, "The authority did not answer: {reason}.", reason=error.reason)
        return None
    if answer.status != 200:
        problems.add(
            "timestamp-not-obtained",
            place,
            "The authority answered with the HTTP status {status}.",
            status=answer.status,
        )
        return None
    try:
        if roots:
            return answer.body, str(verify(answer.body, imprint, roots, request.nonce))
        examine(answer.body, imprint, request.nonce)
    except BadStamp as error:
        problems.add(error.code, place, "The reply is not kept: {reason}.", reason=error.reason)
        return None
    problems.add("timestamp-unverified", place, "The case gives no root certificate in {roots}/.", roots=Term(ROOTS))
    return answer.body, "not verified"
