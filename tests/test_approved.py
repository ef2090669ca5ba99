"""Nothing prints that was not approved: of a case that two people approved throughout, one thing is changed at a time.

What then prints in other words must be refused by `build --strict` and, where it prints there, by `pack`.
"""
# ruff: noqa: E501 - a row of the table is a line

from __future__ import annotations

import dataclasses
import html
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import typer
from followthemoney import model

from dossier.approvals import refuse_unapproved
from dossier.building.build import FORMS
from dossier.checking.run import Checked, check_case
from dossier.claims import Claim
from dossier.cli.output import Settings
from dossier.cli.prepare import prepare
from dossier.editions import View
from dossier.editions.reviews import Reviewed
from dossier.formats.canonical import sha256
from dossier.language import ENGLISH
from dossier.pack.contents import contents_of
from dossier.problems import Problems, Stop
from dossier.publish.publication import publish
from dossier.render.document import Document, make_document
from dossier.render.docx import render_docx
from dossier.render.html import render_html
from tests.approved_case import EDITIONS, FILES, WORD, write_approved_case
from tests.blanking import Blanking, held_by, holds
from tests.cases import dossier, pin, snapshot
from tests.released import texts_of
from tests.reviews import Keys, allow, checked, review
from tests.test_screening import HALVIK, LIST, screened
from tests.test_timestamps import Authority

REGIMES = (None, "eu-ghr", "sorv-demo")
PEOPLE, THINGS, CASE = "entities/people.yml", "entities/things.yml", "case.yml"
BEACON, REGISTRY, LEDGER = (f"evidence/{id_}/source.yml" for id_ in ("beacon", "registry", "ledger"))
STAMP = "evidence/beacon/c1.tsr"
REGIME, TEMPLATE = "regimes/sorv.yml", "templates/house.html"


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stamping") / "one", "Sorvenia qostamx Stamps")


@pytest.fixture(scope="session")
def approved(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Path:
    """The case, all of whose claims two people have approved and signed; it is copied, never changed."""
    root = write_approved_case(tmp_path_factory.mktemp("approved") / "case")
    (root / "evidence/tsa").mkdir()
    (root / "evidence/tsa/root.pem").write_text(authority.root)
    assert pin(root).code == 0
    (root / STAMP).write_bytes(authority.reply(authority.query((root / "evidence/beacon/page.txt").read_bytes())))
    candidate = dataclasses.replace(HALVIK, caption="Tavin Orwane", names=("Tavin Orwane",))
    screening = screened(root, candidate, person="orvane", title="List of qplistx Tides")
    screened(root, candidate, person="orvane", title=screening.title, persons={"orvane": screening.persons["orvane"]})
    words = ["--by", "a qpbyx reader", "--because", "The same qpwhyx office.", "--when", "2026-11-18"]
    assert dossier(root, "verdict", LIST, "orvane", "NK-1", "same", *words).code == 0
    keys = Keys(tmp_path_factory.mktemp("keys"))
    allow(root, keys.line("anna"), keys.line("berta"))
    for name in ("anna", "berta"):
        review(root, keys, name, "approve", *checked(root)[0].claims)
    return root


@pytest.fixture
def case(approved: Path, tmp_path: Path) -> Path:
    """The approved case, to be changed."""
    return copied(approved, tmp_path / "case")


def copied(approved: Path, target: Path) -> Path:
    return shutil.copytree(approved, target, ignore=shutil.ignore_patterns("build", ".dossier-cache"))


# ------------------------------------------------------------------------------------------------- what prints


@dataclass(frozen=True)
class Output:
    """One thing that leaves: an edition's document about a person for a regime or for all, or its export."""

    edition: str
    regime: str | None = None
    person: str = ""  # empty for the export

    def __str__(self) -> str:
        for_regime = f" --regime {self.regime}" if self.regime else ""
        return f"{self.person or 'export'} --edition {self.edition}{for_regime}"


class Outputs:
    """What a case prints, each output made when it is first asked for, and whether the gates let it pass."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.problems = Problems()
        found = check_case(root, self.problems)
        assert found is not None
        self.found: Checked = found
        self._texts: dict[tuple[Output, str], str] = {}

    def other_problems(self) -> set[str]:
        """The codes of warnings and errors about anything but approvals."""
        codes = {each.code for each in (*self.problems.errors, *self.problems.warnings)}
        return {code for code in codes if not code.startswith(("claim-", "approval"))}

    def all(self, edition: str) -> list[Output]:
        """Every output of an edition, those first that cost least."""
        if edition not in self.found.editions:
            return []
        regimes = [regime for regime in REGIMES if regime in (None, *self.found.regimes)]
        people = [person.id for person in self.found.view(edition, Problems()).dossiers]
        return [*(Output(edition, regime, person) for regime in regimes for person in people), Output(edition)]

    def text(self, output: Output, form: str) -> str:
        """The text of an output in a form: html, docx, or pack for the files that a pack has besides; or export."""
        if (output, form) not in self._texts:
            self._texts[output, form] = self._text(output, form)
        return self._texts[output, form]

    def _text(self, output: Output, form: str) -> str:
        if output not in self.all(output.edition):
            return ""
        if not output.person:
            return exported(all_approved(self.found.view(output.edition, Problems())), self.folder)
        document = self.document(output)
        if form == "docx":
            return "".join(text for _, text in texts_of("dossier.docx", render_docx(document)))
        if form == "pack":
            try:
                files = contents_of(document, "dossier", {}).files
            except Stop:  # nothing is packed
                return ""
            return "".join(file.data.decode("utf-8", "replace") for file in files)
        return render_html(document)

    def document(self, output: Output) -> Document:
        """The document of an output."""
        view = all_approved(self.found.view(output.edition, Problems(), output.regime))
        return make_document(view, view.entities[output.person], output.regime)

    def builds(self, output: Output) -> bool:
        """Whether `build --strict` writes it: as `prepare` decides, of what was checked once for all outputs."""
        if output not in self.all(output.edition):
            return False
        problems = Problems()
        problems += self.problems
        view = self.found.view_to_print(output.edition, problems, output.regime)
        if view is None:
            return False
        refuse_unapproved({key: each.state for key, each in view.reviews.items()}, problems)
        return not (problems.errors or problems.warnings)

    def packs(self, output: Output) -> bool:
        """Whether `pack` writes it."""
        if output not in self.all(output.edition):
            return False
        problems = Problems()
        problems += self.problems
        view = self.found.view_to_print(output.edition, problems, output.regime)
        if view is None:
            return False
        document = make_document(view, view.entities[output.person], output.regime)
        refuse_unapproved({key: view.reviews[key].state for key in document.review.claims}, problems)
        return not (problems.errors or problems.warnings)


def all_approved(view: View) -> View:
    """The view with the same approvals on every claim: what is told of the review itself is not what is compared."""
    given = next((each.approvals for each in view.reviews.values() if each.approvals), ())
    return dataclasses.replace(view, reviews={key: Reviewed("approved", given) for key in view.claims})


def exported(view: View, folder: Path) -> str:
    """All files of an export; empty when it is refused."""
    target = folder / "export"
    shutil.rmtree(target, ignore_errors=True)
    try:
        publish(view, target, base_url=view.meta.base_url)
    except Stop:
        return ""
    return "".join(path.read_text(encoding="utf-8") for path in sorted(target.iterdir()))


def prepared(root: Path, edition: str, regime: str | None, *, approved: bool) -> View | None:
    """What `build --strict` does first, or without `approved` what `pack` does; None when nothing may be written."""
    context = cast(typer.Context, SimpleNamespace(obj=Settings(case=root)))
    return prepare(context, edition, Problems(), strict=True, regime=regime, approved=approved)


# ------------------------------------------------------------------------------------------------- the table


@dataclass(frozen=True)
class Change:
    """One thing changed in the approved case.

    `edits` are words of a file, which stand there once, with what stands there then; or any function of the folder.
    `adds` and `drops` are what prints only afterwards, or only before; without them any difference will do.
    `prints` is false for what no edition here prints. `pinned` runs `dossier pin` after the change.
    """

    name: str
    edits: tuple[tuple[str, str, str] | Callable[[Path], None], ...]
    adds: str = ""
    drops: str = ""
    prints: bool = True
    editions: tuple[str, ...] = ("public",)
    pinned: bool = False
    faulty: bool = False  # what `check` finds a fault in: nothing prints at all
    by_hand: bool = False  # in a file of the machine's: it may be a fault, too

    def make(self, root: Path) -> None:
        for edit in self.edits:
            if callable(edit):
                edit(root)
            else:
                file, old, new = edit
                text = (root / file).read_text(encoding="utf-8")
                assert text.count(old) == 1, f"{self.name}: {old!r} stands {text.count(old)} times in {file}"
                (root / file).write_text(text.replace(old, new), encoding="utf-8")
        if self.pinned:
            done = pin(root)
            assert done.code == 0, done.out


def to(name: str, file: str, old: str, new: str, **more: Any) -> Change:
    """A change of a few words. What is said to print is read off the words, unless something else is said."""
    return Change(name, ((file, old, new),), **more)


def word(name: str, file: str, old: str, **more: Any) -> Change:
    """A change of one of the words that stand nowhere else: it no longer prints, and another does."""
    return Change(name, ((file, old, f"zz{old[1:]}"),), adds=f"zz{old[1:]}", drops=old, **more)


def in_json(file: str, *path: str | int, value: object) -> Callable[[Path], None]:
    """Sets a value in a file of the machine's."""

    def edit(root: Path) -> None:
        data = json.loads((root / file).read_text(encoding="utf-8"))
        row = data
        for step in path[:-1]:
            row = row[step]
        assert row[path[-1]] != value
        row[path[-1]] = value
        (root / file).write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")

    return edit


def wrote(file: str, text: str) -> Callable[[Path], None]:
    """Writes a file."""

    def edit(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")

    return edit


def took_away(file: str) -> Callable[[Path], None]:
    return lambda root: (root / file).unlink()


def stored_text(source: str, old: str, new: str, *, hashed: bool) -> Callable[[Path], None]:
    """Changes the stored text of a capture, and its hash in the lock file."""

    def edit(root: Path) -> None:
        path, lock = root / f"evidence/{source}/text.c1.txt", f"evidence/{source}/source.lock.json"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_bytes(text.replace(old, new).encode())
        if hashed:
            in_json(lock, "captures", "c1", "text_sha256", value=sha256(path.read_bytes()))(root)

    return edit


def lock(source: str) -> str:
    return f"evidence/{source}/source.lock.json"


SECOND_SOURCE = """\
schema: Article
origin: beacon-paper
relies_on: [beacon]
properties: {title: The qzmorex page, publishedAt: not-stated, language: eng}
capture: {file: page.txt, captured_at: not-known, method: supplied}
excerpts: {more: The lamp burns}
"""
SECOND_CAPTURE = """\
  c2: {file: later.txt, captured_at: 2025-04-30, method: taken by a qzlatex hand}
assessment:
"""
BEACON_CAPTURES = "  c1:\n    file: page.txt\n"

SOURCES = [
    word("source-title", BEACON, "qftitlx"),
    word("source-title-of-another", REGISTRY, "qhtitlx"),
    to("source-date", BEACON, "publishedAt: 2025-03-16", "publishedAt: 2025-03-17", adds="17 March 2025"),
    to("source-date-dropped", LEDGER, "publishedAt: 2025-02-27", "publishedAt: not-stated"),
    to("source-language", REGISTRY, "language: isl", "language: mlt", adds="Maltese", drops="Icelandic"),
    to("source-language-dropped", REGISTRY, "  language: isl\n", "", drops="Icelandic"),
    to("source-origin", LEDGER, "origin: clerk-office", "origin: guard-corps"),
    to("source-value-added", BEACON, "  language: eng\n", "  language: eng\n  author: Qzeno the scribe\n", adds="Qzeno"),
    to("source-address-added", BEACON, "  language: eng\n", '  language: eng\n  sourceUrl: "https://qzurlx.example/"\n', adds="qzurlx"),
    to("source-reliability", BEACON, "reliability: C", "reliability: B", adds="B / 3"),
    to("source-credibility", BEACON, "credibility: 3", "credibility: 2", adds="C / 2"),
    word("source-grading-reason", BEACON, "qfgradx"),
    to("source-grading-dropped", REGISTRY, "assessment: {reliability: A, credibility: 2, because: The state's own qhgradx book.}\n", "", adds="not graded", drops="qhgradx"),
    to("source-relies-on-dropped", LEDGER, "relies_on: [beacon]\n", ""),
    to("source-relies-on-added", REGISTRY, "properties:", "relies_on: [beacon]\nproperties:"),
    to("source-schema", LEDGER, "schema: Pages", "schema: Article"),
    to("source-public-dropped", BEACON, "public: true\n", ""),
    to("source-edition", LEDGER, "origin:", "edition: authority\norigin:"),
    to("source-independent-added", BEACON, "relies_on: []\n", "relies_on: []\nindependent: [{of: registry, because: They are qzapax apart.}]\n", prints=False),
    to("source-hostile", BEACON, "public: true\n", "public: true\nhostile: true\n", prints=False),
    Change("source-added", (wrote("evidence/second/source.yml", SECOND_SOURCE), wrote("evidence/second/page.txt", "The lamp burns at night.\n")), adds="qzmorex", pinned=True),
    Change("source-dropped", (lambda root: shutil.rmtree(root / "evidence/spare"),), drops="qoverx"),
    word("source-of-which-nothing-is-cited", "evidence/spare/source.yml", "qoverx"),
    to("capture-dropped", REGISTRY, "  c0: {file: copy.txt, captured_at: 2025-05-04, method: typed by a qhcopyx hand}\n", "", drops="qhcopyx"),
    to("captures-reordered", REGISTRY, """\
  c0: {file: copy.txt, captured_at: 2025-05-04, method: typed by a qhcopyx hand}
  c1:
    file: page.html
    captured_at: "2025-05-06T07:08:09+00:00"
    method: saved by a qhmethx browser
""", """\
  c1:
    file: page.html
    captured_at: "2025-05-06T07:08:09+00:00"
    method: saved by a qhmethx browser
  c0: {file: copy.txt, captured_at: 2025-05-04, method: typed by a qhcopyx hand}
"""),
    Change("capture-bytes", (("evidence/spare/leaf.txt", "qogreex", "zzgreex"), took_away("evidence/spare/source.lock.json")), adds="zzgreex", pinned=True),
    Change("capture-extractor", (in_json(lock("beacon"), "captures", "c1", "extractor", value="plain/99"),), adds="plain/99", by_hand=True),
    word("capture-method", BEACON, "qfmethx"),
    to("capture-method-supplied", LEDGER, "method: scanned by a qjmethx clerk", "method: supplied", drops="qjmethx"),
    Change("capture-date", ((BEACON, "captured_at: 2025-03-29", "captured_at: 2025-03-30"), in_json("evidence/beacon/custody.c1.json", "captured_at", value="2025-03-30")), adds="30 March 2025", drops="29 March 2025"),
    to("capture-time-dropped", REGISTRY, '"2025-05-06T07:08:09+00:00"', "not-known", drops="07:08"),
    to("capture-url", BEACON, "qfurlx", "zzurlx", prints=False),
    to("capture-archive", BEACON, "qfarchx", "zzarchx", prints=False),
    to("capture-note", BEACON, "qfcapnx", "zzcapnx", prints=False),
    to("capture-media-type", BEACON, BEACON_CAPTURES, BEACON_CAPTURES + "    media_type: text/markdown\n", adds="text/markdown", pinned=True),
    Change("capture-added", ((BEACON, "assessment:\n", SECOND_CAPTURE), wrote("evidence/beacon/later.txt", "The Beacon, 16 March 2025. The qzlaterx page.\n")), adds="qzlatex", pinned=True),
    Change("time-stamp-dropped", (took_away(STAMP),), drops="qostamx"),
    to("origin-name", THINGS, "name: State Registry", "name: {value: Registry of State, derived: its head}", adds="Registry of State"),
    word("origin-alias", THINGS, "qebeacx"),
    to("origin-alias-dropped", THINGS, "  alias: {value: qebeacx Lantern Press, derived: its qealiax lamp}\n", "", drops="qebeacx"),
]  # fmt: skip

EXCERPTS = [
    to("excerpt-speech", BEACON, "    speech: reported\n", ""),
    to("excerpt-speech-added", BEACON, "    note: The qfxnotx", "    speech: translated\n    note: The qfxnotx"),
    word("excerpt-note", BEACON, "qfxnotx"),
    to("excerpt-note-dropped", BEACON, "    note: The qfxnotx comma is the paper's.\n", "", drops="qfxnotx"),
    to("excerpt-note-added", BEACON, "  doctor: He paid the doctor.", "  doctor: {quote: He paid the doctor., note: So it was qznotex.}", adds="qznotex"),
    to("excerpt-edition-dropped", BEACON, "sign.\n    edition: internal\n", "sign.\n", adds="qfmargx"),
    to("excerpt-edition-added", BEACON, "  doctor: He paid the doctor.", "  doctor: {quote: He paid the doctor., edition: internal}", drops="He paid the doctor."),
    to("excerpt-edition-added-where-nothing-rests-on-it", BEACON, "  inside:", "  rest: {quote: Nobody quoted the qgrestx rest of the page., edition: partners}\n  inside:", drops="qgrestx", pinned=True),
    to("excerpt-moved", BEACON, '" on the first"', '" on the other"', adds="<mark>The guards kept the gate shut</mark> on the other", pinned=True),
    word("excerpt-translation", BEACON, "qftranx"),
    word("excerpt-translator", BEACON, "qfbyx"),
    to("excerpt-translation-dropped", BEACON, "    translations:\n      - {lang: gle, text: La qftranx ministro ordonis., by: a qfbyx friend}\n", "", drops="qftranx"),
    to("excerpt-words", BEACON, "  doctor: He paid the doctor.", "  doctor: paid the doctor.", pinned=True),
    to("excerpt-added", BEACON, "  inside:", "  rest: Nobody quoted the qgrestx rest of the page.\n  inside:", prints=False, pinned=True),
    to("excerpt-dropped-that-hid-a-passage", BEACON, "  inside:\n    quote: The margin bears a qfmargx sign.\n    edition: internal\n", "", adds="qfmargx"),
    to("excerpt-dropped", BEACON, "  inside:\n    quote: The margin bears a qfmargx sign.\n    edition: internal\n", "", editions=("internal",), prints=False),
    Change("excerpt-number", (in_json(lock("beacon"), "excerpts", "order", "number", value=77), in_json(lock("beacon"), "next", value=78)), adds="E1.77"),
    Change("exhibit-numbers", (in_json(lock("beacon"), "exhibit", value=9), in_json("evidence/exhibits.lock.json", "exhibits", "beacon", value=9)), adds="E9.1"),
    Change("exhibits-exchanged", (in_json(lock("beacon"), "exhibit", value=3), in_json(lock("registry"), "exhibit", value=1), in_json("evidence/exhibits.lock.json", "exhibits", value={"registry": 1, "ledger": 2, "beacon": 3, "spare": 4}))),
    Change("excerpt-page", (in_json(lock("ledger"), "captures", "c1", "pages", value=[0]),), by_hand=True),
    Change("excerpt-boxes", (in_json(lock("ledger"), "excerpts", "search", "boxes", value=["page=1&viewrect=10,10,20,20"]),), by_hand=True),
    Change("excerpt-boxes-dropped", (in_json(lock("ledger"), "excerpts", "search", "boxes", value=[]),), by_hand=True),
    Change("stored-text", (stored_text("registry", "qioffix", "zzoffix", hashed=False),), faulty=True),
    Change("stored-text-with-its-hash", (stored_text("registry", "qioffix", "zzoffix", hashed=True),), faulty=True),
    Change("stored-text-with-its-hash-where-nobody-quotes", (stored_text("beacon", "qgrestx", "zzrestx", hashed=True),), faulty=True),
    Change("stored-text-of-a-pdf-with-its-hash", (stored_text("ledger", "qkfirsx", "zzfirsx", hashed=True),), faulty=True),
]  # fmt: skip

ACTS = [
    word("act-name", THINGS, "qeendsx"),
    word("act-name-in-context", THINGS, "qemarhx"),
    word("act-name-not-relied-on", THINGS, "qerumox"),
    to("act-date", THINGS, "date: 2025-03-11", "date: 2025-03", drops="11 March 2025</"),
    to("act-date-dropped", THINGS, "  date: 2025-03-08\n", ""),
    to("act-when", THINGS, "before: 2025-03-14", "before: 2025-03-12"),
    to("act-when-dropped", THINGS, "when: {after: 2025-03-11, before: 2025-03-14}\n", ""),
    to("act-when-added", THINGS, "id: rumour-2025\nschema: Event\n", "id: rumour-2025\nschema: Event\nwhen: {after: 1868-01-02}\n", adds="1868"),
    word("act-note", THINGS, "qestrkx"),
    to("act-note-dropped", THINGS, "note: A qemarcx march was not announced.\n", "", drops="qemarcx"),
    to("act-note-added", THINGS, "id: rumour-2025\nschema: Event\n", "id: rumour-2025\nschema: Event\nnote: A qznotax note.\n", adds="qznotax"),
    to("act-organizer", THINGS, "organizer: {value: guard-corps, cite: beacon/march}", "organizer: {value: quarry-ministry, cite: registry/office}"),
    to("act-organizer-dropped", THINGS, "  organizer: guard-corps\n", ""),
    to("act-country", THINGS, "value: aq, derived", "value: tf, derived"),
    word("act-place", THINGS, "qelocax"),
    to("act-case-number", THINGS, "caseNumber: qenumbx-77", "caseNumber: {value: qzenumx-77, derived: a guess}", adds="qzenumx"),
    to("act-involved-dropped", THINGS, "  involved: victim-1\n", "", editions=("internal",)),
    to("act-edition", THINGS, "id: march-2025\nschema: Event\n", "id: march-2025\nschema: Event\nedition: internal\n", drops="qemarhx"),
    word("link-role", PEOPLE, "qbendx"),
    to("link-date", PEOPLE, "    date: 2025-03-14\n", "    date: 2025-03-11\n"),
    to("link-date-dropped", PEOPLE, "    date: 2025-03-14\n", ""),
    word("link-does-not-say", PEOPLE, "qbforcx"),
    to("link-does-not-say-dropped", PEOPLE, "    does_not_say: that he wanted qbforcx force\n", "", drops="qbforcx"),
    to("link-does-not-say-added", PEOPLE, "    role: named in the qbcallx call\n", "    role: named in the qbcallx call\n    does_not_say: any qzsayx more\n", adds="qzsayx"),
    to("link-attribution", PEOPLE, "attribution: body", "attribution: collective"),
    to("link-note", PEOPLE, "qbstayx", "zzstayx", prints=False),
    to("link-dropped", PEOPLE, "  - act: call-2025\n    attribution: call\n    role: named in the qbcallx call\n    cite: beacon/call\n", "", drops="qbcallx"),
    to("link-edition", PEOPLE, "    role: named in the qbcallx call\n", "    role: named in the qbcallx call\n    edition: internal\n", drops="qbcallx"),
    to("link-added", PEOPLE, "  - act: call-2025\n", "  - {act: strike-2025, attribution: unnamed, role: qzmarx stood by, cite: beacon/order}\n  - act: call-2025\n", adds="qzmarx"),
    word("office-note", PEOPLE, "qbnotex"),
    to("office-note-dropped", PEOPLE, "    note: The qbnotex day is that of the oath.\n", "", drops="qbnotex"),
    to("office-note-added", PEOPLE, "    seen: 2017-06-05\n", "    seen: 2017-06-05\n    note: A qzoffx note.\n", adds="qzoffx"),
    word("office-derived", PEOPLE, "qbimplx"),
    to("office-derived-dropped", PEOPLE, "    derived: the qbimplx words imply it\n", "", drops="qbimplx"),
    to("office-end-dropped", PEOPLE, "    to: 2025-08-09\n", ""),
    to("office-start", PEOPLE, "from: 2019-02-03", "from: 2019-02"),
    to("office-dropped", PEOPLE, "  - post: quarry-mayor\n    seen: 2017-06-05\n    cite: registry/mayor\n    derived: the qbimplx words imply it\n", "", drops="qemayx"),
    to("office-edition", PEOPLE, "    seen: 2017-06-05\n", "    seen: 2017-06-05\n    edition: internal\n", drops="qbimplx"),
    to("office-status-added", PEOPLE, "    seen: 2017-06-05\n", "    seen: 2017-06-05\n    status: qzstatx\n", adds="qzstatx"),
    to("position-organization", THINGS, "  organization: {value: quarry-ministry, derived: the qeorgx name says so}\n", "  organization: {value: guard-corps, derived: the qeorgx name says so}\n"),
    to("position-organization-dropped", THINGS, "  organization: {value: quarry-ministry, derived: the qeorgx name says so}\n", "", drops="qeorgx"),
    word("position-name", THINGS, "qeminx"),
    to("body-name", THINGS, "name: The Ridge Guards", "name: {value: Guards of the Ridge, derived: from its flag}", adds="Guards of the Ridge"),
    to("body-country", THINGS, "value: gs, derived", "value: tf, derived"),
]  # fmt: skip

PERSONS = [
    to("name-added", THINGS, "  name: The Ridge Guards\n", "  name: [The Ridge Guards, {value: The Qzridge Guards, derived: another spelling}]\n", adds="Qzridge"),
    to("name-language", PEOPLE, "{value: Tavin Orvane, lang: eng}", "{value: Tavin Orvane, lang: mlt}"),
    to("value-derived", PEOPLE, "qbderx", "zzderx", adds="zzderx"),
    to("value-edition", PEOPLE, "{value: a man with a qbdescx hat, cite: beacon/alias,", "{value: a man with a qbdescx hat, cite: beacon/alias, edition: internal,"),
    to("value-note", PEOPLE, "qbkeepx", "zzkeepx", prints=False),
    to("value-dropped", PEOPLE, "  description: {value: a man with a qbdescx hat, cite: beacon/alias, note: a qbkeepx remark that stays}\n", "", drops='"description":["a man'),
    to("value-dropped-of-a-body", THINGS, "  country: {value: gs, derived: from the qecoux seal}\n", "", drops="qecoux"),
    to("value-added", PEOPLE, "[Keeper of the qcposx scales,", "[a qzfirx post, Keeper of the qcposx scales,", adds="qzfirx"),
    to("values-reordered", PEOPLE, "[Keeper of the qcposx scales, Clerk of the qcclerx weights]", "[Clerk of the qcclerx weights, Keeper of the qcposx scales]"),
    to("label-of-a-hidden-body", THINGS, "label: a qehidex group", "label: a zzhidex group", adds="zzhidex", drops="qehidex"),
    to("hidden-words-of-a-body-added", THINGS, "label: a qehidex group", "label: a qehidex group\nwithhold: [qkfirsx]", drops="qkfirsx"),
    to("citation-moved", PEOPLE, 'ordered the guards to end the strike". [@beacon/order] That is the qbsumx report.\n    {.analysis}', 'ordered the guards to end the strike". That is the qbsumx report. [@beacon/order]'),
    to("passage-named", PEOPLE, "says a qblistx list. [@beacon/wages]", "says a qblistx list. [@beacon/wages] {#wages}"),
    to("whole-dossier-dropped", PEOPLE, """\
dossier:
  author: berthold
  summary: |
    The Registry names "Ludo Selmir". [@registry/selmir] It is a qcsumx entry. {.analysis}
  gap: |
    1. All of the qcgapx rest.
  mitigating: {status: none-found, read: [registry]}
  reply: {status: not-sought, because: a qcreplx risk}
  findings:
    all: {finding: not-shown, because: There is nothing qcallx of him., read: [registry]}
""", "", drops="qcsumx"),
    to("value-of-nobodys-dossier", THINGS, "qestonx", "zzstonx", adds="zzstonx"),
    to("entity-added", THINGS, "id: stone-company\n", "id: new-company\nschema: Company\ncite: ledger/company\nproperties:\n  name: {value: Qznewx Works, derived: its sign}\n---\nid: stone-company\n", adds="Qznewx"),
    to("entity-dropped", THINGS, "id: stone-company\nschema: Company\ncite: ledger/company\nproperties:\n  name: Stonehill Works\n  description: a qestonx firm\n---\n", "", drops='"description"'),
    to("entity-edition", THINGS, "id: stone-company\nschema: Company\n", "id: stone-company\nschema: Company\nedition: internal\nlabel: a qzfirmx firm\n", adds="qzfirmx"),
    to("entity-edition-dropped", THINGS, "edition: authority\nlabel: a qehidex group\n", "", drops="qehidex", adds="Friends of the Hollow Hill"),
    to("publish-dropped", PEOPLE, "person: nominee\npublish: true\n", "person: nominee\n"),
    to("person-category", PEOPLE, "person: nominee\n", "person: official\n", prints=False),
    to("withheld-label", PEOPLE, "label: Worker qdlabx", "label: Worker zzlabx", adds="zzlabx", drops="qdlabx"),
    to("withheld-label-outside-every-dossier", PEOPLE, "label: Witness qdwitx", "label: Witness zzwitx", adds="zzwitx", drops="qdwitx"),
    to("withheld-words-added", PEOPLE, "withhold: [Marrda]", "withhold: [Marrda, qgordex]", drops="qgordex"),
    to("withheld-words-dropped", PEOPLE, "withhold: [Marrda]\n", "", prints=False),
    to("withheld-no-longer", PEOPLE, "person: witness\n", "person: official\n", adds="Jorun Askel"),
    to("withheld-since", PEOPLE, "person: official\ncite: ledger/witness\n", "person: other\nlabel: a qzclerx clerk\ncite: ledger/witness\n", adds="qzclerx"),
    to("consent-added", PEOPLE, "  - {scope: store, date: 2025-10-11}\n", "  - {scope: store, date: 2025-10-11}\n  - {scope: name, date: 2025-10-12}\n", adds="Marda Velk", editions=("authority",)),
    to("consent-to-publish-added", PEOPLE, "  - {scope: store, date: 2025-10-11}\n", "  - {scope: publish, date: 2025-10-12}\n  - {scope: name, date: 2025-10-12}\n", adds="Marda Velk"),
    to("context-act-dropped", PEOPLE, "context: [march-2025, search-2025]", "context: [march-2025]", drops="qesearx"),
    to("context-act-added", PEOPLE, "context: [march-2025, search-2025]", "context: [march-2025, search-2025, rumour-2025]"),
    to("context-reordered", PEOPLE, "context: [march-2025, search-2025]", "context: [search-2025, march-2025]"),
    to("not-relied-on-dropped", PEOPLE, "  not_relied_on: {act: rumour-2025, because: The qbrelyx rumour has no source.}\n", "", drops="qbrelyx"),
    word("not-relied-on-reason", PEOPLE, "qbrelyx"),
    to("not-relied-on-added", PEOPLE, "not_relied_on: {act: rumour-2025, because: The qbrelyx rumour has no source.}", "not_relied_on: [{act: rumour-2025, because: The qbrelyx rumour has no source.}, {act: search-2025, because: It is qzfarx away.}]", adds="qzfarx"),
    to("reply-status", PEOPLE, "{status: answered,", "{status: sent,"),
    word("reply-reason", PEOPLE, "qbreplx"),
    to("reply-reason-dropped", PEOPLE, "reply: {status: answered, because: The qbreplx letter of his office says no.}", "reply: {status: answered}", drops="qbreplx"),
    to("mitigating-line-dropped", PEOPLE, '\n    He also "paid the doctor". [@beacon/doctor]\n', ""),
    to("mitigating-read", PEOPLE, "{status: none-found, read: [registry]}", "{status: none-found, read: [registry, ledger]}"),
    to("gap-line-dropped", PEOPLE, "    2. A second qbgapbx report.\n", "", drops="qbgapbx"),
    to("gap-reordered", PEOPLE, "    1. The qbgapax order in writing.\n    2. A second qbgapbx report.\n", "    1. A second qbgapbx report.\n    2. The qbgapax order in writing.\n"),
    to("gap-line-added", PEOPLE, "    2. A second qbgapbx report.\n", "    2. A second qbgapbx report.\n    3. The qzgapx rest.\n", adds="qzgapx"),
    to("gap-numbered-otherwise", PEOPLE, "    2. A second qbgapbx report.\n", "    7. A second qbgapbx report.\n", prints=False),
    to("summary-line-dropped", PEOPLE, "    - The wages were late, says a qblistx list. [@beacon/wages]\n", "", drops="qblistx"),
    to("summary-list-made-a-paragraph", PEOPLE, "    - The wages were late, says", "    The wages were late, says"),
    to("summary-passage-edition-dropped", PEOPLE, "{.analysis edition=partners}", "{.analysis}", adds="qbpartx"),
    to("summary-passage-edition-added", PEOPLE, "That is the qbsumx report.\n    {.analysis}", "That is the qbsumx report.\n    {.analysis edition=internal}", drops="qbsumx"),
    to("summary-emphasis", PEOPLE, "That is the qbsumx report.", "That is the **qbsumx** report."),
    to("summary-link-added", PEOPLE, "That is the qbsumx report.", "That is the [qbsumx](https://qzlinkx.example/) report.", adds="qzlinkx"),
    to("own-section-dropped", PEOPLE, '    pattern: |\n      Once more the guards "kept the gate shut". [@beacon/gate] It is his qbownpx pattern. {.analysis}\n', "", drops="qbownpx", adds="qapatx"),
    to("statement-of-reasons-dropped-in-part", PEOPLE, "The workers had asked for their wages, which were late. [@beacon/wages] ", "", drops="The workers had asked"),
    to("finding", PEOPLE, "        finding: lead\n        because: The qbgathx", "        finding: arguable\n        because: The qbgathx", faulty=True),
    word("finding-reason", PEOPLE, "qbasmx"),
    word("finding-needs", PEOPLE, "qbneedx"),
    to("finding-read", PEOPLE, "        read: [registry]\n", "        read: [registry, beacon]\n"),
    to("finding-dropped", PEOPLE, "      signed:\n        finding: not-shown\n        because: The qbsigdx seal is missing.\n        read: [registry]\n", "", drops="qbsigdx"),
    to("finding-added", PEOPLE, "      responsible:\n", "      killings: {finding: not-shown, because: Nothing qzkillx., read: [beacon]}\n      responsible:\n", adds="qzkillx"),
    to("default-finding-dropped", PEOPLE, "    all: {finding: not-shown, because: The qballx sources are silent., read: [beacon, registry, ledger]}\n", "", drops="qballx"),
    to("default-finding-read", PEOPLE, "read: [beacon, registry, ledger]}", "read: [beacon, registry]}"),
    to("author", PEOPLE, "  author: berthold\n", "  author: somebody\n", prints=False),
    to("dossier-dropped", PEOPLE, '  gap: |\n    1. All of the qcgapx rest.\n', "", drops="qcgapx"),
]  # fmt: skip

CASES = [
    word("section-ask", CASE, "qaaskx"),
    word("section-handling", CASE, "qahandx"),
    word("section-submitter", CASE, "qasubx"),
    to("section-dropped", CASE, "  safety: |\n    Mind the qasafx risk. {.analysis}\n", "", drops="qasafx"),
    to("section-handling-dropped", CASE, "  handling: |\n    Keep it qahandx dry. {.analysis}\n", "", drops="qahandx"),
    to("case-title", CASE, "The qatitx quarry", "The zztitx quarry", adds="zztitx", drops="qatitx"),
    word("publisher-name", CASE, "qapubx"),
    word("publisher-address", CASE, "qapurx"),
    to("publisher-country", CASE, "country: hm", "country: tf"),
    to("publisher-country-dropped", CASE, "  country: hm\n", ""),
    word("publisher-contact", CASE, "qacontx"),
    to("publisher-contact-dropped", CASE, "  contact: qacontx at the north gate\n", "", adds="contact not given"),
    to("day", CASE, "as_of: 2026-11-19", "as_of: 2026-11-18", adds="18 November 2026"),
    to("release", CASE, "release: 41", "release: 43"),
    to("regimes-reordered", CASE, "[sorv-demo, eu-ghr]", "[eu-ghr, sorv-demo]"),
    to("regimes-added", CASE, "[sorv-demo, eu-ghr]", "[sorv-demo, eu-ghr, uk-ghr]"),
    Change("regimes-dropped", ((CASE, "[sorv-demo, eu-ghr]", "[eu-ghr]"), (PEOPLE, """\
    sorv-demo:
      gathered:
        finding: lead
        because: The qbgathx gate was shut.
        acts: [beating-2025]
        cite: [beacon/beating]
        needs: The qbkeysx keys.
      signed:
        finding: not-shown
        because: The qbsigdx seal is missing.
        read: [registry]
""", "")), drops="qlnamex"),
    to("policy-approvals", CASE, "approvals: 2}", "approvals: 1}"),
    to("policy-other-rules", CASE, "recency_years: 5", "recency_years: 6", prints=False),
    to("language", CASE, "language: en\n", "language: fr\n"),
    word("base-url", CASE, "qabasex"),
    to("base-url-dropped", CASE, 'base_url: "https://qabasex.example/data"\n', "", drops="qabasex"),
    to("prefix", CASE, "prefix: sorv\n", "prefix: qzprefx\n", adds="qzprefx"),
    to("prefix-dropped", CASE, "prefix: sorv\n", ""),
    to("case-name", CASE, "name: sorvenia_quarry", "name: sorvenia_quarries", faulty=True),
    to("editions", CASE, "[public, partners, authority, internal]", "[public, partners, press, authority, internal]", adds="Edition press", editions=("press",)),
    to("not-names", CASE, "not_names: [Bab Zuweila]", "not_names: [Bab Zuweila, The Works]", prints=False),
    to("not-names-dropped", CASE, "not_names: [Bab Zuweila]\n", "", prints=False),
    to("case-author", CASE, "author: writer", "author: writers", prints=False),
    to("reviewer-name", CASE, "Anna Qaannax", "Anna Zzannax", adds="Zzannax", drops="Qaannax"),
    to("reviewer-role", CASE, "qarolex", "zzrolex", prints=False),
    to("reviewer-role-of-one-without-name", CASE, "qarolbx", "zzrolbx", adds="zzrolbx"),
    to("reviewer-edition", CASE, "role: qarolex lawyer, edition: public", "role: qarolex lawyer", drops="Qaannax"),
    to("reviewer-dropped", CASE, "  berta: {role: qarolbx editor}\n", "", drops="qarolbx"),
    word("logo-words", CASE, "qaaltx"),
    to("logo-dropped", CASE, "  logo: {file: logo.svg, alt: A qaaltx lamp}\n", "", drops="qaaltx"),
    to("logo-drawing", "logo.svg", 'r="16"', 'r="12"'),
    to("colours", CASE, "#7a1f3a", "#1f3a7a", adds="#1f3a7a", drops="#7a1f3a"),
    to("colours-dropped", CASE, '  colours: {accent: "#7a1f3a"}\n', "", drops="#7a1f3a"),
]  # fmt: skip

TEMPLATES = [
    word("template-letterhead", TEMPLATE, "qmletrx"),
    word("template-closing", TEMPLATE, "qmclosx"),
    word("template-act", TEMPLATE, "qmactsx"),
    to("template-block-dropped", TEMPLATE, "{% block closing %}<p>The qmclosx end.</p>{% endblock %}\n", "", drops="qmclosx"),
    to("template-block-added", TEMPLATE, "{% block closing %}", "{% block foreword %}<p>A qzforex word.</p>{% endblock %}\n{% block closing %}", adds="qzforex"),
    to("template-value-added", TEMPLATE, "The qmclosx end.", "The qmclosx end of {{ document.kind }} now."),
    to("template-condition", TEMPLATE, "<p>The qmclosx end.</p>", '{% if document.edition == "internal" %}<p>The qmclosx end.</p>{% endif %}', drops="qmclosx"),
    Change("template-dropped", (took_away(TEMPLATE),), drops="qmletrx"),
    Change("template-added", (wrote("templates/more.html", "{% block safety %}<p>A qzsafex risk.</p>{% for each in passages %}<p>{{ each.text }}</p>{% endfor %}{% endblock %}\n"),), adds="qzsafex"),
    *(word(f"regime-{name}", REGIME, token) for name, token in {
        "name": "qlnamex", "short-name": "qlshorx", "authority": "qlauthx", "who-decides": "qldecix",
        "instrument": "qlinstx", "text-read": "qlreadx", "standard": "qlstanx", "standard-reference": "qlsrefx",
        "obligation": "qloblix", "condition": "qlcondx", "disclosure": "qldiscx", "element-title": "qlelemx",
        "element-question": "qlquesx", "element-reference": "qlerefx", "element-condition": "qlonlyx",
        "element-usually-shown-by": "qlpaprx",
    }.items()),
    to("regime-limb-title", REGIME, "qllimbx", "zzlimbx", prints=False),
    to("regime-short-name-dropped", REGIME, "short: qlshorx law\n", "", drops="qlshorx"),
    to("regime-standard-verified", REGIME, "qlsrefx\", verified: K}", "qlsrefx\", verified: V}"),
    to("regime-element-verified", REGIME, "    verified: V2\n", "    verified: V\n"),
    to("regime-obligation-dropped", REGIME, "obligation: It must answer in a qloblix month.\n", "", drops="qloblix"),
    to("regime-disclosure-dropped", REGIME, "disclosure: It may be shown to a qldiscx party.\n", "", drops="qldiscx"),
    to("regime-element-added", REGIME, "  signed:\n", "  sealed:\n    limb: who\n    title: A qzseax seal\n    question: Is there a seal?\n    reference: s. 3\n    verified: K\n    role: person\n    usually_shown_by: The seal.\n  signed:\n", adds="qzseax"),
    to("regime-element-conduct", REGIME, "    conduct: true\n    role: involvement\n", "    conduct: false\n    role: involvement\n"),
    to("regime-order-added", REGIME, "limbs:\n  what", "submission_order:\n  - {title: All of the qzordex matter, parts: [summary, acts]}\n  - {title: The law, parts: [criteria], limbs: [what, who]}\nlimbs:\n  what", adds="qzordex"),
    Change("verdict", ((f"screening/{LIST}.yml", "verdict: same", "verdict: different"),)),
    to("verdict-reason", f"screening/{LIST}.yml", "qpwhyx", "zzwhyx", prints=False),
    Change("screening-title", (in_json(f"screening/{LIST}.json", "title", value="List of zzlistx Tides"),), adds="zzlistx"),
    Change("screening-dropped", (took_away(f"screening/{LIST}.yml"), took_away(f"screening/{LIST}.json")), drops="qplistx"),
]  # fmt: skip

CHANGES = [*SOURCES, *EXCERPTS, *ACTS, *PERSONS, *CASES, *TEMPLATES]


def test_the_table_has_a_row_for_each_kind_of_thing() -> None:
    names = [change.name for change in CHANGES]
    assert len(names) == len({*names})
    assert sum(change.prints for change in CHANGES) >= 150


@pytest.fixture(scope="session")
def before(approved: Path, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """What the approved case prints."""
    return Outputs(approved, tmp_path_factory.mktemp("before"))


def test_the_approved_case_is_built_and_packed(before: Outputs) -> None:
    assert not before.problems
    assert {standing.state for standing in before.found.standings.values()} == {"approved"}
    for edition in EDITIONS:
        for output in before.all(edition):
            assert before.builds(output), output
            assert not output.regime or before.packs(output), output


# An eighth of the table here, the rest in the system lane.
@pytest.mark.parametrize(
    "change",
    [pytest.param(each, id=each.name, marks=[pytest.mark.system] if n % 8 else []) for n, each in enumerate(CHANGES)],
)
def test_no_change_prints_without_approval(case: Path, before: Outputs, change: Change, tmp_path: Path) -> None:
    """In the edition in which it is looked for: as a page, and in the export where it is on no page."""
    change.make(case)
    if change.faulty:
        nothing_is_written(case, change.editions)
        return
    now = Outputs(case, tmp_path)
    if change.by_hand and now.problems.errors:
        nothing_is_written(case, change.editions)
        return
    assert not now.problems.errors
    differ: list[tuple[Output, str]] = []
    for edition in change.editions:
        for output in dict.fromkeys((*before.all(edition), *now.all(edition))):
            form = "html" if output.person else "export"
            seen = any(bool(other.regime) == bool(output.regime) for other, _ in differ) if output.person else differ
            if not seen and differs(change, before, now, output, form):  # one for all regimes, and one for one
                differ.append((output, form))
    assert bool(differ) == change.prints
    assert not written(now, differ)
    assert not now.other_problems(), "nothing is refused for another reason"


def test_a_time_stamp_that_is_added_prints_and_is_not_approved(
    case: Path, before: Outputs, authority: Authority, tmp_path: Path
) -> None:
    data = (case / "evidence/registry/page.html").read_bytes()
    (case / "evidence/registry/c1.tsr").write_bytes(authority.reply(authority.query(data)))
    now, page = Outputs(case, tmp_path), Output("public", None, "orvane")
    assert now.text(page, "html").count("qostamx") > before.text(page, "html").count("qostamx")
    assert not written(now, [(page, "html")])


@pytest.mark.system  # half of the table in the widest and the narrowest edition, in all that leaves
@pytest.mark.parametrize("change", CHANGES[1::2], ids=[change.name for change in CHANGES[1::2]])
def test_no_change_prints_in_any_form(case: Path, before: Outputs, change: Change, tmp_path: Path) -> None:
    change.make(case)
    if change.faulty:
        nothing_is_written(case, EDITIONS)
        return
    now = Outputs(case, tmp_path)
    if now.problems.errors:
        return
    assert not written(
        now,
        [
            (output, form)
            for edition in dict.fromkeys((*change.editions, "public", "internal"))
            for output in dict.fromkeys((*before.all(edition), *now.all(edition)))
            for form in forms_of(output)
            if before.text(output, form) != now.text(output, form)
        ],
    )


FEW = ("source-title", "office-note", "context-act-dropped", "template-closing", "publisher-contact")


@pytest.mark.parametrize("name", FEW)
def test_the_commands_write_nothing(case: Path, name: str) -> None:
    """The real commands, before and after: with everything approved they write."""
    build = ["build", "--strict", "--as", "html"]
    assert dossier(case, *build).code == 0
    shutil.rmtree(case / "build")
    next(change for change in CHANGES if change.name == name).make(case)
    for command in (build, ["pack", "orvane", "--regime", "sorv-demo", "--edition", "public"]):
        was = snapshot(case)
        told = dossier(case, *command)
        assert told.code == 1
        assert told.codes() & {"claim-stale", "claim-not-approved"}, told.out
        now = {name: row for name, row in snapshot(case).items() if row[0] == "file"}
        assert now.keys() <= was.keys(), "nothing was written"


@pytest.mark.system
@pytest.mark.parametrize("name", FEW)
def test_no_change_prints_in_a_pdf(case: Path, before: Outputs, name: str, tmp_path: Path) -> None:
    change = next(each for each in CHANGES if each.name == name)
    change.make(case)
    now, page = Outputs(case, tmp_path), Output("public", None, "orvane")
    was, is_ = (
        "".join(text for _, text in texts_of("dossier.pdf", FORMS["pdf"].make(each.document(page)).data))
        for each in (before, now)
    )
    assert change.drops in was
    assert was.count(change.drops) > is_.count(change.drops)
    assert not now.builds(page)


def forms_of(output: Output) -> tuple[str, ...]:
    """The forms in which an output leaves: Word where it takes least, for it has the words of the page."""
    if not output.person:
        return ("export",)
    first = (output.edition, output.person) == ("public", "orvane")
    if output.regime:
        return ("html", "pack") if first else ()
    return ("html", "docx") if first else ("html",)


def differs(change: Change, before: Outputs, now: Outputs, output: Output, form: str) -> bool:
    """Whether an output has other words now: those that the change says, where it says any."""
    was, is_ = before.text(output, form), now.text(output, form)
    added = not change.adds or (change.adds in is_ and change.adds not in was)
    dropped = not change.drops or was.count(change.drops) > is_.count(change.drops)
    return was != is_ and added and dropped


def written(now: Outputs, differ: list[tuple[Output, str]]) -> list[str]:
    """What is written though it differs from what was approved."""
    built = [f"build {output} ({form})" for output, form in differ if now.builds(output)]
    packed = [f"pack {output} ({form})" for output, form in differ if output.regime and now.packs(output)]
    return built + packed


def nothing_is_written(case: Path, editions: tuple[str, ...]) -> None:
    """Neither `build --strict` nor `pack` gets as far as a view."""
    assert not [edition for edition in editions if prepared(case, edition, None, approved=True)]
    assert not [edition for edition in editions if prepared(case, edition, "eu-ghr", approved=False)]


# ------------------------------------------------------------------------------------------------- blanked

# What of the case is to be looked for in what prints, besides the words that stand nowhere else.
NAMES = (
    "Orvane", "Selmir", "Velk", "Askel", "Tolnar", "Quarry Ministry", "Ridge Guards", "Beacon", "State Registry", "Stonehill",
    "Hollow Hill", "Society of", "Sorvenia", "Council of Tides", "Anna",
)  # fmt: skip
CLOSED = ("Bouvet Island", "Heard", "Antarctica", "South Georgia", "Icelandic", "Irish")
ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
TEXTS = "\n".join(FILES.values())
TOKENS = sorted({*WORD.findall(TEXTS), "qostamx", "qplistx", "Qaannax"})
DAYS = sorted({*ISO_DAY.findall(TEXTS), "2025-03-01", "2026-11-20"})


def decided_on(case: Outputs, view: View, keys: Iterable[str]) -> Iterator[Claim]:
    """Claims of an edition, and those of the case behind them, whose digests reviewers sign."""
    behind = {claim.identity: claim for claim in case.found.claims.values()}
    for key in keys:
        yield view.claims[key]
        yield behind[view.claims[key].identity]


def words_of_the_case(text: str) -> set[str]:
    """Which of these stand in a text."""
    days = {day for day in DAYS if day in text or ENGLISH.date(day) in text}
    return days | {word for word in (*TOKENS, *NAMES, *CLOSED) if word in text}


def outputs(
    view: View, person: str, regime: str | None, folder: Path, forms: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Everything that leaves with a document, and the export of the view."""
    document = make_document(view, view.entities[person], regime)
    yield "html", visible(render_html(document))
    if "docx" in forms:
        yield "docx", "\n".join(text for _, text in texts_of("dossier.docx", render_docx(document)))
    if "pdf" in forms:
        yield "pdf", "\n".join(text for _, text in texts_of("dossier.pdf", FORMS["pdf"].make(document).data))
    for file in contents_of(document, "dossier", {}).files if regime else ():
        yield f"pack/{file.name}", file.data.decode("utf-8", "replace")
    target = folder / "export"
    shutil.rmtree(target, ignore_errors=True)
    publish(view, target, base_url=view.meta.base_url)
    for path in sorted(target.iterdir()):
        yield f"export/{path.name}", path.read_text(encoding="utf-8")


def visible(page: str) -> str:
    """A page without its style sheet, in which colours are."""
    return re.sub(r"(?s)<style.*?</style>", "", page)


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_with_every_claim_blanked_nothing_of_the_case_is_left(before: Outputs, edition: str, tmp_path: Path) -> None:
    assert not left_when_blanked(before, edition, tmp_path, ())


@pytest.mark.system
@pytest.mark.parametrize("edition", EDITIONS)
def test_with_every_claim_blanked_nothing_of_the_case_is_left_in_any_form(
    before: Outputs, edition: str, tmp_path: Path
) -> None:
    assert not left_when_blanked(before, edition, tmp_path, ("docx", "pdf"))


def left_when_blanked(before: Outputs, edition: str, folder: Path, forms: tuple[str, ...]) -> dict[str, set[str]]:
    """What of the case is to be read in which output, though every text that a claim holds is blank."""
    left: dict[str, set[str]] = {}
    for regime in REGIMES:
        view = before.found.view(edition, Problems(), regime)
        blanked = Blanking(view, decided_on(before, view, view.claims)).view()
        for person in ("orvane", "selmir"):
            for form, text in outputs(blanked, person, regime, folder, forms):
                if found := words_of_the_case(text):
                    left.setdefault(form, set()).update(found)
    return left


def test_the_words_that_are_left_are_those_of_the_frame(before: Outputs) -> None:
    """What a blanked page still says stands in the one list of the frame's sentences, or is a name of FollowTheMoney's."""
    view = before.found.view("public", Problems())
    blanked = Blanking(view, decided_on(before, view, view.claims)).view()
    page = visible(render_html(make_document(blanked, blanked.entities["orvane"])))
    said = html.unescape(re.sub(r"<[^>]*>", " ", page))
    own = {word for text in (*ENGLISH.sentences, *followthemoney_names()) for word in WORDS.findall(text.casefold())}

    assert len(own) > 1000
    strange = {word for word in WORDS.findall(said.casefold()) if word not in own and not re.fullmatch("[xo]+", word)}
    assert sorted(strange - NOT_SAID) == []


WORDS = re.compile(r"[^\W\d_]{2,}")
# Parts of media types and of the names of extractors, which claims of captures hold; and what stands for blank values.
NOT_SAID = {"application", "plain", "inscriptis", "pypdfium"}
NOT_SAID |= {"https", "example", "january", "maltese", "french", "southern", "territories"}


def followthemoney_names() -> Iterator[str]:
    for schema in model.schemata.values():
        yield schema.label
        yield from (prop.label for prop in schema.properties.values())


@pytest.mark.parametrize("edition", ["public", pytest.param("internal", marks=pytest.mark.system)])
def test_each_word_that_a_document_prints_stands_in_a_claim_that_it_makes(before: Outputs, edition: str) -> None:
    """The counterpart: nothing is blanked, and each word is looked for in the claims that `pack` asks approval of."""
    missing: dict[str, set[str]] = {}
    for regime in REGIMES:
        view = before.found.view(edition, Problems(), regime)
        for person in ("orvane", "selmir"):
            document = make_document(view, view.entities[person], regime)
            held = held_by(decided_on(before, view, document.review.claims))
            for form, text in outputs_of(document):
                lacking = {word for word in words_of_the_case(text) if not holds(held, word) and word not in CLOSED}
                if lacking:
                    missing.setdefault(f"{person} {regime} {form}", set()).update(lacking)
    assert not missing


def outputs_of(document: Document) -> Iterator[tuple[str, str]]:
    """The page, and of what goes with it everything but the texts of captures, which a claim holds by their hash."""
    yield "html", visible(render_html(document))
    for file in contents_of(document, "dossier", {}).files if document.regime else ():
        if not file.name.startswith("exhibits/") and "/text." not in file.name:
            yield file.name, file.data.decode("utf-8", "replace")


def test_blanking_leaves_what_no_claim_holds(before: Outputs, tmp_path: Path) -> None:
    """Without the claims of one source, what prints of it is still there."""
    view = before.found.view("public", Problems())
    claims = [claim for key, claim in view.claims.items() if claim.kind != "frame"]
    blanked = Blanking(view, claims).view()
    page = dict(outputs(blanked, "orvane", None, tmp_path, ()))["html"]
    assert words_of_the_case(page) >= {"qatitx", "qacontx", "qbreplx", "qestrkx"}
    assert not words_of_the_case(page) & {"qbsumx", "qftitlx", "qfgradx", "qbforcx"}
