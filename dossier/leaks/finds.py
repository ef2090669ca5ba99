"""What is found in one file, where, and how it is reported; the registry of what reads each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dossier.leaks.encodings import readings
from dossier.names.matching import Matcher
from dossier.problems import Explained, File, Place, Problems, Quoted, Stop, Term


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Where a withheld name stands: a file, a place in it, a line of that (from 1), and whose label should be there.

    `trouble` is set instead of a label when the place could not be read, which counts as a leak; it says why in the
    words of the program, never in those of the file.
    """

    file: str
    place: str
    line: int
    label: str
    trouble: str = ""


MAX_BYTES = 512 * 1024 * 1024  # of one file, with all that is packed in it
MAX_DEPTH = 8  # a zip in an attachment of a PDF in a zip …


class Unreadable(Explained):
    """Bytes that say what they are and cannot be read as that; the message says why."""


@dataclass
class Finds:
    """What is found in one file, and how much has been unpacked of it."""

    matcher: Matcher
    file: str
    found: dict[tuple[str, str], int] = field(default_factory=dict)  # place and label -> first line
    troubles: dict[str, str] = field(default_factory=dict)  # place -> why
    unpacked: int = 0

    def text(self, place: str, text: str, *, joined: bool = False) -> None:
        """Look into a text, and into every text written in it."""
        if text:
            for reading in readings(text):
                for owner, line in self.matcher.lines(reading, joined=joined):
                    self._add(place, line, owner)

    def noise(self, place: str, data: bytes) -> None:
        """Look into bytes that are no text."""
        for owner in self.matcher.find_in_noise(data):
            self._add(place, 1, owner)

    def trouble(self, place: str, why: str) -> None:
        """Tell that a place could not be read."""
        self.troubles[place] = why

    def unpack(self, size: int) -> None:
        """Count what is unpacked. Raises Unreadable when it is more than any document holds."""
        self.unpacked += size
        if self.unpacked > MAX_BYTES:
            raise Unreadable("it unpacks to more than {most} MiB", most=MAX_BYTES // 1024**2)

    def _add(self, place: str, line: int, owner: int) -> None:
        key = place, self.matcher.withheld[owner].label
        self.found[key] = min(line, self.found.get(key, line))

    def leaks(self) -> list[Leak]:
        """Everything found, in order; no file and no place is named by what is withheld."""
        safe = self.matcher.safe
        rows = [Leak(safe(self.file), safe(place), line, label) for (place, label), line in self.found.items()]
        rows += [Leak(safe(self.file), safe(place), 1, "", safe(why)) for place, why in self.troubles.items()]
        return sorted(rows)


# A reader is given what is found, the place, the bytes and how deep they are packed; False when they are not its kind.
Reader = Callable[[Finds, str, bytes, int], bool]
READERS: dict[str, Reader] = {}


def reader(name: str) -> Callable[[Reader], Reader]:
    """Register a reader; those registered first are asked first."""

    def register(read: Reader) -> Reader:
        READERS[name] = read
        return read

    return register


def add_leaks(problems: Problems, leaks: Iterable[Leak], *, placed: bool = False) -> None:
    """Report leaks; `placed` says that their files are there and may be pointed at by line."""
    for leak in leaks:
        where = ", ".join(filter(None, [leak.place, f"line {leak.line}" if leak.line > 1 else ""]))
        where = where if placed else within(leak.file, where) if where else leak.file
        place = Place(leak.file, 1 if leak.place else leak.line) if placed else None
        if leak.trouble:
            problems.add(
                "leak-unreadable",
                place,
                "{where} cannot be looked into: {trouble}.",
                where=File(where or "The file"),
                trouble=Term(leak.trouble),
            )
        else:
            problems.add(
                "leak-found",
                place,
                "{where} names {label}, who is withheld.",
                where=File(where or "The text"),
                label=Quoted(leak.label),
            )


def refuse(leaks: Sequence[Leak]) -> None:
    """Raise Stop with a problem for each leak, when there is any: nothing is written then."""
    problems = Problems()
    add_leaks(problems, leaks)
    if problems:
        raise Stop(problems)


def scan_bytes(finds: Finds, place: str, data: bytes, depth: int = 0) -> None:
    """Look into bytes by the first reader whose kind they are."""
    if depth > MAX_DEPTH:
        finds.trouble(place, f"it is packed more than {MAX_DEPTH} times")
        return
    try:
        finds.unpack(len(data))
        for read in list(READERS.values()):
            if read(finds, place, data, depth):
                return
    except Unreadable as error:
        finds.trouble(place, str(error))


def within(place: str, part: str) -> str:
    """The name of a part of a place."""
    return f"{place}, {part}" if place else part
