"""Line ends that git or an editor changed: found by the hash of the bytes before."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.formats.canonical import sha256
from dossier.problems import File, Message, Term, message

# What keeps git from it, for a case.
ATTRIBUTES = ("evidence/** -text", "reviews/** -text")
_NAMES = {b"\n": "LF", b"\r\n": "CR LF", b"\r": "CR"}
_COMMANDS = {b"\n": "dos2unix", b"\r\n": "unix2dos", b"\r": "unix2mac"}


@dataclass(frozen=True, slots=True)
class LineEnds:
    """How the lines of a file ended before, and the command that ends them so again."""

    name: str
    command: str

    def cure(self, file: str) -> Message:
        """What keeps git from changing them, and brings the bytes back."""
        return message(
            "Write {evidence} and {reviews} into the case's `.gitattributes`, and run `{command} {file}`.",
            evidence=Term(f"`{ATTRIBUTES[0]}`"),
            reviews=Term(f"`{ATTRIBUTES[1]}`"),
            command=Term(self.command),
            file=File(file),
        )


# How every file that the program writes ends its lines.
OURS = LineEnds(_NAMES[b"\n"], _COMMANDS[b"\n"])


def line_ends_before(data: bytes, hashed: str) -> LineEnds | None:
    """The line ends with which the data has this SHA-256; None when they are not what was changed."""
    if sha256(data) == hashed:
        return None
    same = data.replace(b"\r\n", b"\n")
    for plain in dict.fromkeys((same, same.replace(b"\r", b"\n"))):
        for end, name in _NAMES.items():
            if sha256(plain.replace(b"\n", end)) == hashed:
                return LineEnds(name, _COMMANDS[end])
    return None
