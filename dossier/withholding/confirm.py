"""Writes what people confirm of the proposed spellings into the case: nowhere else does one become a name."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.case.edit import NotEditable, Value, extend, in_document
from dossier.case.model import Case, Entity
from dossier.formats.reading import read_file
from dossier.formats.writing import cache, locked, write_aside
from dossier.problems import Id, Term, stop
from dossier.withholding.private import PREFIX


def add_spellings(case: Case, entity: Entity, spellings: Sequence[str]) -> None:
    """Lengthen the `withhold:` of an entity. Raises Stop when its file cannot be edited."""
    _lengthen(case, entity, (), "withhold", spellings)


def add_names(case: Case, entity: Entity, prop: str, names: Sequence[tuple[str, str]]) -> None:
    """Add values to a name property of an entity, each with what it is derived from, so that it prints as inferred.

    Raises Stop when its file cannot be edited.
    """
    _lengthen(case, entity, ("properties",), prop, [{"value": name, "derived": derived} for name, derived in names])


def _lengthen(case: Case, entity: Entity, path: tuple[str, ...], key: str, values: Sequence[Value]) -> None:
    file = entity.place.file
    if file.startswith(PREFIX):
        raise stop(
            "names-not-confirmed",
            "{id} stands in the private folder.",
            entity.place,
            _BY_HAND,
            id=Id(entity.id),
        )
    with locked(cache(case.root)):
        try:
            text = read_file(case.root / file).decode("utf-8")
            after = in_document(text, entity.id, lambda part: extend(part, path, key, values))
        except (NotEditable, UnicodeDecodeError, OSError):
            raise stop(
                "names-not-confirmed",
                "The document of {id} cannot be lengthened under `{key}:`.",
                entity.place,
                _BY_HAND,
                id=Id(entity.id),
                key=Term(key),
            ) from None
        write_aside(case.root / file, after.encode())


_BY_HAND = "Write it there by hand."
