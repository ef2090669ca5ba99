"""Time stamps (RFC 3161): an authority's signed word that some bytes existed by a certain time.

A token over a capture lies beside it as `<capture>.tsr`, the authority's reply byte for byte; one over the manifest of
all evidence is `evidence/manifest.tsr`. They are verified offline, against the root certificates that the case itself
gives in `evidence/tsa/`: whom to trust is the case's decision, and its reader's. `openssl ts -verify` says the same.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dossier.case.files import inside, name_in_case
from dossier.case.model import Case
from dossier.evidence.records import Stamp
from dossier.formats.canonical import sha256
from dossier.formats.manifest import MAX_BYTES as MAX_MANIFEST
from dossier.formats.manifest import Listed, Manifest, manifest_bytes, read_manifest
from dossier.formats.reading import TooLarge, read_file
from dossier.problems import (
    Arg,
    Explained,
    File,
    Id,
    Message,
    Place,
    Problems,
    Quoted,
    Stop,
    Term,
    message,
    messages,
    os_reason,
    stop,
)

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from dossier.evidence.records import CaptureText, Evidence

ENDING = ".tsr"
ROOTS = "evidence/tsa"
MANIFEST = "evidence/manifest.json"
MANIFEST_TOKEN = "evidence/manifest.tsr"
KEPT = "evidence/manifests"
MAX_TOKEN = 1024 * 1024
INSTALL = "Run `pip install 'sanctions-dossier[timestamps]'`."
_SHA256_OID = "2.16.840.1.101.3.4.2.1"
_MAX_CHAIN = 8


class BadStamp(Explained):
    """A token that does not verify: `code` is the problem's, the message a sentence's end."""

    def __init__(self, code: str, template: str, **args: Arg) -> None:
        self.code = code
        super().__init__(template, **args)


def token_of(folder: Path, capture: str) -> Path:
    """Where the token of a capture lies."""
    return folder / f"{capture}{ENDING}"


def library() -> ModuleType:
    """The library that reads tokens. Raises Stop when it is not installed."""
    try:
        import rfc3161_client
    except ImportError as error:
        raise stop(
            "extra-missing", "The Python package {name} is not installed.", cure=INSTALL, name=Term(str(error.name))
        ) from None
    return rfc3161_client


# ------------------------------------------------------------------------------------------------- one token


def verify(reply: bytes, imprint: str, roots: list[Certificate], nonce: int | None = None) -> Stamp:
    """What a reply says, when it is a stamp over the bytes of this SHA-256 by an authority that the roots vouch for.

    Raises BadStamp when anything does not hold. `nonce` is that of the request, when it was just made.
    """
    answer = examine(reply, imprint, nonce)
    with _foreign(message("its signature or its certificates cannot be read")):
        return replace(_judged(answer, imprint, roots), token=reply)


@contextlib.contextmanager
def _foreign(fault: Message) -> Iterator[None]:
    """What the libraries raise on bytes that are not what they say: more kinds than they document."""
    try:
        yield
    except (BadStamp, Stop):
        raise
    except Exception:  # noqa: BLE001 - KeyError, ValueError, InvalidVersion …; all of them mean the same
        raise BadStamp("timestamp-unparseable", "{fault}", fault=fault) from None


def _judged(answer: Any, imprint: str, roots: list[Certificate]) -> Stamp:
    signer, others = _signer(answer)
    chain = _chain(signer, [*others, *roots], roots)
    if chain is None:
        raise BadStamp(
            "timestamp-wrong-root",
            "{name} is certified by none of the roots in {roots}/",
            name=Quoted(_name(signer)),
            roots=Term(ROOTS),
        )
    _check_purpose(signer)
    time = answer.tst_info.gen_time
    for certificate in chain:
        if not certificate.not_valid_before_utc <= time <= certificate.not_valid_after_utc:
            raise BadStamp(
                "timestamp-certificate-expired",
                "the certificate of {name} is valid from {first} to {last}, and the time stated is {stated}",
                name=Quoted(_name(certificate)),
                first=Term(f"{certificate.not_valid_before_utc:%Y-%m-%d}"),
                last=Term(f"{certificate.not_valid_after_utc:%Y-%m-%d}"),
                stated=Term(f"{time:%Y-%m-%d}"),
            )
    _check_signature(answer, imprint, roots)
    return Stamp(time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), _name(signer))


def examine(reply: bytes, imprint: str, nonce: int | None = None) -> Any:
    """The reply decoded, when it is a granted stamp over the bytes of this SHA-256; raises BadStamp else.

    Nothing of it is to be believed yet: the signature is not looked at.
    """
    with _foreign(message("it is no reply of a time-stamping authority")):
        answer = library().decode_timestamp_response(reply)
        status, reasons = answer.status, answer.status_string
        info = answer.tst_info if status == 0 else None
        stated = (info.message_imprint, info.nonce) if info else None
    if stated is None:
        reason = "; ".join(_printable(str(text)) for text in reasons or ()) or "no reason given"
        raise BadStamp(
            "timestamp-refused",
            "the authority answered with status {status}: {reason}",
            status=Term(str(status)),
            reason=Quoted(reason),
        )
    stamped, answered = stated
    if stamped.hash_algorithm.dotted_string != _SHA256_OID or stamped.message.hex() != imprint:
        found = Term(stamped.message.hex()[:8])
        raise BadStamp("timestamp-wrong-message", "it is of bytes with the hash {found}…", found=found)
    if nonce is not None and answered != nonce:
        raise BadStamp("timestamp-wrong-nonce", "the authority answered another request")
    return answer


def _signer(answer: Any) -> tuple[Certificate, list[Certificate]]:
    """The certificate that signed, and the others the reply holds."""
    from cryptography.x509 import load_der_x509_certificate

    (signed,) = answer.signed_data.signer_infos
    certificates = [load_der_x509_certificate(data) for data in answer.signed_data.certificates]
    issuer, number = signed.issuer, signed.serial_number
    for certificate in certificates:
        if certificate.issuer == issuer and certificate.serial_number == number:
            return certificate, [other for other in certificates if other is not certificate]
    raise BadStamp("timestamp-unparseable", "it lacks the certificate of who signed it")


def _chain(certificate: Certificate, pool: list[Certificate], roots: list[Certificate]) -> list[Certificate] | None:
    """From a certificate up to a self-signed one among the roots; None when there is no way."""
    chain = [certificate]
    while len(chain) <= _MAX_CHAIN:
        last = chain[-1]
        if last.issuer == last.subject and last in roots:
            return chain
        above = next((other for other in pool if other not in chain and _issued(last, other)), None)
        if above is None:
            return None
        chain.append(above)
    return None


def _issued(certificate: Certificate, issuer: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _check_purpose(signer: Certificate) -> None:
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = signer.extensions.get_extension_for_class(ExtendedKeyUsage)
        right = usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    except (ExtensionNotFound, ValueError):
        right = False
    if not right:
        raise BadStamp(
            "timestamp-wrong-purpose",
            "the certificate of {name} is not for time-stamping alone",
            name=Quoted(_name(signer)),
        )


def _check_signature(answer: Any, imprint: str, roots: list[Certificate]) -> None:
    from rfc3161_client import VerificationError, VerifierBuilder

    own = [root for root in roots if root.issuer == root.subject]
    between = [root for root in roots if root.issuer != root.subject]
    try:
        VerifierBuilder(roots=own, intermediates=between).build().verify(answer, bytes.fromhex(imprint))
    except (VerificationError, ValueError) as error:
        told = re.search(r'data: "Verify error: ([^"]*)"', str(error))
        if told:
            reason = Quoted(told[1])
            raise BadStamp("timestamp-wrong-root", "the certificates do not hold: {reason}", reason=reason) from None
        raise BadStamp("timestamp-bad-signature", "the signature is not of what it signs") from None


def _name(certificate: Certificate) -> str:
    """What a certificate calls its holder."""
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(kind):
            return _printable(str(attribute.value))
    return _printable(certificate.subject.rfc4514_string()) or "an authority without a name"


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:200]


# ----------------------------------------------------------------------------------------------- the case's roots


def load_roots(case: Case, problems: Problems) -> list[Certificate]:
    """The certificates in `evidence/tsa/`; whatever there is none is a problem."""
    from cryptography.x509 import load_pem_x509_certificates

    folder = case.root / ROOTS
    roots: list[Certificate] = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.name.startswith("."):
            continue
        place = Place(name_in_case(path, case.root))
        data = _read(path, case.root, MAX_TOKEN, place, problems)
        try:
            roots += load_pem_x509_certificates(data) if data is not None else []
        except ValueError:
            problems.add("tsa-root-invalid", place, "{name} is no certificate in PEM form.", name=File(path.name))
    return list(dict.fromkeys(roots))


def _read(path: Path, root: Path, most: int, place: Place, problems: Problems) -> bytes | None:
    """The bytes of a regular file of the case; None and a problem when there are none, or too many."""
    if not inside(path, path.parent, root, place, problems):
        return None
    try:
        return read_file(path, most)
    except TooLarge:
        problems.add("file-too-large", place, "{name} has more than {most:,} bytes.", name=File(path.name), most=most)
    except OSError as error:
        problems.add(
            "file-unreadable",
            place,
            "{name} cannot be read: {reason}.",
            name=File(path.name),
            reason=os_reason(error),
        )
    return None


# ------------------------------------------------------------------------------------------------- the whole case


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of a case that verified: by source and capture, and that of the manifest."""

    captures: dict[tuple[str, str], Stamp]
    manifest: Stamp | None = None


def check_timestamps(case: Case, evidence: Evidence, problems: Problems) -> Stamps:
    """Verify every token of the case; each that does not verify is a problem, each that cannot be a warning."""
    tokens = list(_tokens(case, evidence, problems))
    manifests = [(case.root / MANIFEST, case.root / MANIFEST_TOKEN), *_kept(case.root)]
    manifests = [(file, token) for file, token in manifests if token.exists() or token.is_symlink()]
    if not tokens and not manifests:
        return Stamps({})
    count = len(tokens) + len(manifests)
    try:
        library()
    except Stop:
        problems.add(
            "timestamp-unverified",
            case.meta.place,
            "The case holds {count} time stamps, and what verifies them is not installed."
            if count > 1
            else "The case holds {count} time stamp, and what verifies them is not installed.",
            INSTALL,
            count=count,
        )
        return Stamps({})
    roots = load_roots(case, problems)
    stamps: dict[tuple[str, str], Stamp] = {}
    for path, capture in tokens:
        if stamp := _verified(path, capture.sha256, roots, case, problems):
            stamps[capture.source, capture.capture.id] = stamp
    newest = None
    for file, token in manifests:
        stamp = _manifest_stamp(file, token, roots, case, evidence, problems)
        newest = stamp if token.name == Path(MANIFEST_TOKEN).name else newest
    return Stamps(stamps, newest)


def _tokens(case: Case, evidence: Evidence, problems: Problems) -> Iterator[tuple[Path, CaptureText]]:
    for source in case.sources.values():
        known = {token_of(source.folder, capture.id).name for capture in source.captures}
        for path in sorted(source.folder.glob(f"*{ENDING}")):
            if path.name not in known:
                place = Place(name_in_case(path, case.root))
                problems.add("unknown-file", place, "The source has no capture of this name: the token is not read.")
        for capture in evidence.of_source(source.id):
            path = token_of(source.folder, capture.capture.id)
            if path.exists() or path.is_symlink():
                yield path, capture


def _verified(path: Path, imprint: str, roots: list[Certificate], case: Case, problems: Problems) -> Stamp | None:
    place = Place(name_in_case(path, case.root))
    data = _read(path, case.root, MAX_TOKEN, place, problems)
    if data is None:
        return None
    try:
        if roots:
            return verify(data, imprint, roots)
        examine(data, imprint)
    except BadStamp as error:
        problems.add(error.code, place, "The time stamp does not verify: {reason}.", reason=error.reason)
    else:
        problems.add(
            "timestamp-unverified", place, "The case gives no root certificate in {roots}/.", roots=Term(ROOTS)
        )
    return None


def _kept(root: Path) -> list[tuple[Path, Path]]:
    """The earlier manifests and their tokens."""
    return [(token.with_suffix(".json"), token) for token in sorted((root / KEPT).glob(f"*{ENDING}"))]


def _manifest_stamp(
    file: Path, token: Path, roots: list[Certificate], case: Case, evidence: Evidence, problems: Problems
) -> Stamp | None:
    place = Place(name_in_case(file, case.root))
    if not file.is_file():
        problems.add("manifest-invalid", place, "{name} is missing, and its time stamp is there.", name=File(file.name))
        return None
    data = _read(file, case.root, MAX_MANIFEST, place, problems)
    if data is None:
        return None
    stamp = _verified(token, sha256(data), roots, case, problems)
    try:
        stamped = read_manifest(data)
    except ValueError as error:
        problems.add(
            "manifest-invalid", place, "{name} cannot be read: {error}.", name=File(file.name), error=Quoted(str(error))
        )
        return None
    if file.parent.name != Path(KEPT).name and (changed := _differences(stamped, manifest_of(evidence))):
        problems.add(
            "manifest-outdated",
            place,
            "The stamped list of the evidence is not of today's: {changed}.",
            changed=changed,
        )
    return stamp


def _differences(stamped: Manifest, now: Manifest) -> messages.Listed | None:
    """Which captures differ, five of a kind at most; None when all are the same."""
    then, today = ({(s, c): row for s, rows in m.items() for c, row in rows.items()} for m in (stamped, now))
    kinds = {
        "added": [key for key in today if key not in then],
        "gone": [key for key in then if key not in today],
        "changed": [key for key in then if key in today and then[key] != today[key]],
    }
    told = [
        message(
            "{kind} {captures} …" if len(keys) > 5 else "{kind} {captures}",
            kind=Term(kind),
            captures=messages.listed(Id, ("/".join(key) for key in sorted(keys)[:5])),
        )
        for kind, keys in kinds.items()
        if keys
    ]
    return messages.Listed(tuple(told), "; ") if told else None


def manifest_of(evidence: Evidence) -> Manifest:
    """The manifest of the evidence as it was read."""
    rows: dict[str, dict[str, Listed]] = {}
    for (source, id_), capture in evidence.captures.items():
        rows.setdefault(source, {})[id_] = Listed(
            file=capture.capture.file,
            media_type=capture.capture.media_type,
            bytes=capture.size,
            sha256=capture.sha256,
            text_sha256=sha256(capture.text.source.encode()),
            extractor=capture.extractor,
        )
    return rows


def current_manifest(evidence: Evidence) -> bytes:
    """The bytes of the manifest as it would be stamped now."""
    return manifest_bytes(manifest_of(evidence))
