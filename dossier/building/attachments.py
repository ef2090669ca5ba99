"""What a dossier carries as files: its entities, its claims, the captures and texts it rests on, and their manifest.

All of it comes of the view, cut down to what one document speaks of, through the code that writes publications.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import orjson

from dossier.claims import spoken_of
from dossier.editions import EditionText, View, VisibleEntity, VisibleSource
from dossier.formats.attached import (
    DATA,
    SOURCE,
    SUPPLEMENT,
    Attachment,
)
from dossier.language import Language, msg
from dossier.publish.claims import claims_json
from dossier.publish.records import entity_json
from dossier.publish.traversal import Traversal
from dossier.publish.version import version_of
from dossier.render.attached import Attached, by_name
from dossier.render.document import Document
from dossier.text.sniff import ending_of

ENTITIES_FILE, CLAIMS_FILE = "person.ftm.json", "claims.json"
MAX_BYTES = 25 * 1024 * 1024  # of all captures and texts of a document: what still goes by mail


ENTITIES_TITLE = msg("The entities this document speaks of, in FollowTheMoney")
CLAIMS_TITLE = msg("Every claim printed here, with its quotations and where they stand")


def attachments_of(document: Document) -> Attached:
    """What goes with a document. Texts come before captures where not all fits into `MAX_BYTES`.

    Raises Stop for what cannot be said in FollowTheMoney.
    """
    view, say = view_of(document), document.say
    entities = Attachment(ENTITIES_FILE, say(ENTITIES_TITLE), "application/json+ftm", DATA, _entities(view))
    claims = Attachment(CLAIMS_FILE, say(CLAIMS_TITLE), "application/json", DATA, _claims(view))
    files, left_out, room = [entities, claims], [], MAX_BYTES
    for file in (*_texts(view, say), *_captures(view, say)):
        if len(file.data) <= room:
            room -= len(file.data)
            files.append(file)
        else:
            left_out.append(file)
    about = {
        "case": view.meta.name,
        "edition": view.edition,
        "as_of": view.meta.as_of,
        "release": view.meta.release,
        "person": document.person.id,
        "regimes": [regime.id for regime in document.regimes],
        "language": say.tag,
    }
    return Attached(about, say, by_name(files), tuple(left_out))


# --- what a document speaks of


def view_of(document: Document) -> View:
    """The view of a document: what it prints, whatever that refers to, and the claims printed; nothing else."""
    view, person = document.view, document.person
    edges = (*view.links_of(person.id), *view.offices_of(person.id))
    records: dict[str, VisibleEntity | VisibleSource] = {**view.sources, **view.entities}
    ids = spoken_of(person, edges, records).keys()
    entities = {id_: entity for id_, entity in view.entities.items() if id_ in ids}
    passages = _printed_passages(document)
    made = (view.claims[key] for key in document.review.claims)
    claims = {claim.key: claim for claim in made if claim.kind != "prose" or claim.local_key in passages}
    keys = {key for entity in entities.values() for key in entity.cite}
    keys |= {quotation.excerpt.key for claim in claims.values() for quotation in claim.quotations}
    keys |= {quotation.excerpt.key for quotation in document.quotations}
    quotations = {key: quotation for key, quotation in view.quotations.items() if key in keys}
    cited = ids | {quotation.excerpt.source for quotation in quotations.values()}
    return dataclasses.replace(
        view,
        entities=entities,
        sources={id_: source for id_, source in view.sources.items() if id_ in cited},
        captures={key: capture for key, capture in view.captures.items() if key[0] in cited},
        quotations=quotations,
        claims=claims,
    )


def _printed_passages(document: Document) -> set[str]:
    """The keys of the passages that a document prints, within its person."""
    first_pages = (document.ask, document.mitigating, document.gap, document.handling)
    parts = (part.passages for chapter in document.chapters for part in chapter.parts)
    return {passage.key for passages in (*first_pages, *parts) for passage in passages}


# --- the files


def _entities(view: View) -> bytes:
    traversal = Traversal(view)
    return b"".join(
        orjson.dumps(entity_json(entity, traversal.history), option=orjson.OPT_APPEND_NEWLINE) for entity in traversal
    )


def _claims(view: View) -> bytes:
    return b"".join(claims_json(view, version_of(view), view.claims))


def _texts(view: View, say: Language) -> Iterator[Attachment]:
    """The text of each capture as this edition quotes it: positions in `claims.json` count its characters."""
    for text in _by_exhibit(view):
        exhibit, capture = _exhibit(view, text), text.capture
        title = say("Text of {exhibit}, capture {capture}", exhibit=exhibit, capture=capture)
        if text.altered:
            title = say(
                "Text of {exhibit}, capture {capture}, names or passages withheld", exhibit=exhibit, capture=capture
            )
        yield Attachment(
            text.file, title, "text/plain", SUPPLEMENT, text.encoded, text.source, text.capture, text.altered
        )


def _captures(view: View, say: Language) -> Iterator[Attachment]:
    """The bytes as they were collected, of what this edition may show whole."""
    for text in _by_exhibit(view):
        if text.data is not None:
            name = f"capture.{text.source}.{text.capture}{ending_of(text.media_type, text.data)}"
            title = say(
                "{exhibit}, capture {capture}, as it was collected", exhibit=_exhibit(view, text), capture=text.capture
            )
            yield Attachment(name, title, text.media_type, SOURCE, text.data, text.source, text.capture)


def _by_exhibit(view: View) -> list[EditionText]:
    return sorted(view.texts, key=lambda text: (view.exhibits[text.source], text.capture))


def _exhibit(view: View, text: EditionText) -> str:
    return f"E{view.exhibits[text.source]}"
