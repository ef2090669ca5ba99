"""`dossier rename`: an entity, a source or an excerpt gets another id, wherever the case names it.

Files are edited where an id is written and nowhere else: comments, quotes and order stay. Everything is worked out
before anything is written, and a run that fails puts back what it had moved.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from dossier.case.fields import is_id, suggestion
from dossier.case.files import CASE_FILE, YAML_ENDINGS, name_in_case
from dossier.case.model import Case
from dossier.case.screenings import FOLDER as SCREENINGS
from dossier.case.yaml import parse_yaml
from dossier.evidence.exhibits import register_file
from dossier.evidence.lock import LOCK_FILE
from dossier.formats.canonical import readable_json
from dossier.formats.writing import cache, locked, write_all
from dossier.ftm import is_reference
from dossier.loading import NO_SOURCES, SOURCE_FILE
from dossier.problems import File, Id, Message, Place, Problems, Quoted, Stop, message, os_reason, stop
from dossier.withholding.replace import Replacer
from dossier.withholding.who import public_redactor

ENTITY, SOURCE, EXCERPT = "entity", "source", "excerpt"
# Keys whose value is the id of an entity, of a source, or the address of an excerpt, wherever they stand.
_ENTITIES = ("origin", "post", "act", "acts", "context")
_SOURCES = ("relies_on", "read", "of")
_CITATIONS = ("cite",)
_PROSE = ("dossier", "sections")


@dataclass(frozen=True, slots=True)
class Renamed:
    """What a renaming did: what was renamed, and which files name it by the new id now."""

    kind: str
    old: str
    new: str
    files: tuple[str, ...]
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """One renaming: `value` gives the new form of a scalar that stands under these keys, or None."""

    kind: str
    old: str
    new: str

    def of(self, path: tuple[str, ...], schema: str, text: str) -> str | None:
        """What a value is written as now; None when it does not name what is renamed."""
        key = path[-1] if path else ""
        if self.kind == ENTITY:
            return self._entity(path, schema, text) if self._names_entities(path, schema) else None
        if self.kind == SOURCE:
            if key in _SOURCES and text == self.old:
                return self.new
            address = text.startswith(f"{self.old}/") and key in _CITATIONS
            return f"{self.new}{text[len(self.old) :]}" if address else None
        return self.new if key in _CITATIONS and text == self.old else None

    def _names_entities(self, path: tuple[str, ...], schema: str) -> bool:
        key, above = path[-1], path[-2] if len(path) > 1 else ""
        if key == "by":
            return above == "also_borne_by"
        if key == "value" and len(path) > 2 and path[-3] == "properties":
            key, above = above, "properties"
        if above == "properties":
            return is_reference(schema, key)
        return key in (*_ENTITIES, "id") and not (key == "id" and len(path) > 1)

    def _entity(self, path: tuple[str, ...], schema: str, text: str) -> str | None:
        if text == self.old:
            return self.new
        # the entities that `offices:` and `acts:` stand for carry the ids of both
        for part in (".office.", ".act."):
            holder, found, held = text.partition(part)
            if found and self.old in (holder, held):
                return f"{self.new if holder == self.old else holder}{part}{self.new if held == self.old else held}"
        return None

    def in_prose(self, text: str) -> str:
        """Prose as written in the file, its citations under the new id."""
        if self.kind == ENTITY:
            return text
        if self.kind == SOURCE:
            return re.sub(rf"\[@{re.escape(self.old)}/", f"[@{self.new}/", text)
        return text.replace(f"[@{self.old}]", f"[@{self.new}]")


def rename(case: Case, old: str, new: str) -> Renamed:
    """Give an entity, a source, or with `source/excerpt` an excerpt another id, wherever the case names it.

    Writes everything or nothing. Raises Stop for an id that is not there, cannot be used or is taken, and for a file
    that cannot be edited.
    """
    change = _change(case, old, new)
    with locked(cache(case.root)):
        files = {path: data for path, data in _edited(case, change) if data != path.read_bytes()}
        reviewed = any((case.root / "reviews").glob("*/*.json"))
        if change.kind == SOURCE:
            _write_moved(case, change, files)
        else:
            write_all(files)
    replacer = public_redactor(case)
    names = sorted(_name(case, change, path, replacer) for path in files)
    old = "an id with a withheld name" if replacer.finds_in_id(change.old) else change.old
    return Renamed(change.kind, old, change.new, tuple(names), reviewed)


def _name(case: Case, change: _Change, path: Path, replacer: Replacer) -> str:
    """What a file is called afterwards; a withheld name in it is not told."""
    name = name_in_case(path, case.root)
    folder = f"evidence/{change.old}/"
    if change.kind == SOURCE and name.startswith(folder):
        name = f"evidence/{change.new}/{name.removeprefix(folder)}"
    return "(a file with a withheld name)" if replacer.finds_in_id(name) else name


def _change(case: Case, old: str, new: str) -> _Change:
    """The renaming that is asked for, checked."""
    source, parted, _ = old.partition("/")
    if parted:
        new = new.removeprefix(f"{source}/")
        if old not in case.excerpts():
            raise _unknown(old, list(case.excerpts()))
        _check_new(case, new, {each.name for each in case.sources[source].excerpts})
        return _Change(EXCERPT, old, f"{source}/{new}")
    taken = {*case.entities, *case.sources}
    if old in case.sources:
        _check_new(case, new, taken | {*NO_SOURCES}, case.root / "evidence" / new)
        return _Change(SOURCE, old, new)
    if old not in case.entities or any(part in old for part in (".office.", ".act.")):
        raise _unknown(old, [id_ for id_ in taken if ".office." not in id_ and ".act." not in id_])
    _check_new(case, new, taken)
    return _Change(ENTITY, old, new)


def _unknown(old: str, known: list[str]) -> Stop:
    return stop(
        "rename-refused",
        "The case has no entity, source or excerpt {old!r} to rename.{hint}",
        cure="Name an entity or a source by its id, an excerpt as SOURCE/EXCERPT.",
        old=Quoted(old),
        hint=suggestion(old, known),
    )


def _check_new(case: Case, new: str, taken: set[str], folder: Path | None = None) -> None:
    if not is_id(new):
        raise stop("bad-id", "The id {new!r} cannot be used.", new=Quoted(new))
    if public_redactor(case).finds_in_id(new):
        raise stop("id-names-withheld", "The new id contains the name of a withheld person.")
    if new in taken or (folder is not None and folder.exists()):
        raise stop("duplicate-id", "The id {new!r} is taken.", cure="Give another.", new=Id(new))


def _write_moved(case: Case, change: _Change, files: Mapping[Path, bytes]) -> None:
    """Write the files and move the folder of a source; all of it or, when one of both fails, nothing."""
    before = {path: path.read_bytes() for path in files}
    folder, goal = (case.root / "evidence" / id_ for id_ in (change.old, change.new))
    write_all(files)
    try:
        os.rename(folder, goal)
    except OSError as error:
        write_all(before)
        raise stop(
            "output-unwritable", "{file} cannot be moved: {reason}.", file=File(folder.name), reason=os_reason(error)
        ) from None


# --- the files that may name it


def _edited(case: Case, change: _Change) -> Iterator[tuple[Path, bytes]]:
    """Every file that may name what is renamed, with its content afterwards."""
    for path in _yaml_files(case):
        yield path, _yaml(case, path, change)
    if change.kind == SOURCE:
        if register_file(case.root).is_file():
            yield register_file(case.root), _json(case, register_file(case.root), partial(_rekeyed, "exhibits", change))
    elif change.kind == EXCERPT:
        path = case.root / "evidence" / change.old.split("/")[0] / LOCK_FILE
        if path.is_file():
            yield path, _json(case, path, partial(_rekeyed, "excerpts", _names_of(change)))
    else:
        for path in sorted((case.root / SCREENINGS).glob("*.json")):
            yield path, _json(case, path, partial(_screened, change))


def _yaml_files(case: Case) -> Iterator[Path]:
    yield case.root / CASE_FILE
    for folder in ("entities", SCREENINGS):
        found = sorted((case.root / folder).rglob("*")) if (case.root / folder).is_dir() else []
        yield from (path for path in found if path.suffix in YAML_ENDINGS and path.is_file() and not _is_hidden(path))
    yield from (source.folder / SOURCE_FILE for source in case.sources.values())


def _is_hidden(path: Path) -> bool:
    return path.name.startswith(".") or path.is_symlink()


def _names_of(change: _Change) -> _Change:
    """The renaming of an excerpt by the names alone, as the files of its own source have them."""
    return _Change(change.kind, change.old.split("/")[1], change.new.split("/")[1])


def _json(case: Case, path: Path, edit: Callable[[Any], Any]) -> bytes:
    try:
        return readable_json(edit(json.loads(path.read_bytes())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise _not_editable(case, path, Message("It is not as the program writes it")) from None


def _rekeyed(key: str, change: _Change, rows: Any) -> Any:
    return {**rows, key: {change.new if id_ == change.old else id_: row for id_, row in rows[key].items()}}


def _screened(change: _Change, rows: Any) -> Any:
    cut = [change.new if id_ == change.old else id_ for id_ in rows["cut"]]
    return {**_rekeyed("persons", change, _rekeyed("candidates", change, rows)), "cut": cut}


def _not_editable(case: Case, path: Path, reason: Message) -> Stop:
    name = name_in_case(path, case.root)
    return stop(
        "rename-refused",
        "{file} cannot be edited: {reason}.",
        Place(name),
        "Mend the file, or rename by hand.",
        file=File(name),
        reason=reason,
    )


# --- YAML, edited where a value stands


@dataclass(frozen=True, slots=True)
class _Edit:
    """A stretch of a file, in characters, and what it becomes."""

    start: int
    end: int
    text: str


def _yaml(case: Case, path: Path, change: _Change) -> bytes:
    """A YAML file with the new id in every place that names what is renamed; other bytes as they were."""
    try:
        text = path.read_bytes().decode("utf-8")
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix("\ufeff")
        nodes = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise _not_editable(case, path, Message("it cannot be read")) from None
    verdicts = path.parent.name == SCREENINGS
    own = change.kind == EXCERPT and path.parent.name == change.old.split("/")[0] and path.name == SOURCE_FILE
    edits: dict[int, _Edit] = {}
    for node in nodes:
        schema = _schema_of(node)
        for edit in _edits(node, (), schema, change, text):
            edits[edit.start] = edit
        if own or (verdicts and change.kind == ENTITY):
            key = "excerpts" if own else "verdicts"
            for edit in _of_key(node, key, _names_of(change) if own else change):
                edits[edit.start] = edit
    after = text
    for edit in sorted(edits.values(), key=lambda each: each.start, reverse=True):
        after = after[: edit.start] + edit.text + after[edit.end :]
    problems = Problems()
    parse_yaml(after.replace("\r\n", "\n"), "", problems)
    if edits and problems:
        raise _not_editable(case, path, message("it would not be read as it is meant"))
    return (mark + after).encode()


def _schema_of(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "schema"), "")


def _edits(node: yaml.Node, path: tuple[str, ...], schema: str, change: _Change, text: str) -> Iterator[_Edit]:
    """The edits below a node; `path` are the keys above it."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _edits(value, (*path, str(key.value)), schema, change, text)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _edits(item, path, schema, change, text)
    elif isinstance(node, yaml.ScalarNode) and path:
        start, end = node.start_mark.index, node.end_mark.index
        if (new := change.of(path, schema, node.value)) is not None:
            quote = text[start] if text[start] in "'\"" else ""
            yield _Edit(start, end, f"{quote}{new}{quote}")
        elif path[0] in _PROSE and (prose := change.in_prose(text[start:end])) != text[start:end]:
            yield _Edit(start, end, prose)


def _of_key(node: yaml.Node, key: str, change: _Change) -> Iterator[_Edit]:
    """The edit of a key of the mapping under a top-level key."""
    for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if name.value == key and isinstance(value, yaml.MappingNode):
            for inner, _ in value.value:
                if inner.value == change.old:
                    yield _Edit(inner.start_mark.index, inner.end_mark.index, change.new)
