"""Two spellings of one key are one key: what ssh-keygen reads as the same, the program reads as the same."""

from __future__ import annotations

import base64
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.approvals.keys import blob_id, key_id
from dossier.approvals.ledger import read_ledger
from dossier.approvals.signatures import public_key
from dossier.problems import Problems
from tests.cases import assert_told, check
from tests.reviews import Keys, allow, reviewed_case

TYPES = ("rsa", "ecdsa", "ed25519")
TOKENS = {"ed25519": "sk-ssh-ed25519@openssh.com", "ecdsa": "sk-ecdsa-sha2-nistp256@openssh.com"}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """A public key of each type: its type's name, and its text."""
    folder, found = tmp_path_factory.mktemp("types"), {}
    for kind in TYPES:
        words = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(folder / kind)]
        subprocess.run(words, check=True, timeout=60)
        name, text = (folder / f"{kind}.pub").read_text(encoding="utf-8").split()[:2]
        assert public_key(folder / kind) == key_id(name, text)
        found[kind] = (name, text)
    return found


def fields(text: str) -> list[bytes]:
    blob, found = base64.b64decode(text), []
    while blob:
        (length,) = struct.unpack_from(">I", blob)
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return found


def spelled(parts: list[bytes], after: bytes = b"") -> str:
    return base64.b64encode(b"".join(struct.pack(">I", len(part)) + part for part in parts) + after).decode()


def with_zeros(text: str, zeros: int, number: int) -> str:
    """The same key with zeros before one of its numbers."""
    parts = fields(text)
    parts[number] = bytes(zeros) + parts[number]
    return spelled(parts)


def fingerprint(folder: Path, kind: str, text: str) -> str | None:
    """How ssh-keygen names the key, None when it reads none."""
    file = folder / "one.pub"
    file.write_text(f"{kind} {text}\n", encoding="utf-8")
    done = subprocess.run(["ssh-keygen", "-l", "-f", str(file)], capture_output=True, timeout=30, check=False)
    return done.stdout.decode().split()[1] if done.returncode == 0 else None


@given(
    kind=st.sampled_from(TYPES),
    zeros=st.integers(0, 3),
    number=st.integers(1, 2),
    after=st.sampled_from([b"", b"", b"\0", b"\0\0\0\0", b"\0\0\0\1a"]),
    last=st.sampled_from(["", "", "=", "=="]),
    space=st.sampled_from(["", "", "\x0b", "\x0c", "\u00a0"]),
)
def test_what_ssh_keygen_reads_as_one_key_has_no_two_names(
    tmp_path_factory: pytest.TempPathFactory,
    made: dict[str, tuple[str, str]],
    kind: str,
    zeros: int,
    number: int,
    after: bytes,
    last: str,
    space: str,
) -> None:
    name, text = made[kind]
    other = with_zeros(text, zeros, min(number, len(fields(text)) - 1))
    other = spelled(fields(other), after) + last
    other = other[:30] + space + other[30:]
    found = key_id(name, other)

    assert found in (None, key_id(name, text))
    if found is not None:
        folder = tmp_path_factory.getbasetemp()
        assert fingerprint(folder, name, other) == fingerprint(folder, name, text), "it takes no key that is none"


@given(st.integers(1, 5), st.integers(1, 5))
def test_zeros_before_a_number_change_no_rsa_key(made: dict[str, tuple[str, str]], one: int, two: int) -> None:
    name, text = made["rsa"]
    assert key_id(name, with_zeros(with_zeros(text, one, 1), two, 2)) == key_id(name, text) is not None


def test_every_type_is_read(made: dict[str, tuple[str, str]], keys: Keys) -> None:
    found = {key_id(*row) for row in made.values()} | {key_id(*keys.public("anna").split())}
    assert None not in found
    assert len(found) == 4


@pytest.mark.parametrize(("kind", "name"), TOKENS.items())
def test_a_key_of_a_token_is_the_same_for_every_application(
    made: dict[str, tuple[str, str]], kind: str, name: str
) -> None:
    _, *parts = fields(made[kind][1])
    found = {key_id(name, spelled([name.encode(), *parts, what])) for what in (b"ssh:", b"ssh:reviews", b"")}
    assert found == {key_id(*made[kind])}
    assert key_id(name, spelled([name.encode(), *parts])) is None, "the application must be there"


def test_stray_bits_of_base64_are_refused(made: dict[str, tuple[str, str]]) -> None:
    name, text = made["ecdsa"]
    assert text.endswith("=")
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stem = text.rstrip("=")
    stray = stem[:-1] + signs[signs.index(stem[-1]) ^ 1] + text[len(stem) :]
    assert base64.b64decode(stray) == base64.b64decode(text)
    assert key_id(name, stray) is None


ODD: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a negative number": lambda parts: [*parts[:2], parts[2].lstrip(b"\0")],
    "a number missing": lambda parts: parts[:2],
    "zero": lambda parts: [*parts[:2], b"\0\0"],
    "one number more": lambda parts: [*parts, b"\1"],
    "no such type": lambda parts: [b"ssh-xmss@openssh.com", *parts[1:]],
}


@pytest.mark.parametrize("change", ODD.values(), ids=list(ODD))
def test_what_is_no_key_is_none(made: dict[str, tuple[str, str]], change: Callable[[list[bytes]], list[bytes]]) -> None:
    parts = change(fields(made["rsa"][1]))
    assert key_id(parts[0].decode(), spelled(parts)) is None


def test_a_compressed_point_is_refused_as_ssh_keygen_refuses_it(made: dict[str, tuple[str, str]]) -> None:
    name, text = made["ecdsa"]
    kind, curve, point = fields(text)
    x, y = point[1:33], point[33:]
    assert key_id(name, spelled([kind, curve, bytes([2 + y[-1] % 2]) + x])) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_key_or_none(blob: bytes) -> None:
    assert blob_id(blob) is None or isinstance(blob_id(blob), str)


# --- in the file that says who may sign


def two_lines(made: dict[str, tuple[str, str]], keys: Keys) -> dict[str, str]:
    name, text = made["rsa"]
    return {
        "zeros": f"anna {name} {text}\nberta {name} {with_zeros(text, 2, 2)}\n",
        "zeros before the exponent": f"anna {name} {with_zeros(text, 1, 1)}\nberta {name} {text}\n",
        "a second key": f"{keys.line('anna')}anna {name} {text}\nberta {name} {with_zeros(text, 1, 2)}\n",
    }


@pytest.mark.parametrize("which", ["zeros", "zeros before the exponent", "a second key"])
def test_one_key_in_two_spellings_is_not_two_people(
    tmp_path: Path, keys: Keys, made: dict[str, tuple[str, str]], which: str
) -> None:
    case = reviewed_case(tmp_path, keys)
    allow(case, two_lines(made, keys)[which])
    told = assert_told(check(case), "signers-invalid", "reviews/allowed_signers")
    assert "stands under another name too" in told.text


HIDDEN = {
    "a comment for us alone": '\x0c#,anna namespaces="dossier-review" BERTA\n',
    "a quotation mark within a value": 'anna namespaces="dossier-review,x\\" CARL " BERTA\n',
    "a blank of another kind": 'anna\u00a0namespaces="dossier-review" BERTA\n',
}


@pytest.mark.parametrize("line", HIDDEN.values(), ids=list(HIDDEN))
def test_no_line_gives_ssh_keygen_another_key_than_it_gives_us(tmp_path: Path, keys: Keys, line: str) -> None:
    case = reviewed_case(tmp_path, keys)
    line = line.replace("CARL", keys.public("carl")).replace("BERTA", keys.public("berta"))
    allow(case, keys.line("berta"), line)
    problems = Problems()
    assert read_ledger(case, "veltania_harbour", problems).signers is None
    assert {each.code for each in problems} == {"signers-invalid"}


def test_one_name_may_have_several_keys_and_lines_end_as_on_windows(tmp_path: Path, keys: Keys) -> None:
    case = reviewed_case(tmp_path, keys)
    lines = [keys.line("anna"), "# the same person\n", keys.line("anna", key="carl"), "\n", keys.line("berta")]
    allow(case, *(line.replace("\n", "\r\n") for line in lines))
    problems = Problems()
    signers = read_ledger(case, "veltania_harbour", problems).signers
    assert not problems
    assert signers is not None
    assert {name: len(held) for name, held in signers.keys.items()} == {"anna": 2, "berta": 1}
    assert [signers.name_of(public_key(keys.of(name))) for name in ("anna", "berta", "carl")] == [
        "anna",
        "berta",
        "anna",
    ]
