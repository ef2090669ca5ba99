"""A large view for benchmarks of what is made of views: an invented person, an act, a post, a source, many times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dossier.case.model import Capture, Policy, Publisher
from dossier.claims import Contents, make_claims
from dossier.editions import View
from dossier.editions.visible import (
    VisibleCapture,
    VisibleClaim,
    VisibleEntity,
    VisibleExcerpt,
    VisibleMeta,
    VisibleQuotation,
    VisibleSource,
    VisibleValue,
    as_visible,
)
from dossier.leaks import Scanner
from dossier.problems import Place
from dossier.text.anchor import Status
from dossier.text.normalise import Normalised

SENTENCE = "On that day Orin Halvik the {0}th ordered office {0} to act."


class MadeView:
    """A view as it grows: seven entities a person, and a source that is quoted for fifty persons."""

    def __init__(self) -> None:
        self.place = Place("entities/people.yml")
        self.entities: dict[str, VisibleEntity] = {}
        self.sources: dict[str, VisibleSource] = {}
        self.captures: dict[tuple[str, str], VisibleCapture] = {}
        self.quotations: dict[str, VisibleQuotation] = {}

    def add(self, id_: str, schema: str, cite: tuple[str, ...], *values: tuple[str, str], **more: Any) -> None:
        """An entity with values that all cite the same."""
        made = (VisibleValue(prop, text, self.place, "eng" if prop == "name" else None, cite) for prop, text in values)
        self.entities[id_] = VisibleEntity(id_, schema, self.place, tuple(made), **more)

    def add_source(self, source: str, number: int) -> None:
        """A source with one capture of 150 sentences."""
        text = "".join(f"{SENTENCE.format(n)}\n" for n in range(150))
        file = Capture("c1", "capture.txt", Path("capture.txt"), "text/plain", "not-known", "supplied", self.place)
        self.captures[source, "c1"] = VisibleCapture(
            source, file, f"{number:064x}", f"{number:040x}", len(text), "plain/1", Normalised(text), b""
        )
        said = (("title", f"Report {source}"), ("publishedAt", "2024-05-03"))
        values = tuple(VisibleValue(prop, words, self.place) for prop, words in said)
        self.sources[source] = VisibleSource(
            source, "Article", self.place, None, (), values, (file,), None, (), Path("evidence")
        )

    def quote(self, source: str, person: int) -> list[str]:
        """Three quotations of a source for one person; returns their addresses."""
        keys, capture = [], self.captures[source, "c1"]
        for number in range(3):
            n = person % 50 * 3 + number
            key, words = f"{source}/q{n}", SENTENCE.format(n)
            start = capture.text.source.index(words)
            exhibit, excerpt = f"E{person // 50 + 1}.{n + 1}", VisibleExcerpt(key, words, self.place)
            self.quotations[key] = VisibleQuotation(
                excerpt, capture, start, start + len(words), exhibit, Status.AT_POSITION
            )
            keys.append(key)
        return keys

    def add_person(self, person: int, keys: list[str]) -> None:
        """A nominee with an office, and an act by their order."""
        id_, act = f"person-{person}", f"act-{person}"
        names = (("name", f"Orin Halvik the {person}th"), ("alias", f"Орин Халвик {person}"), ("country", "kz"))
        self.add(id_, "Person", (keys[0],), *names, person="nominee", publish=person % 3 == 0)
        office = (("holder", id_), ("post", f"post-{person % 50}"), ("date", "2024-05-03"))
        self.add(f"{id_}.office", "Occupancy", (keys[0],), *office)
        words = (("name", f"Order {person}"), ("date", "2024-05-02"), ("country", "kz"))
        summary = ("summary", "An order to the office, reported in a newspaper.")
        self.add(act, "Event", (keys[1], keys[2]), *words, summary)
        link = (("subject", id_), ("object", act), ("role", "gave the order"))
        self.add(f"{id_}.act", "UnknownLink", (keys[1],), *link, attribution="order")


def make_view(count: int) -> View:
    """A view that is exported as `count` entities, of the same kinds as the shipped case's.

    Seven entities a person: the person, an office, an act, the link to it, and an evidence edge to the person, to the
    act and to another act. Every third is a target; a source is quoted for fifty persons.
    """
    made = MadeView()
    for number in range(50):
        made.add(f"post-{number}", "Position", (), ("name", f"Head of office {number}"), ("country", "kz"))
    person, exported = 0, len(made.entities)
    while exported < count:
        source = f"source-{person // 50}"
        if source not in made.sources:
            made.add_source(source, person)
            exported += 1
        made.add_person(person, made.quote(source, person))
        exported += 7
        person += 1
    place = Place("case.yml")
    meta = VisibleMeta("bench", "bench", "A benchmark", Publisher("Nobody"), "en", "2026-11-21", 1, (), Policy(), place)
    exhibits = {id_: number for number, id_ in enumerate(made.sources, 1)}
    records = (made.entities, made.sources, made.captures, made.quotations)
    own = make_claims(Contents(meta, *records, exhibits))
    claims = {key: as_visible(VisibleClaim, claim) for key, claim in own.items()}
    return View("public", meta, *records, exhibits, claims, {}, {}, scanner=Scanner())
