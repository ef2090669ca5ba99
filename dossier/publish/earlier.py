"""Reads an earlier publication back, for what changed since. Nothing in it is believed before its checksums hold."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from followthemoney.dataset import Version
from followthemoney.statement import BASE_ID
from followthemoney.statement.serialize import CSV_COLUMNS

from dossier.editions import View
from dossier.formats.reading import open_file, read_file
from dossier.problems import File, Id, Message, Quoted, Stop, Term, Words, message, os_reason, reason_of, stop
from dossier.publish.exporter import file_sha1
from dossier.publish.history import Before, History
from dossier.publish.index import IndexExporter
from dossier.publish.statements import StatementsExporter
from dossier.publish.traversal import seen

MAX_INDEX = 10 * 1024 * 1024
MAX_STATEMENTS = 4 * 1024 * 1024 * 1024
MAX_ROWS = 10_000_000
_SHA1 = re.compile(r"[0-9a-f]{40}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Index:
    """What an `index.json` says of its publication: `checksums` are SHA-1 by file name."""

    name: str
    edition: str
    version: str
    checksums: dict[str, str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier publication: its version, and what it said since when."""

    version: str
    history: History


def read_earlier(folder: Path, view: View, version: str) -> Earlier:
    """The publication in `folder`, as the past of the one that will have `version`.

    Raises Stop when it cannot be read, when a checksum does not hold, when it is of another dataset or edition, and
    when it is not older.
    """
    index = _index(folder)
    if (index.name, index.edition) != (view.meta.name, view.edition):
        raise stop(
            "publication-unreadable",
            "{folder} is the {edition} edition of {dataset!r}, not the {own_edition} edition of {own_dataset!r}.",
            folder=File(str(folder)),
            edition=Quoted(index.edition),
            dataset=Quoted(index.name),
            own_edition=Id(view.edition),
            own_dataset=Id(view.meta.name),
        )
    if index.version >= version:
        raise stop(
            "publication-not-older",
            "{folder} is version {earlier}; this is {version}.",
            folder=File(str(folder)),
            earlier=Quoted(index.version),
            version=Term(version),
        )
    path = folder / StatementsExporter.FILE_NAME
    _check_file(path, MAX_STATEMENTS)
    expected = index.checksums.get(path.name)
    if expected is None:
        raise _unreadable(folder, message("its index does not list {file}", file=File(path.name)))
    if file_sha1(path) != expected:
        raise _unreadable(path, message("it is not what its index says: the checksums differ"))
    return Earlier(index.version, _history(path, view))


def read_version(folder: Path) -> Index | None:
    """What the index in `folder` says, None when there is none that can be read."""
    try:
        return _index(folder)
    except Stop:
        return None


def _index(folder: Path) -> Index:
    path = folder / IndexExporter.FILE_NAME
    _check_file(path, MAX_INDEX)
    try:
        data = json.loads(read_file(path, MAX_INDEX))
        rows = data["resources"]
        index = Index(data["name"], data["edition"], data["version"], {row["name"]: row["checksum"] for row in rows})
        texts = (index.name, index.edition, index.version, *index.checksums, *index.checksums.values())
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
        Version.from_string(index.version)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _unreadable(path, message("it is no index of a publication")) from None
    except OSError as error:
        raise _unreadable(path, os_reason(error)) from None
    return index


def _history(path: Path, view: View) -> History:
    """What the statements say, with one text for each time, as there are few times and many statements."""
    entities: dict[str, Before] = {}
    statements: dict[bytes, str] = {}
    times: dict[str, str] = {}
    limit = seen(view)
    for number, row in enumerate(_rows(path), 2):
        if number > MAX_ROWS:
            raise _unreadable(path, message("it has more than {most:,} rows", most=MAX_ROWS))
        entity, prop, value, dataset = row["entity_id"], row["prop"], row["value"], row["dataset"]
        first, id_ = row["first_seen"], row["id"]
        right = _TIME.fullmatch(first) and _SHA1.fullmatch(id_) and dataset == view.meta.name and entity
        if not right or first > limit:
            why = message(
                "row {number} is no statement of {dataset!r} from before {day}",
                number=number,
                dataset=Id(view.meta.name),
                day=Term(limit[:10]),
            )
            raise _unreadable(path, why)
        first = times.setdefault(first, first)
        if prop == BASE_ID:
            entities[entity] = Before(value, first)
        else:
            statements[bytes.fromhex(id_)] = first
    return History(limit, entities, statements)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows by column. Raises Stop when the file is no table of statements."""
    try:
        with open_file(path) as opened, io.TextIOWrapper(opened, encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if next(reader, None) != CSV_COLUMNS:
                raise _unreadable(path, message("its heading is not that of FtM statements"))
            for row in reader:
                yield dict(zip(CSV_COLUMNS, row, strict=True))
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _unreadable(path, message("it is no table of statements ({reason})", reason=reason_of(error))) from None


def _check_file(path: Path, limit: int) -> None:
    if not path.is_file():
        raise _unreadable(path, message("there is no such file"))
    size = path.stat().st_size
    if size > limit:
        raise _unreadable(path, message("it has {size:,} bytes; {limit:,} are read", size=size, limit=limit))


def _unreadable(path: Path, why: Message | Words) -> Stop:
    return stop(
        "publication-unreadable",
        "{path} is not taken for an earlier publication: {why}.",
        path=File(str(path)),
        why=why,
    )
