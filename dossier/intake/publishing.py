"""The publisher of a new source: finds its entity in the case or makes one, and quotes the words that name it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dossier.case.edit import NotEditable, Value, add_document
from dossier.case.fields import is_id
from dossier.case.files import modeline, name_in_case
from dossier.case.model import NAME_PROPERTIES, Case
from dossier.case.named import says
from dossier.formats.reading import read_file
from dossier.problems import File, Place, reason_of, stop
from dossier.text.anchor import anchor
from dossier.text.normalise import fold, normalise
from dossier.withholding.who import public_redactor

FILE = "publishers.yml"
MASTHEAD = "masthead"
MAX_MASTHEAD = 240  # characters of the line quoted
PUBLISHERS = ("Organization", "Company", "PublicBody", "LegalEntity", "Person")
_SENTENCE_END = re.compile(r"(?<=[.!?…»”])\s+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """The words of a text that name its publisher, and where they stand in it."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Published:
    """The entity whose words a source is, and what is written to have it.

    `files` and `masthead` are empty for an entity that the case has already; `masthead` is None too when no line of
    the text names the publisher.
    """

    id: str
    files: dict[Path, bytes] = field(default_factory=dict)
    masthead: Masthead | None = None
    new: bool = False


def known_publisher(case: Case, name: str) -> str | None:
    """The id of the entity that has this name, None when none or several have it."""
    wanted = fold(name).strip().casefold()
    found = [
        entity.id
        for entity in case.entities.values()
        if entity.schema in PUBLISHERS
        and any(fold(v.text).strip().casefold() == wanted for v in entity.values if v.prop in NAME_PROPERTIES)
    ]
    return found[0] if len(found) == 1 else None


def publisher(case: Case, name: str, source: str, text: str, id_: str) -> Published:
    """The publisher of the new source `source`, whose text is given; `id_` is what a new entity would be called.

    Raises Stop when the file of publishers cannot be extended.
    """
    if known := known_publisher(case, name):
        return Published(known)
    found = masthead(case, name, text)
    id_ = free_id(case, id_, {source})
    value: Value = {"value": name, "cite": f"{source}/{MASTHEAD}"} if found else {"value": name}
    rows: dict[str, Value] = {"id": id_, "schema": "Organization", "properties": {"name": value}}
    path = case.root / "entities" / FILE
    return Published(id_, {path: lengthened(case, path, rows)}, found, new=True)


def lengthened(case: Case, path: Path, *documents: dict[str, Value]) -> bytes:
    """A file of entities with further documents. Raises Stop when it cannot be extended."""
    try:
        text = read_file(path).decode("utf-8") if path.is_file() else modeline(path, case.root, "entity")
        for rows in documents:
            text = add_document(text, rows)
        return text.encode()
    except (NotEditable, UnicodeDecodeError, OSError) as error:
        name = name_in_case(path, case.root)
        raise stop(
            "source-not-editable", "{file}: {reason}.", Place(name), file=File(name), reason=reason_of(error)
        ) from None


def free_id(case: Case, id_: str, taken: Collection[str] = ()) -> str:
    """The id, or with the first number that makes it one of nothing in the case; none that says a withheld name."""
    replacer = public_redactor(case)
    if not is_id(id_) or replacer.finds_in_id(id_):
        id_ = "publisher"
    number, free = 2, id_
    while free in taken or free in case.entities or free in case.sources or (case.root / "evidence" / free).exists():
        free, number = f"{id_}-{number}", number + 1
    return free


def masthead(case: Case, name: str, text: str) -> Masthead | None:
    """The first line, else the first sentence, that names a publisher and stands once in the text."""
    replacer, normalised = public_redactor(case), normalise(text)
    for candidate in _candidates(name, text):
        if replacer.finds(candidate):
            continue
        found = anchor(normalised, candidate, None, "", "")
        if found.status.verifies and found.start is not None and found.end is not None:
            return Masthead(candidate, found.start, found.end)
    return None


def _candidates(name: str, text: str) -> Iterator[str]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    named = [line for line in lines if line and says(fold(line), name)]
    yield from (line for line in named if len(line) <= MAX_MASTHEAD)
    for line in named:
        sentences = _SENTENCE_END.split(line)
        yield from (part for part in sentences if len(part) <= 2 * MAX_MASTHEAD and says(fold(part), name))
