"""Editions: what each readership sees of a case, and how its quotations verify in what it sees."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

import pytest

from dossier.case.model import IDENTIFYING_PROPERTIES, NAME_PROPERTIES, Case
from dossier.checking.run import check_case
from dossier.editions import View
from dossier.evidence.records import Evidence
from dossier.problems import Problems
from dossier.text.anchor import anchor
from dossier.text.normalise import normalise
from tests.cases import assert_told, change, check, dossier, line_of, pin, write_case

ROOT = Path(__file__).parents[1]
PEOPLE, ACTS, SOURCE = "entities/people.yml", "entities/acts.yml", "evidence/courier/source.yml"
ORDER = "On 14 April 2024 the Interior Minister of Veltania, Oren Halvik, ordered the police to clear Harbour Square."
DEPUTY = "His deputy, Mira Tossen, watched from a window of the ministry."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path)


def view(case: Path, edition: str = "public") -> View:
    """The view of an edition; a case with an error fails the test."""
    problems = Problems()
    checked = check_case(case, problems)
    assert checked
    made = checked.view(edition, problems)
    assert not problems.errors, problems.errors
    return made


def narrowed(case: Path, quote: str, edition: str) -> None:
    """Mark the excerpt `deputy` or `order` for a narrower edition."""
    if quote == DEPUTY:
        change(case, SOURCE, "    speech: direct\n", f"    speech: direct\n    edition: {edition}\n")
    else:
        change(case, SOURCE, f"  order: >-\n    {ORDER}", f"  order:\n    edition: {edition}\n    quote: {ORDER}")


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("edition", ["public", "authority", "internal"])
def test_every_quotation_verifies_in_the_text_that_its_edition_ships(case: Path, edition: str) -> None:
    pin(case)
    assert dossier(case, "export", "--edition", edition).code == 0
    folder = case / "build" / edition / "export"
    data = json.loads((folder / "claims.json").read_bytes())
    texts = {(row["source"], row["capture"]): folder / row["file"] for row in data["texts"]}
    quotations = [excerpt for claim in data["claims"] for excerpt in claim["excerpts"]]

    assert quotations
    for quotation in quotations:
        text = texts[quotation["source"], quotation["capture"]].read_text(encoding="utf-8")
        exact, position = quotation["selector"][0]["exact"], quotation["selector"][1]
        place = (position["start"], position["end"])
        assert anchor(normalise(text), exact, place).status == "at-position"
    for row in data["texts"]:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["altered"] == (edition != "internal")
        assert ("Brandt" in (folder / row["file"]).read_text(encoding="utf-8")) == (edition == "internal")
    listed = {row["name"] for row in json.loads((folder / "index.json").read_bytes())["resources"]}
    assert {path.name for path in texts.values()} <= listed


def test_bytes_and_hashes_of_what_names_somebody_stay(case: Path) -> None:
    data = (case / "evidence/courier/capture.txt").read_bytes()
    hashed = hashlib.sha256(data).hexdigest()

    (public,), (internal,) = view(case).texts, view(case, "internal").texts
    assert public.altered
    assert public.data is None
    assert internal.data == data
    for edition, gives in (("public", False), ("internal", True)):
        assert dossier(case, "export", "--edition", edition).code == 0
        written = b"".join(path.read_bytes() for path in (case / "build" / edition / "export").iterdir())
        assert (hashed.encode() in written) == gives

    change(case, SOURCE, "relies_on: []\n", "relies_on: []\npublic: true\n")
    shown = view(case)
    assert shown.captures["courier", "c1"].sha256 == hashed
    assert shown.texts[0].data is None


def test_no_hash_of_the_unaltered_words_leaves(case: Path) -> None:
    change(case, SOURCE, "relies_on: []\n", "relies_on: []\npublic: true\n")
    unaltered = "Later that night police officers beat a demonstrator, Ilva Brandt, who was fined 66,000 talers."
    inside = view(case, "internal").claims
    outside = view(case).claims

    altered = [key for key, claim in outside.items() if any(each.altered for each in claim.quotations)]
    assert altered
    for key in altered:
        assert outside[key].digest != inside[key].digest
    assert dossier(case, "export").code == 0
    written = b"".join(path.read_bytes() for path in (case / "build/public/export").iterdir())
    for made in (hashlib.sha256, hashlib.sha1, hashlib.md5):
        assert made(unaltered.encode()).hexdigest().encode() not in written


def test_a_name_in_the_bytes_alone_keeps_the_bytes_back(case: Path) -> None:
    text = (case / "evidence/courier/capture.txt").read_text(encoding="utf-8")
    page = f"<p>{text.replace(' Ilva Brandt,', '')}</p><!-- Ilva Brandt -->"
    (case / "evidence/courier/capture.html").write_text(page, encoding="utf-8")
    change(case, SOURCE, "file: capture.txt", "file: capture.html")
    change(case, SOURCE, " Ilva Brandt,", "")
    change(case, PEOPLE, "cite: courier/beating\nproperties:\n  name: Ilva", "properties:\n  name: Ilva")

    (shown,) = view(case).texts
    assert not shown.altered
    assert shown.data is None


def test_words_of_a_narrower_excerpt_are_taken_out_of_the_text_too(case: Path) -> None:
    narrowed(case, DEPUTY, "authority")
    change(case, PEOPLE, "person: official\ncite: courier/deputy", "person: official")

    (public,), (authority,) = view(case).texts, view(case, "authority").texts
    assert DEPUTY not in " ".join(public.text.split())
    assert "[passage withheld]" in public.text
    assert DEPUTY in authority.text
    assert "courier/deputy" not in view(case).quotations
    order = view(case).quotations["courier/order"]
    assert public.text[order.start : order.end] == ORDER
    assert "passage withheld" in order.paragraph[2]


def test_words_that_a_wider_excerpt_shows_as_well_stay(case: Path) -> None:
    part = "the Interior Minister of Veltania, Oren Halvik, ordered the police"
    narrowed(case, ORDER, "internal")
    change(case, SOURCE, "excerpts:\n", f"excerpts:\n  part: {part}\n")

    (public,) = view(case).texts
    assert f"[passage withheld]{part}[passage withheld]" in public.text


def test_a_narrower_excerpt_is_taken_out_of_every_capture_of_its_source(case: Path) -> None:
    narrowed(case, DEPUTY, "internal")
    (case / "evidence/courier/later.txt").write_text(f"Corrected.\n\n{DEPUTY} {DEPUTY}\n", encoding="utf-8")
    change(
        case,
        SOURCE,
        "capture:\n  file: capture.txt\n  captured_at: not-known\n  method: supplied\n",
        "captures:\n  c1: {file: capture.txt, method: supplied}\n  c2: {file: later.txt, method: supplied}\n",
    )
    pin(case)

    for text in view(case).texts:
        assert "Mira Tossen" not in text.text
        assert "[passage withheld]" in text.text


# ---------------------------------------------------------------- marks


def shown(case: Path, edition: str) -> str:
    """Everything an edition's export says, as one text."""
    assert dossier(case, "export", "--edition", edition).code == 0
    return "".join(path.read_text(encoding="utf-8") for path in sorted((case / "build" / edition / "export").iterdir()))


FOUR = ("public", "partners", "authority", "internal")
MARKS = {
    "entity": (
        ACTS, "id: search-2024\nschema: Event\n", "id: search-2024\nschema: Event\nedition: {}\n", "Search of a house"
    ),
    "value": (ACTS, "name: Search of a house", "name: [Search, {{value: Ransacking, edition: {}}}]", "Ransacking"),
    "source": (SOURCE, "relies_on: []\n", "relies_on: []\nedition: {}\n", "Harbour Square is cleared"),
    "excerpt": (SOURCE, "  reply: The", "  reply:\n    edition: {}\n    quote: The", "nobody was to be harmed"),
    "act": (PEOPLE, "    role: ordered t", "    edition: {}\n    role: ordered t", "does not say that he used force"),
    "office": (PEOPLE, "seen: 2024-04-14, cite", "edition: {}, seen: 2024-04-14, cite", "held on 2024-04-14"),
    "passage": (
        PEOPLE, "is not said. {.analysis}", "is not said. {{.analysis edition={}}}", "Whether he knew of the beating"
    ),
}  # fmt: skip


@pytest.mark.parametrize("mark", [edition for edition in FOUR if edition != "public"])
@pytest.mark.parametrize("what", MARKS)
def test_what_is_marked_appears_in_its_edition_and_in_narrower_ones(case: Path, what: str, mark: str) -> None:
    """Editions of the case's own among them; every place that takes `edition:`."""
    file, old, new, words = MARKS[what]
    change(case, "case.yml", "release: 1\n", "release: 1\neditions: [public, partners, authority, internal]\n")
    change(case, PEOPLE, "    does_not_say: that he ordered force", "    does_not_say: does not say that he used force")
    if what == "source":  # what rests on it goes with it, and a source of another edition remains
        change(
            case, PEOPLE, "cite: courier/deputy\nproperties:\n  name: Mira Tossen", "properties:\n  name: Mira Tossen"
        )
    change(case, file, old, new.format(mark))
    pin(case)

    for edition in FOUR:
        made = view(case, edition)
        text = "".join(text.text for text in made.texts) + "".join(claim.text for claim in made.claims.values())
        text += "".join(source.title for source in made.sources.values())
        assert (words in " ".join(text.split())) == (FOUR.index(edition) >= FOUR.index(mark)), edition


def test_an_edition_of_the_case_is_built_and_exported(case: Path) -> None:
    assert dossier(case, "export", "--edition", "partners").code == 2
    change(case, "case.yml", "release: 1\n", "release: 1\neditions: [public, partners, authority, internal]\n")
    pin(case)

    assert "Ilva" not in shown(case, "partners")
    assert dossier(case, "build", "--edition", "partners").code == 0
    assert (case / "build/partners/halvik.pdf").is_file()
    assert dossier(case, "assess", "--edition", "partners").code == 0
    for command in ("build", "export", "assess"):
        wrong = dossier(case, command, "--edition", "../out")
        assert wrong.code == 2
        assert "partners" in wrong.err


@pytest.mark.parametrize(
    "editions", ["[internal, authority, public]", "[public, internal]", "[public, authority, Partners, internal]",
                 "[public, authority, authority, internal]", "public"]
)  # fmt: skip
def test_editions_out_of_order_are_told(case: Path, editions: str) -> None:
    line = change(case, "case.yml", "release: 1\n", f"release: 1\neditions: {editions}\n")

    assert_told(check(case), "bad-editions", "case.yml", line)


@pytest.mark.parametrize("mark", ["{edition=secret}", "{edition: authority}", "{Edition authority}", "{authority}"])
def test_a_slip_in_the_mark_of_a_passage_shows_nothing(case: Path, mark: str) -> None:
    change(case, PEOPLE, "is not said. {.analysis}", f"is not said. {mark}")

    result = check(case)
    assert result.code == 1
    assert {"unknown-choice", "prose-invalid"} & result.codes()


def test_ids_of_what_is_hidden_are_nowhere_in_the_view(case: Path) -> None:
    hidden = "evidence/diary/source.yml"
    text = (case / SOURCE).read_text(encoding="utf-8").split("excerpts:")[0]
    (case / "evidence/diary").mkdir()
    (case / hidden).write_text(text.replace("relies_on", "edition: internal\nrelies_on"), encoding="utf-8")
    (case / "evidence/diary/capture.txt").write_text("A diary.\n", encoding="utf-8")
    change(case, SOURCE, "relies_on: []", "relies_on: [diary]")
    change(case, PEOPLE, "read: [courier]", "read: [courier, diary]")

    assert "diary" in shown(case, "internal")
    assert "diary" not in shown(case, "public")


# ---------------------------------------------------------------- consent


def consented(case: Path, *rows: str, **keys: str) -> None:
    """Put consent records, and other keys, on the victim."""
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    records = "".join(f"  - {{{row}}}\n" for row in rows)
    change(
        case,
        PEOPLE,
        "label: Victim A\n",
        f"label: Victim A\n{more}consent:\n{records}" if rows else f"label: Victim A\n{more}",
    )


NAME, PUBLISH = "scope: name, date: 2025-01-01", "scope: publish, date: 2025-01-01"
SHARE = "scope: share, with: {}, date: 2025-01-01"


@pytest.mark.parametrize(
    ("rows", "named_in"),
    [
        ((), {"internal"}),
        ((NAME,), {"internal"}),
        ((PUBLISH,), {"internal"}),
        (("scope: store, date: 2025-01-01", NAME), {"internal"}),
        ((NAME, PUBLISH), {"public", "authority", "internal"}),
        ((NAME, SHARE.format("authority")), {"authority", "internal"}),
        ((NAME, SHARE.format("[eu-ghr, us-glomag]")), {"authority", "internal"}),
        ((NAME, SHARE.format("eu-ghr")), {"internal"}),  # the case has another regime: not for everybody
        ((NAME, SHARE.format("public")), {"internal"}),
        ((NAME, f"{PUBLISH}, withdrawn: 2025-06-01"), {"internal"}),
        ((NAME, PUBLISH, f"{PUBLISH}, withdrawn: 2025-06-01"), {"internal"}),  # a withdrawn one wins
        ((NAME, PUBLISH, "scope: publish, date: 2024-01-01, withdrawn: 2027-01-01"), {"internal"}),  # at once
        ((NAME, f"{NAME}, withdrawn: 2025-06-01", PUBLISH), {"internal"}),
        ((NAME, SHARE.format("authority"), f"{PUBLISH}, withdrawn: 2025-06-01"), {"authority", "internal"}),
        ((NAME, SHARE.format("authority"), f"{SHARE.format('authority')}, withdrawn: 2025-06-01"), {"internal"}),
        ((NAME, "scope: publish, date: 2027-01-01"), {"internal"}),  # not given yet on the day the case speaks from
    ],
)  # fmt: skip
def test_consent_decides_where_a_person_is_named(case: Path, rows: tuple[str, ...], named_in: set[str]) -> None:
    consented(case, *rows)

    for edition in ("public", "authority", "internal"):
        text = "".join(text.text for text in view(case, edition).texts)
        assert ("Ilva Brandt" in text) == (edition in named_in), edition
        assert ("[Victim A]" in text) == (edition not in named_in), edition


def test_a_text_that_still_holds_a_name_is_an_error_though_nobody_quotes_it(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = Problems()
    checked = check_case(case, problems)
    assert checked
    monkeypatch.setattr("dossier.editions.view.withheld_capture", lambda capture, _withholding, public: capture)
    unquoted = dataclasses.replace(checked.evidence, quotations={})
    dataclasses.replace(checked, evidence=unquoted).view("public", problems)
    assert [each.message for each in problems.errors if each.code == "leak"] == [
        "A withheld name would be seen in the public edition of 'courier/text.c1.txt'."
    ]


def test_who_agreed_to_one_authority_is_named_to_that_one(case: Path) -> None:
    consented(case, NAME, SHARE.format("eu-ghr"))
    problems = Problems()
    checked = check_case(case, problems)
    assert checked

    def named(regime: str | None) -> bool:
        made = checked.view("authority", problems, regime)
        return "Ilva Brandt" in made.texts[0].text

    assert [named("eu-ghr"), named("us-glomag"), named(None)] == [True, False, False]
    council = checked.regimes["eu-ghr"].authority
    change(case, PEOPLE, "with: eu-ghr", f"with: '{council}'")
    checked = check_case(case, problems)
    assert checked
    assert [named("eu-ghr"), named("us-glomag"), named(None)] == [True, False, False]
    assert not problems.errors


def test_consent_to_an_edition_of_the_case_is_for_that_edition(case: Path) -> None:
    change(case, "case.yml", "release: 1\n", "release: 1\neditions: [public, partners, authority, internal]\n")
    consented(case, NAME, SHARE.format("partners"))

    named = [edition for edition in FOUR if "Ilva Brandt" in view(case, edition).texts[0].text]
    assert named == ["partners", "internal"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("scope: publish", "missing-key"),
        ("scope: share, date: 2025-01-01", "missing-key"),
        ("scope: store, date: 2025-01-01, withdrawn: 2025-06-01", "consent-withdrawn"),
        ("scope: publish, date: 2025-01-01, withdrawn: last summer", "bad-date"),
        ("scope: everything, date: 2025-01-01", "unknown-choice"),
    ],
)
def test_a_consent_that_is_none_stops_the_build(case: Path, row: str, code: str) -> None:
    consented(case, NAME, row)

    assert_told(check(case), code, PEOPLE, line_of(case, PEOPLE, row))


@pytest.mark.parametrize(
    ("born", "minor"),
    [("2008-11-21", False), ("2008-11-22", True), ("2008-10", False), ("2008-11", True), ("2008", True),
     ("2007", False), ("2007-12-31", False), ("2020", True)],
)  # fmt: skip
def test_who_may_be_under_eighteen_is_never_named(case: Path, born: str, minor: bool) -> None:
    """On 21 November 2026, the day the case speaks from, and as the date is known."""
    consented(case, NAME, PUBLISH)
    change(case, PEOPLE, "  name: Ilva Brandt", f"  name: Ilva Brandt\n  birthDate: {born}")

    assert ("Ilva" not in view(case).texts[0].text) == minor
    assert "Ilva" in view(case, "internal").texts[0].text


def test_a_minor_is_named_in_the_internal_edition_alone(case: Path) -> None:
    consented(case, NAME, PUBLISH, SHARE.format("authority"), minor="true")

    named = [edition for edition in ("public", "authority", "internal") if "Ilva" in view(case, edition).texts[0].text]
    assert named == ["internal"]


def test_an_official_who_is_a_minor_is_withheld_and_needs_a_label(case: Path) -> None:
    change(case, PEOPLE, "person: official\n", "person: official\nminor: true\n")
    assert_told(check(case), "missing-label", PEOPLE)
    change(case, PEOPLE, "minor: true\n", "minor: true\nlabel: a pupil\n")
    change(case, PEOPLE, "id: tossen", "id: pupil-1")

    assert "His deputy, [a pupil], watched" in view(case).texts[0].text
    assert "pupil-1" not in view(case).entities


# ---------------------------------------------------------------- names of what is no person


UNION = """\
---
id: union
schema: Organization
edition: authority
{}withhold: [Free Hands]
properties: {{name: The Velta Courier Workers, abbreviation: VCW}}
"""


@pytest.mark.parametrize("label", ["label: a union\n", ""])
def test_an_organisation_of_a_narrower_edition_is_replaced_in_text(case: Path, label: str) -> None:
    with (case / "entities/offices.yml").open("a") as file:
        file.write(UNION.format(label))
    text = case / "evidence/courier/capture.txt"
    text.write_text(
        text.read_text(encoding="utf-8") + "\nThe Velta Courier Workers (VCW, free hands) met.\n", encoding="utf-8"
    )
    change(case, SOURCE, "excerpts:\n", "excerpts:\n  met: The Velta Courier Workers (VCW, free hands) met.\n")
    change(
        case, PEOPLE, "    Whether he knew", "    The VCW is said to have met. [@courier/met]\n\n    Whether he knew"
    )
    token = "[a union]" if label else "[name withheld]"

    wide = view(case)
    assert wide.quotations["courier/met"].excerpt.quote == f"{token} ({token}, {token}) met."
    assert wide.claims["halvik/summary/3"].text == f"The {token} is said to have met."
    assert "The Velta Courier, 3 May" in wide.texts[0].text, "common words of its name stay"
    assert "union" not in wide.entities
    assert "VCW" in view(case, "authority").texts[0].text
    assert "VCW" not in shown(case, "public")


def test_a_name_of_a_narrower_edition_is_replaced_in_text(case: Path) -> None:
    change(
        case,
        PEOPLE,
        "name: {value: Oren Halvik, lang: eng}",
        "name: {value: Oren Halvik, lang: eng}\n  alias: {value: Grey Fox, edition: internal}",
    )
    text = case / "evidence/courier/capture.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\nThey call him Fox, the grey fox.\n", encoding="utf-8")

    assert "They call him [name withheld], the [name withheld]." in view(case).texts[0].text
    assert "the Interior Minister of Veltania, Oren Halvik" in view(case).texts[0].text
    assert "halvik" in view(case).entities


@pytest.mark.parametrize("written", ["Ilva Bran-\ndt", "Ilva Bran\u00addt", "Il\u200bva\nBrandt", "Ilva Bran-\r\n  dt"])
def test_a_name_that_a_line_or_an_unseen_sign_parts_is_replaced(case: Path, written: str) -> None:
    text = case / "evidence/courier/capture.txt"
    text.write_bytes(text.read_bytes().replace(b"Ilva Brandt", written.encode()))
    pin(case)

    assert "a demonstrator, [Victim A], who" in view(case).texts[0].text
    assert dossier(case, "export").code == 0


def test_half_of_a_name_with_a_hyphen_is_replaced_too(case: Path) -> None:
    change(case, PEOPLE, "  name: Ilva Brandt\n", "  name: [Ilva Brandt, Ilva Brandt-Ozern]\n")
    change(case, PEOPLE, "Whether he knew of the beating is", "Whether he knew of Ozern or of the beating is")

    assert "knew of [Victim A] or of" in " ".join(each.text for each in view(case).entities["halvik"].dossier.prose)


def test_what_else_finds_a_withheld_person_is_replaced_as_the_name_is(case: Path) -> None:
    change(
        case,
        PEOPLE,
        "  name: Ilva Brandt",
        "  name: Ilva Brandt\n  passportNumber: N 4711/23\n  email: i.b@example.org",
    )
    text = case / "evidence/courier/capture.txt"
    text.write_text(
        text.read_text(encoding="utf-8") + "\nPassport n 4711/23, mail I.B@example.org.\n", encoding="utf-8"
    )

    assert "Passport [Victim A], mail [Victim A]." in view(case).texts[0].text


def test_identifiers_are_those_of_the_model() -> None:
    """A property of FollowTheMoney that finds a person is replaced too; addresses would take the names of cities."""
    from followthemoney import model

    finding = {
        prop.name
        for prop in model["Person"].properties.values()
        if not prop.stub and prop.type.name in ("identifier", "email", "phone")
    }
    assert finding <= {*IDENTIFYING_PROPERTIES}
    named = {
        prop.name
        for schema in model
        for prop in schema.properties.values()
        if prop.type.name == "name" and not prop.stub
    }
    assert named - {"namesMentioned", "peopleMentioned", "companiesMentioned"} <= {*NAME_PROPERTIES}


# ------------------------------------------------------------------------------------------------------------ addresses


ADDRESS = 'properties:\n  sourceUrl: "https://courier.example/harbour"\n'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("properties:\n", ADDRESS, True),
        ("properties:\n", ADDRESS.replace(' "', ' {edition: internal, value: "').replace('"\n', '"}\n'), False),
        ("relies_on: []\nproperties:\n", f"public: true\n{ADDRESS}", False),
        ("relies_on: []\nproperties:\n", f"edition: internal\n{ADDRESS}", False),
    ],
)  # fmt: skip
def test_an_address_where_withheld_names_stand_is_told(case: Path, old: str, new: str, told: bool) -> None:
    source = "evidence/courier/source.yml"
    change(case, source, old, new)
    found = [problem for problem in check(case).problems if problem.code == "address-leads-to-names"]

    assert [(each.file, each.line) for each in found] == [(source, line_of(case, source, "sourceUrl"))] * told


def test_an_address_of_a_text_that_names_nobody_is_not_told(case: Path) -> None:
    source, text = case / "evidence/courier/source.yml", case / "evidence/courier/capture.txt"
    change(case, "evidence/courier/source.yml", "properties:\n", ADDRESS)
    for file in (source, text):
        file.write_text(file.read_text(encoding="utf-8").replace("Ilva Brandt", "a woman"), encoding="utf-8")

    assert "address-leads-to-names" not in check(case).codes()


# ---------------------------------------------------------------- one door


def within(record: object) -> Iterator[object]:
    """Everything that a record holds, however deep."""
    yield record
    if isinstance(record, Mapping):
        for row in record.items():
            yield from within(row)
    elif isinstance(record, tuple | list | set | frozenset):
        for each in record:
            yield from within(each)
    elif dataclasses.is_dataclass(record) and not isinstance(record, type):
        for field in dataclasses.fields(record):
            yield from within(getattr(record, field.name))


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_a_view_leads_back_to_no_file_of_the_case(case: Path, edition: str) -> None:
    """Whoever renders it has neither the case nor a path to its captures, which name everybody."""
    held = [*within(view(case, edition))]

    assert len(held) > 1000
    assert not [each for each in held if isinstance(each, Case | Evidence)]
    assert {each for each in held if isinstance(each, PurePath)} == {Path()}


@pytest.mark.parametrize("package", ["render", "publish", "screening", "pack", "web"])
def test_what_prints_or_publishes_cannot_import_the_case(package: str, tmp_path: Path) -> None:
    """The contract in pyproject.toml refuses it, also where only a type checker would see the import."""
    for name in ("dossier", "pyproject.toml"):
        (shutil.copytree if name == "dossier" else shutil.copy)(ROOT / name, tmp_path / name)
    file = tmp_path / "dossier" / package / "__init__.py"
    line = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from dossier.case.model import Case\n"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{line}", encoding="utf-8")
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert linted.returncode == 1, linted.stdout
    assert f"dossier.{package} is not allowed to import dossier.case" in linted.stdout
