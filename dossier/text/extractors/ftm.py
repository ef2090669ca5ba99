"""FollowTheMoney entities, one JSON object a line: each is read as a block of lines, the id first.

A block is what `dossier import` quotes: a reader sees the record as its publisher gave it, and it stands in the text
once, as no two records of a file have the same id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from dossier.text.extractors import Extracted, Unreadable
from dossier.text.extractors.plain import decode

EXTRACTOR = "ftm/1"
MAX_LINE = 10 * 1024 * 1024  # bytes
BETWEEN = "\n\n"  # records in the text
# What consolidated publications say of a record beside its properties, each a text or a list of texts.
_ABOUT = ("datasets", "referents", "first_seen", "last_seen", "last_change")


@dataclass(frozen=True, slots=True)
class Record:
    """One entity of a file: `line` counts from 1; `about` is what its publication says of the record itself."""

    line: int
    raw: bytes
    id: str
    schema: str
    properties: dict[str, tuple[str, ...]]
    about: dict[str, tuple[str, ...]]

    @property
    def block(self) -> str:
        """The record as lines of text."""
        rows = {"schema": (self.schema,), **self.properties, **self.about}
        lines = (f"{name}: {' '.join(value.split())}" for name, values in rows.items() for value in values)
        return "\n".join([self.id, *lines])


def ftm(data: bytes, encoding: str | None) -> Extracted:
    """The text of a file of entities. Raises Unreadable at the first line that holds none."""
    blocks = [record.block for record in records(data, encoding)]
    return Extracted(BETWEEN.join(blocks) + "\n", EXTRACTOR)


def records(data: bytes, encoding: str | None = None) -> Iterator[Record]:
    """The entities of a file, in its order; blank lines are passed over. Raises Unreadable, as `record`."""
    seen: set[str] = set()
    for number, line in enumerate(decode(data, encoding).split("\n"), 1):
        if not line.strip():
            continue
        found = record(line.encode(), number)
        if found.id in seen:
            raise Unreadable("line {number:,} holds the id of an earlier line", number=number)
        seen.add(found.id)
        yield found


def record(line: bytes, number: int) -> Record:
    """The entity in one line. Raises Unreadable, with the line's number, for anything else."""
    if len(line) > MAX_LINE:
        raise Unreadable(
            "line {number:,} has {size:,} bytes; at most {most:,} are read",
            "file-too-large",
            number=number,
            size=len(line),
            most=MAX_LINE,
        )
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Unreadable("line {number:,} is no JSON", number=number) from None
    if not isinstance(row, dict) or not _word(row.get("id")) or not _word(row.get("schema")):
        raise Unreadable("line {number:,} is no FollowTheMoney entity: it has no `id` and `schema`", number=number)
    properties = row.get("properties")
    if not isinstance(properties, dict):
        raise Unreadable("line {number:,} is no FollowTheMoney entity: it has no `properties`", number=number)
    return Record(
        line=number,
        raw=line,
        id=row["id"],
        schema=row["schema"],
        properties={name: _texts(values, number) for name, values in sorted(properties.items())},
        about={name: _texts(row[name], number) for name in _ABOUT if row.get(name)},
    )


def _word(value: object) -> bool:
    return isinstance(value, str) and bool(value) and not any(sign.isspace() for sign in value)


def _texts(values: object, number: int) -> tuple[str, ...]:
    rows = [values] if isinstance(values, str) else values
    if not isinstance(rows, list) or not all(isinstance(value, str) for value in rows):
        raise Unreadable("line {number:,} holds values that are no texts: nested entities are not read", number=number)
    return tuple(value for value in rows if value.strip())
