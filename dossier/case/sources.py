"""Reads `evidence/<source>/source.yml` into a `Source`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dossier.case.dates import date_hint
from dossier.case.entities import read_value
from dossier.case.fields import Fields, is_id
from dossier.case.files import inside
from dossier.case.model import EDITIONS, Assessment, Capture, Excerpt, Independence, Source, Translation
from dossier.case.yaml import Table, Text
from dossier.problems import Id, Place, Problems, Quoted, Term, listed
from dossier.text.extract import MEDIA_TYPES, media_type_of

SOURCE_KEYS = (
    "schema",
    "origin",
    "relies_on",
    "independent",
    "properties",
    "capture",
    "captures",
    "assessment",
    "excerpts",
    "edition",
    "public",
    "hostile",
)
CAPTURE_KEYS = ("file", "media_type", "captured_at", "method", "encoding", "url", "archive_url", "note")
EXCERPT_KEYS = ("quote", "capture", "speech", "prefix", "suffix", "translations", "edition", "note")
SPEECH = ("direct", "reported", "translated")
NOT_STATED = "not-stated"
NOT_KNOWN = "not-known"


def read_source(
    table: Table, folder: Path, root: Path, problems: Problems, editions: tuple[str, ...] = EDITIONS
) -> Source:
    """The source that a `source.yml` describes; `folder` is its own folder, whose name is its id.

    `editions` are those of the case.
    """
    fields = Fields(table, problems, SOURCE_KEYS)
    properties = fields.table("properties")
    published = None
    values = []
    for prop, node in (properties.entries if properties else {}).items():
        if prop == "publishedAt" and isinstance(node, Text) and node.value == NOT_STATED:
            continue
        value = read_value(prop, node, (), problems, editions)
        if value is not None:
            values.append(value)
            published = value.text if prop == "publishedAt" else published
    assessment = fields.table("assessment")
    captures = tuple(_captures(fields, folder, root, problems))
    return Source(
        id=folder.name,
        schema=fields.text("schema", required=True) or "",
        place=table.place,
        origin=fields.text("origin", required=True),
        relies_on=fields.texts("relies_on"),
        values=tuple(values),
        captures=captures,
        assessment=_assessment(assessment, problems) if assessment else None,
        excerpts=tuple(_excerpts(fields.table("excerpts"), folder.name, captures, problems, editions)),
        folder=folder,
        published=published,
        edition=fields.choice("edition", editions, kind=Id),
        public=fields.flag("public"),
        hostile=fields.flag("hostile"),
        independent=tuple(_independences(fields, problems)),
    )


def _independences(fields: Fields, problems: Problems) -> Iterator[Independence]:
    for table in fields.tables("independent"):
        row = Fields(table, problems, ("of", "because"))
        of, because = row.text("of", required=True), row.text("because", required=True)
        if of and because:
            yield Independence(of, because, table.place)


def _captures(fields: Fields, folder: Path, root: Path, problems: Problems) -> Iterator[Capture]:
    rows: dict[str, Table] = {}
    if fields.has("capture") and fields.has("captures"):
        problems.add("unknown-key", fields.at("captures"), "Either `capture:` or `captures:` is written, not both.")
    if single := fields.table("capture"):
        rows = {"c1": single}
    elif several := fields.table("captures"):
        for id_, node in several.entries.items():
            if not isinstance(node, Table):
                problems.add("wrong-type", node.place, "The capture {id!r} is a mapping.", id=Quoted(id_))
            elif not is_id(id_):
                problems.add("bad-id", several.keys[id_], "The capture id {id!r} cannot be used.", id=Quoted(id_))
            else:
                rows[id_] = node
    else:
        problems.add("missing-key", fields.place, "The source has no `capture:`.")
    for id_, row in rows.items():
        if capture := _capture(id_, row, folder, root, problems):
            yield capture


def _capture(id_: str, table: Table, folder: Path, root: Path, problems: Problems) -> Capture | None:
    fields = Fields(table, problems, CAPTURE_KEYS)
    file = fields.text("file", required=True)
    captured_at = fields.text("captured_at") or NOT_KNOWN
    if captured_at != NOT_KNOWN and not _is_time(captured_at):
        problems.add(
            "bad-date",
            fields.at("captured_at"),
            "captured_at: {captured_at!r} is no date or time.{hint}",
            captured_at=Quoted(captured_at),
            hint=date_hint(captured_at),
        )
    media_type = fields.choice("media_type", tuple(MEDIA_TYPES))
    method = fields.text("method", required=True) or ""
    if file is None:
        return None
    media_type = media_type or media_type_of(file)
    if media_type is None:
        problems.add(
            "unknown-choice",
            fields.at("file"),
            "The media type of {file!r} is not known; one of {known}.",
            file=Quoted(file),
            known=listed(Term, MEDIA_TYPES),
        )
        return None
    path = inside(folder / file, folder, root, fields.at("file"), problems)
    if path is None:
        return None
    return Capture(
        id=id_,
        file=file,
        path=path,
        media_type=media_type,
        captured_at=captured_at,
        method=method,
        place=table.place,
        encoding=fields.text("encoding"),
        url=fields.text("url"),
        archive_url=fields.text("archive_url"),
    )


def _is_time(text: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _assessment(table: Table, problems: Problems) -> Assessment | None:
    fields = Fields(table, problems, ("reliability", "credibility", "because"))
    reliability = fields.choice("reliability", ("A", "B", "C", "D", "E", "F"), required=True)
    credibility = fields.choice("credibility", ("1", "2", "3", "4", "5", "6"), required=True)
    because = fields.text("because", required=True)
    if reliability is None or credibility is None or because is None:
        return None
    return Assessment(reliability, credibility, because, table.place)


def _excerpts(
    table: Table | None, source: str, captures: tuple[Capture, ...], problems: Problems, editions: tuple[str, ...]
) -> Iterator[Excerpt]:
    for name, node in (table.entries if table else {}).items():
        place = table.keys[name] if table else node.place
        if not is_id(name):
            problems.add("bad-id", place, "The excerpt id {name!r} cannot be used.", name=Quoted(name))
        elif isinstance(node, Table):
            if excerpt := _excerpt(f"{source}/{name}", node, place, captures, problems, editions):
                yield excerpt
        elif isinstance(node, Text) and node.value.strip():
            yield Excerpt(f"{source}/{name}", node.value, place)
        else:
            problems.add(
                "wrong-type",
                node.place,
                "The excerpt {name!r} takes the words quoted, or a mapping with `quote`.",
                name=Quoted(name),
            )


def _excerpt(
    key: str, table: Table, place: Place, captures: tuple[Capture, ...], problems: Problems, editions: tuple[str, ...]
) -> Excerpt | None:
    fields = Fields(table, problems, EXCERPT_KEYS)
    quote = fields.text("quote", required=True)
    if quote is None:
        return None
    return Excerpt(
        key=key,
        quote=quote,
        place=place,
        capture=fields.choice("capture", tuple(capture.id for capture in captures), kind=Id),
        speech=fields.choice("speech", SPEECH) or "direct",
        prefix=fields.text("prefix") or "",
        suffix=fields.text("suffix") or "",
        translations=tuple(_translation(row, problems) for row in fields.tables("translations")),
        edition=fields.choice("edition", editions, kind=Id),
        note=fields.text("note"),
    )


def _translation(table: Table, problems: Problems) -> Translation:
    fields = Fields(table, problems, ("lang", "text", "by"))
    return Translation(
        fields.text("lang", required=True) or "",
        fields.text("text", required=True) or "",
        fields.text("by", required=True) or "",
    )
