"""Signatures over decisions: `ssh-keygen -Y sign` and `-Y verify`, with the keys that people have.

Whether a signature holds is said by ssh-keygen alone. When it says no, its bytes are looked at to say why. Times of
`reviews/allowed_signers` are UTC, wherever the program runs.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.approvals.keys import blob_id, key_id
from dossier.case.fields import PERSON_NAME
from dossier.formats.reading import read_file
from dossier.problems import Arg, Explained, File, Place, Problems, Quoted, Term, message, stop

NAMESPACE = "dossier-review"
SIGNERS_FILE = "reviews/allowed_signers"
ENDING = ".sig"
MAX_SIGNATURE = 64 * 1024
MAX_SIGNERS = 1024 * 1024
INSTALL = "Install it: `sudo apt-get install openssh-client`."
_SECONDS_TO_VERIFY, _SECONDS_TO_SIGN = 20, 300
_OPTIONS = ("namespaces", "valid-after", "valid-before")
_OPTION = re.compile(r'([a-z-]+)(?:="([^"]*)")?(?:,|\Z)')
# A quoted part may hold spaces. What parts words is what does so for ssh-keygen: it must not see another key in a line.
_BLANK = " \t"
_WORD = re.compile(r'(?:[^ \t"]|"[^"]*")+')
_KEY_TYPE = re.compile(r"(?:sk-)?(?:ssh|ecdsa)-[a-zA-Z0-9@.-]+")
_ARMOUR = re.compile(
    rb"\s*-----BEGIN SSH SIGNATURE-----\s(?P<body>[A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Signers:
    """`reviews/allowed_signers`: its bytes, and the keys (as `keys.key_id` tells them apart) of each name."""

    data: bytes
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name_of(self, key: str | None) -> str | None:
        """Whose key it is."""
        return next((name for name, keys in self.keys.items() if key in keys), None)


class BadSignature(Explained):
    """A signature that does not hold: `code` is the problem's, the message a sentence's end."""

    def __init__(self, code: str, template: str, **args: Arg) -> None:
        super().__init__(template, **args)
        self.code = code


def read_signers(data: bytes, problems: Problems) -> Signers | None:
    """Who may sign. None, with every fault as a problem, when the file says it in a way that is not taken.

    Each line names one person by a plain name: no patterns, no certificates, no key under two names, in whatever way
    it is written.
    """
    before = len(problems)
    keys: dict[str, tuple[str, ...]] = {}
    try:
        text = data.decode()
    except UnicodeDecodeError:
        problems.add("signers-invalid", Place(SIGNERS_FILE), "The file is not UTF-8.")
        return None
    for number, row in enumerate(text.split("\n"), 1):
        place = Place(SIGNERS_FILE, number)
        line = row.rstrip("\r").strip(_BLANK)
        if not line or line.startswith("#"):
            continue
        words = _WORD.findall(line)
        if len(words) > 1 and _KEY_TYPE.fullmatch(words[1]):
            words.insert(1, "")
        if len(words) < 4 or not _KEY_TYPE.fullmatch(words[2]):
            problems.add("signers-invalid", place, "The line is not `NAME [OPTIONS] KEYTYPE KEY [COMMENT]`.")
            continue
        name, options, key = words[0].strip('"'), words[1], key_id(words[2], words[3])
        if not PERSON_NAME.fullmatch(name):
            problems.add("signers-invalid", place, "{name!r} is not one plain name of a person.", name=Quoted(name))
        elif key is None:
            problems.add(
                "signers-invalid", place, "The key of {name} is not whole, or not of its type.", name=Quoted(name)
            )
        elif unknown := _unknown_options(options):
            problems.add(
                "signers-invalid",
                place,
                "The option {option!r} of {name} is not taken.",
                option=Quoted(unknown),
                name=Quoted(name),
            )
        elif any(key in theirs for other, theirs in keys.items() if other != name):
            problems.add(
                "signers-invalid", place, "The key of {name} stands under another name too.", name=Quoted(name)
            )
        else:
            keys[name] = (*keys.get(name, ()), key)
    return Signers(data, keys) if len(problems) == before else None


def _unknown_options(options: str) -> str | None:
    """What is not taken of the options; ssh-keygen ends a quoted value elsewhere when a backslash stands in it."""
    if "\\" in options:
        return options
    position = 0
    while position < len(options):
        found = _OPTION.match(options, position)
        if found is None or found[1] not in _OPTIONS or found[2] is None:
            return found[1] if found else options[position:]
        position = found.end()
    return None


# ------------------------------------------------------------------------------------------------------- ssh-keygen


def program() -> str:
    """Where ssh-keygen is. Raises Stop when it is not installed."""
    found = shutil.which("ssh-keygen")
    if found is None:
        raise stop("machine-lacks", "The program ssh-keygen is not installed.", cure=INSTALL)
    return found


def _run(arguments: list[str], data: bytes, seconds: int, **environment: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [program(), "-Y", *arguments],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "TZ": "UTC", "LC_ALL": "C", **environment},
        )
    except subprocess.TimeoutExpired:
        raise stop("signing-failed", "ssh-keygen did not end within {seconds} seconds.", seconds=seconds) from None


def sign(data: bytes, key: Path, *, ask: bool = True) -> bytes:
    """The signature (armoured) of bytes by a private key, or by the agent's when `key` is its public part.

    `ask` lets ssh-keygen ask for a passphrase. Raises Stop when it does not sign.
    """
    if not key.is_file():
        raise stop(
            "signing-failed",
            "There is no key {key!r}.",
            cure=message("Make one: `{command}`.", command=File(how_to_make(key))),
            key=File(key.name),
        )
    quiet = {} if ask else {"SSH_ASKPASS_REQUIRE": "never"}
    done = _run(["sign", "-n", NAMESPACE, "-f", str(key)], data, _SECONDS_TO_SIGN, **quiet)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE"):
        said = " ".join(done.stderr.decode(errors="replace").replace(str(key), key.name).split())
        raise stop(
            "signing-failed", "ssh-keygen did not sign: {reason}", reason=Quoted(said[:300] or "it gave no reason")
        )
    return done.stdout


def how_to_make(key: Path | None = None) -> str:
    """The command that makes a key."""
    return f"ssh-keygen -t ed25519 -f {key or '~/.ssh/id_ed25519'}"


def verify(data: bytes, signature: bytes, name: str, at: str, signers: Signers) -> None:
    """Hold a signature to be that of `name` over the bytes, by a key that was his `at` a time (UTC, ISO 8601).

    Raises BadSignature when it is not, and Stop when ssh-keygen cannot be asked.
    """
    key, namespace = _inside(signature)
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder:
        sig, allowed = Path(folder, "sig"), Path(folder, "allowed")
        sig.write_bytes(signature)
        allowed.write_bytes(signers.data)
        time = re.sub(r"[-:TZ]", "", at)
        arguments = ["-n", NAMESPACE, "-s", str(sig)]
        held = _run(
            ["verify", *arguments, "-f", str(allowed), "-I", name, f"-Overify-time={time}"], data, _SECONDS_TO_VERIFY
        )
        if held.returncode == 0:
            return
        if namespace != NAMESPACE:
            raise BadSignature(
                "review-wrong-namespace",
                "the signature is for {found!r}, not for {wanted!r}",
                found=Quoted(namespace),
                wanted=Term(NAMESPACE),
            )
        whole = _run(["check-novalidate", *arguments], data, _SECONDS_TO_VERIFY).returncode == 0
    if not whole:
        raise BadSignature("review-altered", "the file is not what was signed")
    if name not in signers.keys:
        raise BadSignature(
            "review-signer-unknown", "{name} does not stand in {file}", name=Quoted(name), file=Term(SIGNERS_FILE)
        )
    other = signers.name_of(key)
    if other is None:
        raise BadSignature("review-wrong-key", "the key that signed is not one of {name}", name=Quoted(name))
    if other != name:
        raise BadSignature(
            "review-signed-by-other",
            "it is said to be signed by {name}, and {other} signed it",
            name=Quoted(name),
            other=Quoted(other),
        )
    raise BadSignature(
        "review-key-expired", "the key of {name} was not valid for this at {time}", name=Quoted(name), time=Quoted(at)
    )


def _inside(signature: bytes) -> tuple[str | None, str]:
    """The public key, None when it is none, and the namespace that a signature names (PROTOCOL.sshsig of OpenSSH)."""
    unreadable = BadSignature("review-signature-unreadable", "its signature is none of OpenSSH")
    armour = _ARMOUR.fullmatch(signature)
    if armour is None:
        raise unreadable
    try:
        blob = base64.b64decode(b"".join(armour["body"].split()), validate=True)
        if blob[:6] != b"SSHSIG":
            raise unreadable
        position, parts = 10, []
        for _ in range(2):
            (length,) = struct.unpack_from(">I", blob, position)
            part = blob[position + 4 : position + 4 + length]
            if len(part) != length:
                raise unreadable
            parts.append(part)
            position += 4 + length
        return blob_id(parts[0]), parts[1].decode()
    except (binascii.Error, struct.error, UnicodeDecodeError):
        raise unreadable from None


def public_key(key: Path) -> str | None:
    """The public part of a key file: the file itself, or the `.pub` beside it; None when neither says it."""
    for path in (key, key.with_name(f"{key.name}.pub")):
        try:
            words = read_file(path, MAX_SIGNATURE).decode("utf-8").split()
        except (OSError, UnicodeDecodeError):
            continue
        if len(words) >= 2 and (found := key_id(words[0], words[1])):
            return found
    return None
