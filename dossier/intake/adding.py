"""`dossier new`: an entity with the next good id, at the end of the file of its kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossier.case.dates import date_hint
from dossier.case.fields import is_date, is_id, suggestion
from dossier.case.files import name_in_case
from dossier.case.model import NAMED_IN_PUBLIC, Case
from dossier.formats.writing import cache, locked, write_all
from dossier.intake.capturing import slug
from dossier.intake.declaring import WORDS, free_ids, free_labels
from dossier.intake.publishing import free_id, lengthened
from dossier.problems import Id, Quoted, Stop, Term, stop
from dossier.withholding.who import public_redactor

# Kind -> its file, and the schemata that it can have, the usual one first.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "person": ("people.yml", ("Person",)),
    "body": ("bodies.yml", ("PublicBody", "Organization", "Company")),
    "post": ("bodies.yml", ("Position",)),
    "act": ("acts.yml", ("Event", "CourtCase")),
}
MAX_ID = 40  # characters of an id made of a long name


@dataclass(frozen=True, slots=True)
class New:
    """What the user asks for; None for what is left open. `category` is `person:`, `body` that of a post."""

    kind: str
    name: str
    id: str | None = None
    category: str | None = None
    schema: str | None = None
    cite: tuple[str, ...] = ()
    lang: str | None = None
    date: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What was written: the id, the file (its name in the case), and the label of a person who is withheld."""

    id: str
    file: str
    label: str | None = None


def add(case: Case, new: New) -> Added:
    """Write an entity at the end of the file of its kind. Raises Stop when it cannot be as asked."""
    file, schemata = KINDS[new.kind]
    schema = new.schema or schemata[0]
    if schema not in schemata:
        raise _no_choice("--schema", schema, schemata)
    _check(case, new)
    withheld = new.kind == "person" and new.category not in NAMED_IN_PUBLIC
    id_ = new.id or (next(free_ids(case, WORDS[new.category or "other"].casefold())) if withheld else _id(case, new))
    label = next(free_labels(case, WORDS[new.category or "other"])) if withheld else None
    rows: dict[str, Any] = {"id": id_, "schema": schema}
    if new.kind == "person":
        rows["person"] = new.category or ""
    if label:
        rows["label"] = label
    if new.cite:
        rows["cite"] = new.cite[0] if len(new.cite) == 1 else list(new.cite)
    name: Any = {"value": new.name, "lang": new.lang} if new.lang else new.name
    properties: dict[str, Any] = {"name": name}
    if new.date:
        properties["date"] = new.date
    if new.body:
        properties["organization"] = new.body
    path = case.root / "entities" / file
    with locked(cache(case.root)):
        write_all({path: lengthened(case, path, {**rows, "properties": properties})})
    return Added(id_, name_in_case(path, case.root), label)


def _check(case: Case, new: New) -> None:
    """Raises Stop for an id, a date, a citation or a body that the case could not have."""
    if not new.name.strip():
        raise stop("missing-key", "The name is empty.", cure="Give the name in quotation marks.")
    if new.id is not None:
        _check_id(case, new.id)
    if new.date is not None and not is_date(new.date):
        raise stop("bad-date", "--date: {day!r} is no date.{hint}", day=Quoted(new.date), hint=date_hint(new.date))
    for key in new.cite:
        _check_known("--cite", key, list(case.excerpts()))
    if new.body is not None:
        _check_known("--body", new.body, list(case.entities))


def _check_id(case: Case, id_: str) -> None:
    if not is_id(id_):
        raise stop("bad-id", "The id {id!r} cannot be used.", id=Quoted(id_))
    if id_ in case.entities or id_ in case.sources:
        raise stop("duplicate-id", "The id {id!r} is taken.", cure="Give another, or none.", id=Id(id_))
    if public_redactor(case).finds_in_id(id_):
        raise stop("id-names-withheld", "The id contains the name of a withheld person.")


def _check_known(option: str, text: str, known: list[str]) -> None:
    if text not in known:
        raise stop(
            "dangling-reference",
            "{option}: there is no {text!r} in the case.{hint}",
            option=Term(option),
            text=Quoted(text),
            hint=suggestion(text, known),
        )


def _no_choice(option: str, value: str, known: Iterable[str]) -> Stop:
    from dossier.problems import listed

    return stop(
        "unknown-choice",
        "{option}: {value!r} is none of {known}.",
        option=Term(option),
        value=Quoted(value),
        known=listed(Term, known),
    )


def _id(case: Case, new: New) -> str:
    """The id made of a name: of a person who is shown the last word, if it is free."""
    words = slug(new.name)
    if new.kind == "person" and (last := words.rpartition("-")[2]) not in {*case.entities, *case.sources}:
        words = last if is_id(last) and len(last) > 2 else words
    if len(words) > MAX_ID:
        words = words[:MAX_ID].rpartition("-")[0] or words[:MAX_ID]
    return free_id(case, words)


def paste(folder: Path, title: str, text: str) -> Path:
    """A text somebody pasted, as a file that can be captured. Raises Stop when it is empty."""
    if not text.strip():
        raise stop("capture-empty", "There is no text.", cure="Give it on standard input, or name a file with --text.")
    path = folder / f"{slug(title)}.txt"
    path.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
    return path
