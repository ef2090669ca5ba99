"""Published lists in the form of OpenSanctions: which file it is, what it says of itself, and its lines one by one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from dossier.formats.reading import open_file, read_file, read_head
from dossier.problems import File, Stop, Term, message, os_reason, reason_of, stop

# The file of a publication that is read, by preference: flat entities, or targets with what hangs on them inside.
FILES = ("entities.ftm.json", "targets.nested.json")
INDEX = "index.json"
# How packed files begin -> what unpacks them.
PACKED = {
    b"\x1f\x8b": "gunzip -k",
    b"\x28\xb5\x2f\xfd": "unzstd",
    b"PK\x03\x04": "unzip",
    b"BZh": "bunzip2 -k",
    b"\xfd7zXZ\x00": "unxz -k",
}
_MAGIC = max(map(len, PACKED))
MAX_INDEX = 50 * 1024 * 1024
MAX_LINE = 20 * 1024 * 1024
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)\d{6}-")


@dataclass(slots=True)
class PublishedList:
    """A list as it says of itself; `sha256` and `entities` are known when every line was read."""

    path: Path
    name: str
    title: str
    version: str
    date: str
    sha256: str = ""
    entities: int = 0
    size: int = field(default=0)


def find_list(path: Path, name: str | None = None, date: str | None = None) -> PublishedList:
    """The list in a file, or in a folder that holds a publication; `name` and `date` are the user's word for it.

    Raises Stop when there is none, or when neither it nor the user says of which day it is.
    """
    file = path
    if path.is_dir():
        file = next((path / one for one in FILES if (path / one).is_file()), path / FILES[0])
    try:
        if not file.is_file():
            raise stop(
                "list-unreadable",
                "{file} is not there.",
                cure=message("Give a file, or a folder with {file}.", file=Term(FILES[0])),
                file=File(file.name),
            )
        size = file.stat().st_size
        _check_unpacked(file.name, read_head(file, _MAGIC))
    except OSError as error:
        raise stop(
            "list-unreadable", "{file} cannot be read: {reason}.", file=File(file.name), reason=os_reason(error)
        ) from None
    index = _index(file)
    said = str(index.get("updated_at") or index.get("last_export") or "")[:10]
    if not _DATE.fullmatch(said) and (day := _DAY.match(str(index.get("version", "")))):
        said = "-".join(day.groups())
    found = date or said
    if not _DATE.fullmatch(found):
        raise stop(
            "list-unreadable",
            "Nothing says of which day {file} is.",
            cure="Give its date with --date.",
            file=File(file.name),
        )
    own = re.sub(r"[^a-z0-9]+", "-", (name or str(index.get("name") or file.name.split(".")[0])).lower()).strip("-")
    title = str(index.get("title") or own)
    return PublishedList(file, own or "list", title, str(index.get("version") or ""), found, size=size)


def _check_unpacked(name: str, begin: bytes) -> None:
    """Raises Stop for a file that is packed: what is hashed and cited is the list itself."""
    for magic, command in PACKED.items():
        if begin.startswith(magic):
            raise stop(
                "list-unreadable",
                "{name} is packed.",
                cure=message("Unpack it first, such as by `{command} {name}`.", command=Term(command), name=File(name)),
                name=File(name),
            )


def _index(file: Path) -> dict[str, Any]:
    """What the catalogue beside the file says, when there is one and it names the file."""
    path = file.parent / INDEX
    try:
        if not path.is_file() or path.stat().st_size > MAX_INDEX:
            return {}
        found = json.loads(read_file(path, MAX_INDEX))
    except (OSError, ValueError, RecursionError) as error:
        raise stop(
            "list-unreadable",
            "{index} beside the list cannot be read: {reason}.",
            index=Term(INDEX),
            reason=reason_of(error),
        ) from None
    resources = found.get("resources", []) if isinstance(found, dict) else []
    names = [row.get("name") for row in resources if isinstance(row, dict)] if isinstance(resources, list) else []
    return found if file.name in names or not names else {}


def lines(listed: PublishedList) -> Iterator[bytes]:
    """Every line of the file; afterwards `sha256` and `entities` are known. Raises Stop when it cannot be read."""
    hashed, count = hashlib.sha256(), 0
    try:
        with open_file(listed.path) as file:
            while line := file.readline(MAX_LINE):
                hashed.update(line)
                if line.isspace():
                    continue
                count += 1
                yield line
    except OSError as error:
        raise stop(
            "list-unreadable", "{file} cannot be read: {reason}.", file=File(listed.path.name), reason=os_reason(error)
        ) from None
    listed.sha256, listed.entities = hashed.hexdigest(), count


def parsed(line: bytes, number: int, file: str) -> dict[str, Any]:
    """The entity in a line. Raises Stop for what is none."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise _no_entity(file, number) from None
    if not (isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("schema"), str)):
        raise _no_entity(file, number)
    if not isinstance(row.get("properties"), dict):
        raise _no_entity(file, number)
    return row


def _no_entity(file: str, number: int) -> Stop:
    return stop(
        "list-unreadable", "Line {number:,} of {file} is no FollowTheMoney entity.", number=number, file=File(file)
    )


def texts(row: dict[str, Any], prop: str) -> list[str]:
    """The values of a property that are texts: nested entities are left out."""
    values = row["properties"].get(prop, [])
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
