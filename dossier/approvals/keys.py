"""Public keys of OpenSSH by their numbers: one key written in two ways is one key.

The types are those that `ssh-keygen -Y sign` signs with. What is taken is what ssh-keygen itself takes, and no more:
base64 without a stray bit, each field whole, and nothing after the last one (RFC 4253, RFC 5656, RFC 8709, and
PROTOCOL.u2f of OpenSSH).
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Callable, Sequence

_CURVES = {b"nistp256": 32, b"nistp384": 48, b"nistp521": 66}  # bytes of a coordinate
_ED25519 = 2**255 - 19


class _NoKeyError(Exception):
    """The bytes are no key of their type."""


def key_id(kind: str, text: str) -> str | None:
    """What tells the key of a line `KIND TEXT` from every other key, however it is written; None when it is no key."""
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    # two texts of the same bytes differ in bits or signs that mean nothing
    if base64.b64encode(blob).decode() != text or not blob.startswith(_string(kind.encode())):
        return None
    return blob_id(blob)


def blob_id(blob: bytes) -> str | None:
    """The same of a key as it stands in a signature."""
    try:
        kind, *fields = _fields(blob)
        read = _READERS.get(kind)
        return read(fields) if read else None
    except (_NoKeyError, ValueError):
        return None


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _fields(blob: bytes) -> list[bytes]:
    fields, position = [], 0
    while position < len(blob):
        length = int.from_bytes(blob[position : position + 4])
        field = blob[position + 4 : position + 4 + length]
        if len(blob) < position + 4 or len(field) != length:
            raise _NoKeyError
        fields.append(field)
        position += 4 + length
    return fields


def _number(field: bytes) -> int:
    """A number above zero; zeros before it change nothing."""
    number = int.from_bytes(field, signed=True)
    if number <= 0:
        raise _NoKeyError
    return number


def _rsa(fields: Sequence[bytes]) -> str:
    """An RSA key is known by its modulus: who can sign with one exponent can sign with any."""
    _exponent, modulus = map(_number, fields)
    return f"rsa {modulus:x}"


def _dsa(fields: Sequence[bytes]) -> str:
    p, q, g, y = map(_number, fields)
    return f"dsa {p:x} {q:x} {g:x} {y:x}"


def _ecdsa(fields: Sequence[bytes]) -> str:
    curve, point = fields
    size = _CURVES.get(curve)
    if size is None or len(point) != 1 + 2 * size or point[:1] != b"\x04":  # OpenSSH takes no compressed point
        raise _NoKeyError
    return f"ecdsa {curve.decode()} {point[1:].hex()}"


def _ed25519(fields: Sequence[bytes]) -> str:
    (point,) = fields
    if len(point) != 32:
        raise _NoKeyError
    number = int.from_bytes(point, "little")
    sign, y = divmod(number, 2**255)
    return f"ed25519 {sign} {y % _ED25519:x}"


def _of_curve(curve: bytes) -> Callable[[Sequence[bytes]], str]:
    def read(fields: Sequence[bytes]) -> str:
        if fields[:1] != [curve]:
            raise _NoKeyError
        return _ecdsa(fields)

    return read


def _on_token(read: Callable[[Sequence[bytes]], str]) -> Callable[[Sequence[bytes]], str]:
    """A key of a hardware token: `application`, its last field, says what it is used for and makes it no other key."""

    def without_application(fields: Sequence[bytes]) -> str:
        *own, _application = fields
        return read(own)

    return without_application


_READERS: dict[bytes, Callable[[Sequence[bytes]], str]] = {
    b"ssh-rsa": _rsa,
    b"ssh-dss": _dsa,
    b"ssh-ed25519": _ed25519,
    **{b"ecdsa-sha2-" + curve: _of_curve(curve) for curve in _CURVES},
    b"sk-ssh-ed25519@openssh.com": _on_token(_ed25519),
    b"sk-ecdsa-sha2-nistp256@openssh.com": _on_token(_of_curve(b"nistp256")),
}
