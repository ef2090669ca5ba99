"""Every kind of bad input: exit 1, file and line, code and cure; no traceback, nothing written, no name told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from dossier.problems import KINDS, Message, Problem
from tests import cases
from tests.cases import (
    FILES,
    WITHHELD,
    assert_told,
    at_most,
    change,
    check,
    dossier,
    line_of,
    pin,
    run,
    snapshot,
    write_case,
)

PEOPLE, OFFICES, ACTS = "entities/people.yml", "entities/offices.yml", "entities/acts.yml"
SOURCE, CASE = "evidence/courier/source.yml", "case.yml"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def test_the_case_itself_is_good(case: Path) -> None:
    result = check(case, "--strict")

    assert result.code == 0
    assert result.problems == []
    assert "5 of 5 quotations verified" in result.out


# ----------------------------------------------------------------------------------------------- one change, one error


@dataclass(frozen=True)
class Mistake:
    """One change to the good case, the error it is, and where: the first changed line, or the line of `at`."""

    id: str
    file: str
    old: str
    new: str
    code: str
    says: str = ""
    at: str = ""


KEYS = [
    Mistake("unknown-key-of-case", CASE, "title:", "titel: x\ntitle:", "unknown-key", "Did you mean 'title'?"),
    Mistake("unknown-key-of-publisher", CASE, "{name: Example", "{nme: x, name: Example", "unknown-key"),
    Mistake("unknown-key-of-policy", CASE, "approvals: 2", "approval: 2", "unknown-key", "'approvals'"),
    Mistake("unknown-key-of-entity", PEOPLE, "person: official", "person: official\nlabels: x", "unknown-key",
            "'label'"),
    Mistake("unknown-key-of-value", PEOPLE, "lang: eng}", "lang: eng, source: x}", "unknown-key"),
    Mistake("unknown-key-of-office", PEOPLE, "seen: 2024-04-14", "since: 2024-04-14", "unknown-key"),
    Mistake("unknown-key-of-act", PEOPLE, "does_not_say: that", "doesnt_say: that", "unknown-key", "'does_not_say'"),
    Mistake("unknown-key-of-dossier", PEOPLE, "mitigating: |", "mitigation: |", "unknown-key", "'mitigating'"),
    Mistake("unknown-key-of-finding", PEOPLE, "needs: A", "need: A", "unknown-key", "'needs'"),
    Mistake("unknown-key-of-reply", PEOPLE, "because: reprisal", "why: reprisal", "unknown-key"),
    Mistake("unknown-key-of-when", ACTS, "before: 2024", "until: 2024", "unknown-key"),
    Mistake("unknown-key-of-source", SOURCE, "relies_on: []", "relies: []", "unknown-key", "'relies_on'"),
    Mistake("unknown-key-of-capture", SOURCE, "method: supplied", "method: supplied\n  sha256: abc", "unknown-key"),
    Mistake("unknown-key-of-assessment", SOURCE, "because: A", "why: A", "unknown-key"),
    Mistake("unknown-key-of-excerpt", SOURCE, "speech: direct", "spech: direct", "unknown-key", "'speech'"),
    Mistake("duplicate-key-of-case", CASE, "release: 1", "release: 1\nrelease: 2", "duplicate-key", "line 7"),
    Mistake("duplicate-key-of-entity", PEOPLE, "person: victim", "person: victim\nperson: official", "duplicate-key"),
    Mistake("duplicate-property", PEOPLE, "  name: Mira Tossen", "  name: Mira Tossen\n  name: M. T.", "duplicate-key"),
    Mistake("duplicate-excerpt", SOURCE, "  reply: The", "  order: x\n  reply: The", "duplicate-key"),
    Mistake("duplicate-finding", PEOPLE, "      assembly:", "      assembly: {}\n      assembly:", "duplicate-key",
            at="      assembly:\n"),
    Mistake("missing-key-of-case", CASE, "title: Harbour Square in Veltania\n", "", "missing-key", "'title'",
            at="format"),
    Mistake("missing-publisher", CASE, 'publisher: {name: Example Advocacy Group, url: "https://example.org"}\n', "",
            "missing-key", "'publisher'", at="format"),
    Mistake("missing-id", PEOPLE, "id: tossen\n", "", "missing-key", "'id'", at="schema: Person\nperson: official"),
    Mistake("missing-schema", PEOPLE, "schema: Person\nperson: official", "person: official", "missing-key",
            "'schema'", at="id: tossen"),
    Mistake("missing-attribution", PEOPLE, "    attribution: order\n", "", "missing-key", "'attribution'",
            at="act: clearing-2024\n    role"),
    Mistake("missing-origin", SOURCE, "origin: velta-courier\n", "", "missing-key", "'origin'", at="schema"),
    Mistake("missing-capture", SOURCE,
            FILES[SOURCE][FILES[SOURCE].index("capture:"):FILES[SOURCE].index("assessment:")], "",
            "missing-key", at="schema"),
    Mistake("missing-quote", SOURCE, "quote: His deputy, Mira Tossen, watched from a window of the ministry.\n", "",
            "missing-key", "'quote'", at="speech: direct"),
]  # fmt: skip

CHOICES = [
    Mistake("unknown-schema", OFFICES, "schema: Position", "schema: Postion", "unknown-schema", "'Position'",
            at="id: interior"),
    Mistake("unknown-schema-of-source", SOURCE, "schema: Article", "schema: Artikle", "unknown-schema", "'Article'"),
    Mistake("abstract-schema", OFFICES, "schema: Position", "schema: Thing", "schema-not-used", at="id: interior"),
    Mistake("sanction-by-hand", OFFICES, "schema: Position", "schema: Sanction", "sanction-unsourced",
            "no `authority` is named and no quotation that verifies is cited", at="id: interior"),
    Mistake("source-is-no-document", SOURCE, "schema: Article", "schema: Person", "wrong-range"),
    Mistake("unknown-property", PEOPLE, "  name: Mira Tossen", "  name: Mira Tossen\n  nmae: x", "unknown-property",
            "'name'"),
    Mistake("property-of-another-schema", OFFICES, "  name: Interior", "  birthDate: 1970\n  name: Interior",
            "unknown-property"),
    Mistake("stub-property", PEOPLE, "  name: Mira Tossen", "  name: Mira Tossen\n  positionOccupancies: halvik",
            "unknown-property"),
    Mistake("unknown-property-of-source", SOURCE, "  language: eng", "  langage: eng", "unknown-property",
            "'language'"),
    Mistake("unknown-category", PEOPLE, "person: official", "person: offical", "unknown-choice", "'official'"),
    Mistake("no-category", PEOPLE, "person: official\n", "", "missing-category", at="id: tossen"),
    Mistake("victim-without-label", PEOPLE, "label: Victim A\n", "", "missing-label", at="id: victim-1"),
    Mistake("unknown-attribution", PEOPLE, "attribution: order", "attribution: ordered", "unknown-choice", "'order'"),
    Mistake("unknown-finding", PEOPLE, "finding: arguable", "finding: proven", "unknown-choice", "not-shown"),
    Mistake("unknown-reply-status", PEOPLE, "status: not-sought", "status: maybe", "unknown-choice", "not-sought"),
    Mistake("unknown-speech", SOURCE, "speech: direct", "speech: indirect", "unknown-choice", "'direct'"),
    Mistake("unknown-reliability", SOURCE, "reliability: C", "reliability: 3", "unknown-choice", "A, B, C"),
    Mistake("unknown-credibility", SOURCE, "credibility: 3", "credibility: C", "unknown-choice", "1, 2, 3"),
    Mistake("unknown-media-type", SOURCE, "method: supplied", "method: supplied\n  media_type: text/rtf",
            "unknown-choice", "text/plain"),
    Mistake("unknown-capture-of-excerpt", SOURCE, "    speech: direct", "    capture: c2\n    speech: direct",
            "unknown-choice", "c1"),
    Mistake("unknown-edition", PEOPLE, "cite: courier/deputy", "edition: private\ncite: courier/deputy",
            "unknown-choice", "internal"),
    Mistake("unknown-regime-of-case", CASE, "[eu-ghr, us-glomag]", "[eu-ghr, us-glowmag]", "unknown-regime",
            "Did you mean 'us-glomag'", at="format"),
    Mistake("unknown-regime-of-finding", PEOPLE, "    eu-ghr:", "    eu-gr:", "unknown-regime", "'eu-ghr'",
            at="        finding: arguable"),
    Mistake("unknown-element", PEOPLE, "      assembly:", "      asembly:", "unknown-element", "'assembly'",
            at="        finding: arguable"),
    Mistake("unknown-format", CASE, "format: 1", "format: 2", "unknown-format"),
]  # fmt: skip

# What FollowTheMoney would drop or change without a word (each was seen to).
PROPERTIES = [
    ("birthDate", "12/03/1970", "value-dropped"),
    ("birthDate", "circa 1970", "value-dropped"),
    ("birthDate", "2022-2024", "value-changed"),
    ("birthDate", "2023?", "value-changed"),
    ("birthDate", "2023-04-12 (approx)", "value-changed"),
    ("birthDate", "1970/1980", "value-changed"),
    ("birthDate", "1970-02-30", "value-dropped"),
    ("birthDate", "unknown", "value-dropped"),
    ("country", "Republik Kazakhstan", "value-dropped"),
    ("country", "Veltania", "value-dropped"),
    ("website", "not a url", "value-dropped"),
    ("sourceUrl", "http://", "value-dropped"),
    ("gender", "unknown", "value-dropped"),
    ("email", "mira at example.org", "value-dropped"),
    ("topics", "crime.suspect", "value-dropped"),
    ("topics", "proposed", "value-dropped"),
    ("wikidataId", "Q-not-one", "value-dropped"),
    ("phone", "ask the ministry", "value-dropped"),
    ("alias", "'   '", "value-dropped"),
    ("alias", "''", "value-dropped"),
    ("alias", "{value: M. T., lang: klingon}", "value-dropped"),
    ("alias", "x" * 2000, "value-too-long"),
]
VALUES = [
    Mistake(f"{prop}={value[:24]}", PEOPLE, "  name: Mira Tossen", f"  name: Mira Tossen\n  {prop}: {value}", code)
    for prop, value, code in PROPERTIES
] + [
    Mistake("date-of-act", ACTS, "date: 2024-04-14", "date: 14.04.2024", "value-dropped", "date"),
    Mistake("date-of-source", SOURCE, "publishedAt: 2024-05-03", "publishedAt: spring 2024", "value-dropped",
            "publishedAt"),
    Mistake("language-of-source", SOURCE, "language: eng", "language: veltanian", "value-dropped", "language"),
    Mistake("language-of-case", CASE, "language: en", "language: veltanian", "value-dropped", "language", at="format"),
    Mistake("country-of-publisher", CASE, 'url: "https://example.org"', "country: Veltania", "value-dropped",
            "country", at="format"),
    Mistake("url-of-publisher", CASE, '"https://example.org"', "example", "value-dropped", "url", at="format"),
    Mistake("date-of-office", PEOPLE, "seen: 2024-04-14", "seen: 14/04/2024", "bad-date", "seen"),
    Mistake("date-not-in-calendar", PEOPLE, "seen: 2024-04-14", "seen: 2023-02-29", "bad-date", "seen"),
    Mistake("when-turned-round", ACTS, "after: 2024-04-14", "after: 2024-04-16", "bad-date", "later"),
    Mistake("captured-at", SOURCE, "captured_at: not-known", "captured_at: last week", "bad-date", "captured_at"),
    Mistake("as-of", CASE, "as_of: 2026-11-21", "as_of: 2026-11", "bad-date", "as_of"),
    Mistake("release", CASE, "release: 1", "release: first", "wrong-type", "release"),
    Mistake("dataset-name", CASE, "name: veltania_harbour", "name: Veltania-Harbour", "bad-name"),
    Mistake("prefix", CASE, "release: 1", "release: 1\nprefix: veltania_x", "bad-name"),
    Mistake("control-character", PEOPLE, "name: Mira Tossen", r'name: "Mira\e[31m Tossen"', "bad-text", "U+001B"),
]  # fmt: skip

YAML = [
    Mistake("null-nothing", PEOPLE, "name: Mira Tossen", "name:", "yaml-null", "''"),
    Mistake("null-tilde", PEOPLE, "name: Mira Tossen", "name: ~", "yaml-null", "'~'"),
    Mistake("null-word", PEOPLE, "name: Mira Tossen", "name: null", "yaml-null", "'null'"),
    Mistake("null-of-case", CASE, "title: Harbour Square in Veltania", "title:", "yaml-null"),
    Mistake("null-in-list", PEOPLE, "context: [search-2024]", "context:\n    -", "yaml-null", at="    -\n  gap"),
    Mistake("cut", PEOPLE, "name: Mira Tossen", "name: Mira Tossen #2", "yaml-cut", "'Mira Tossen #2'"),
    Mistake("cut-of-quotation", SOURCE, "by his officers.", "by his officers. #1", "yaml-cut"),
    Mistake("cut-of-withheld-name", PEOPLE, "name: Ilva Brandt", "name: Ilva Brandt #2", "yaml-cut", "is cut by"),
    Mistake("tag", PEOPLE, "name: Mira Tossen", "name: !!str Mira Tossen", "yaml-tag"),
    Mistake("tab", PEOPLE, "  name: Mira Tossen", "\tname: Mira Tossen", "yaml-tab"),
    Mistake("syntax", PEOPLE, "name: Mira Tossen", "name: [Mira Tossen", "yaml-syntax", at="---\nid: victim-1"),
    Mistake("syntax-of-case", CASE, "title: Harbour", "title: 'Harbour", "yaml-syntax", "quoted scalar"),
    Mistake("citation-in-flow-style", PEOPLE, "because: Nothing in the source bears on it.",
            "because: a, b [@courier/order]", "yaml-syntax"),
    Mistake("too-deep", PEOPLE, "context: [search-2024]", "context: " + "[" * 40 + "]" * 40, "yaml-too-deep"),
    Mistake("list-for-text", PEOPLE, "  mitigating: |\n", "  reply: [a]\n  mitigating: |\n", "wrong-type",
            at="  reply: [a]"),
    Mistake("text-for-table", PEOPLE, "  reply: {status: not-sought, because: reprisal risk}", "  reply: not-sought",
            "wrong-type"),
    Mistake("text-for-properties", PEOPLE, "properties:\n  name: Mira Tossen", "properties: Mira Tossen", "wrong-type"),
    Mistake("text-for-entity", OFFICES,
            "id: interior-minister\nschema: Position\nproperties:\n  name: Interior Minister of Veltania",
            "Interior Minister", "wrong-type"),
    Mistake("two-documents-in-case", CASE, "release: 1", "release: 1\n---\na: b", "yaml-documents", at="format"),
]  # fmt: skip

REFERENCES = [
    Mistake("cite-of-value", PEOPLE, "cite: courier/deputy", "cite: courier/deputi", "dangling-reference",
            "'courier/deputy'", at="  name: Mira Tossen"),
    Mistake("cite-of-office", PEOPLE, "seen: 2024-04-14, cite: courier/order",
            "seen: 2024-04-14, cite: courier/gone", "dangling-reference"),
    Mistake("cite-of-act", PEOPLE, "cite: courier/order\n    does", "cite: courier/gone\n    does",
            "dangling-reference", at="  - act: clearing-2024"),
    Mistake("cite-of-finding", PEOPLE, "        cite: [courier/order]", "        cite: [courier/gone]",
            "dangling-reference", at="        finding: arguable"),
    Mistake("cite-of-default-finding", PEOPLE, "read: [courier]}", "read: [courier], cite: [courier/gone]}",
            "dangling-reference"),
    Mistake("cite-of-prose", PEOPLE, "[@courier/reply]", "[@courier/gone]", "dangling-reference"),
    Mistake("cite-of-source-property", SOURCE, "title: Harbour Square is cleared",
            "title: {value: Harbour, cite: courier/gone}", "dangling-reference"),
    Mistake("source-read", PEOPLE, "read: [courier]", "read: [courrier]", "dangling-reference", "courrier"),
    Mistake("act", PEOPLE, "- act: clearing-2024", "- act: clearing-2023", "dangling-reference", "'clearing-2024'"),
    Mistake("post", PEOPLE, "post: interior-minister", "post: foreign-minister", "dangling-reference"),
    Mistake("origin", SOURCE, "origin: velta-courier", "origin: velta-post", "dangling-reference", "'velta-courier'",
            at="schema"),
    Mistake("relies-on", SOURCE, "relies_on: []", "relies_on: [herald]", "dangling-reference", "'herald'", at="schema"),
    Mistake("context", PEOPLE, "context: [search-2024]", "context: [search-2023]", "dangling-reference",
            at="  summary: |"),
    Mistake("not-relied-on", PEOPLE, "  gap: |", "  not_relied_on: {act: gone-2020, because: Old.}\n  gap: |",
            "dangling-reference"),
    Mistake("act-of-finding", PEOPLE, "acts: [clearing-2024]", "acts: [clearing-2023]", "dangling-reference",
            at="        finding: arguable"),
    Mistake("act-of-default-finding", PEOPLE, "read: [courier]}", "read: [courier], acts: [gone-2020]}",
            "dangling-reference"),
    Mistake("property", ACTS, "involved: victim-1", "involved: victim-2", "dangling-reference", "'victim-1'"),
    Mistake("range-of-property", ACTS, "involved: victim-1", "involved: victim-1\n  organizer: beating-2024",
            "wrong-range"),
    Mistake("range-of-post", PEOPLE, "post: interior-minister", "post: velta-courier", "wrong-range", "Position"),
    Mistake("range-of-act", PEOPLE, "- act: clearing-2024", "- act: interior-minister", "wrong-range", "Event"),
    Mistake("range-of-context", PEOPLE, "context: [search-2024]", "context: [tossen]", "wrong-range", "Event",
            at="  summary: |"),
    Mistake("when-of-a-court-case", ACTS, "id: search-2024\nschema: Event",
            "id: search-2024\nschema: CourtCase\nwhen: {after: 2024-01-01, before: 2024-02-01}", "value-dropped",
            "fileDate", at="when: {after: 2024-01-01"),
    Mistake("missing-property", PEOPLE, "  name: Mira Tossen", "  country: kz", "missing-property", "'name'",
            at="id: tossen"),
    Mistake("missing-property-of-office", PEOPLE, "schema: Person\nperson: official", "schema: Occupancy",
            "missing-property", "'holder'", at="id: tossen"),
]  # fmt: skip

IDS = [
    Mistake("duplicate-id", PEOPLE, "id: tossen", "id: halvik", "duplicate-id", "entities/people.yml:1"),
    Mistake("id-of-a-shorthand", PEOPLE, "id: tossen", "id: halvik.act.clearing-2024", "duplicate-id",
            "entities/people.yml:10"),
    Mistake("id-with-underscore", PEOPLE, "id: tossen", "id: mira_tossen", "bad-id"),
    Mistake("id-with-capital", PEOPLE, "id: tossen", "id: Tossen", "bad-id"),
    Mistake("id-with-space", PEOPLE, "id: tossen", "id: mira tossen", "bad-id"),
    Mistake("id-with-slash", PEOPLE, "id: tossen", "id: ../tossen", "bad-id"),
    Mistake("id-ends-with-hyphen", PEOPLE, "id: tossen", "id: tossen-", "bad-id"),
    Mistake("id-in-cyrillic", PEOPLE, "id: tossen", "id: тоссен", "bad-id"),
    Mistake("id-too-long", PEOPLE, "id: tossen", "id: " + "a" * 121, "bad-id"),
    Mistake("id-of-excerpt", SOURCE, "  reply: The", "  re_ply: The", "bad-id"),
    Mistake("passage-id-twice", PEOPLE, "said. {.analysis}", "said. {.analysis #a}\n\n    Nor when. {.analysis #a}",
            "duplicate-id", at="    Nor when"),
    Mistake("id-with-withheld-name", ACTS, "id: beating-2024", "id: beating-of-brandt", "id-names-withheld"),
    Mistake("id-with-spelling-to-withhold", ACTS, "id: beating-2024", "id: brandd.2024", "id-names-withheld"),
    Mistake("id-is-withheld-name", PEOPLE, "id: victim-1", "id: ilva-brandt", "id-names-withheld"),
    Mistake("excerpt-with-withheld-name", SOURCE, "  beating: >-", "  ilva: >-", "id-names-withheld"),
    Mistake("bad-id-with-withheld-name", PEOPLE, "id: victim-1", "id: Ilva_Brandt", "bad-id"),
    Mistake("duplicate-id-of-victim", PEOPLE, "id: victim-1", "id: tossen", "duplicate-id"),
    Mistake("victim-of-unknown-schema", PEOPLE, "schema: Person\nperson: victim", "schema: Persson\nperson: victim",
            "unknown-schema", at="id: victim-1"),
    Mistake("category-of-no-person", PEOPLE, "schema: Person\nperson: victim", "schema: LegalEntity\nperson: victim",
            "unknown-key", "belong to a Person", at="id: victim-1"),
    Mistake("victim-without-category", PEOPLE, "person: victim\n", "", "missing-category", at="id: victim-1"),
]  # fmt: skip

SAID = [
    Mistake("prose-without-citation", PEOPLE, "[@courier/beating]\n", "\n", "prose-uncited"),
    Mistake("prose-after-citation", PEOPLE, "[@courier/beating]\n", "[@courier/beating] And he laughed.\n",
            "prose-uncited", "And he laughed."),
    Mistake("prose-without-citation-on-victim", PEOPLE, "[@courier/reply]", "Ilva Brandt thanked him.",
            "prose-uncited"),
    Mistake("citation-misspelt", PEOPLE, "[@courier/reply]", "[@courier]", "prose-invalid", "[@source/excerpt]"),
    Mistake("heading-in-prose", PEOPLE, "Of others it says", "# Of others\n\n    It says", "prose-invalid", "heading"),
    Mistake("unknown-mark", PEOPLE, "{.analysis}", "{.opinion}", "prose-invalid", ".opinion"),
    Mistake("finding-beyond-acts", PEOPLE, "acts: [clearing-2024]", "acts: [beating-2024]", "finding-beyond-backing",
            at="        finding: arguable"),
    Mistake("default-finding-above-not-shown", PEOPLE, "all: {finding: not-shown", "all: {finding: lead",
            "finding-beyond-backing"),
    Mistake("finding-without-reason", PEOPLE, "        because: He ordered the square to be cleared.\n", "",
            "finding-incomplete", at="        finding: arguable"),
    Mistake("finding-without-needs", PEOPLE, "        needs: A second origin.\n", "", "finding-incomplete",
            at="        finding: arguable"),
    Mistake("absence-without-reading", PEOPLE, ", read: [courier]}", "}", "finding-incomplete"),
    Mistake("dossier-of-a-victim", PEOPLE, "label: Victim A\n", "label: Victim A\ndossier:\n  gap: Nothing.\n",
            "dossier-of-withheld", at="  gap: Nothing."),
    Mistake("quotation-not-in-source", SOURCE, "nobody was to be harmed by", "everybody was to be spared by",
            "quotation-drifted"),
    Mistake("quotation-with-withheld-name", SOURCE, "Ilva Brandt, who was fined 66,000",
            "Ilva Brandd, who was fined 66,000", "quotation-drifted",
            "A quotation is near", at="  beating"),
]  # fmt: skip

MISTAKES = [*KEYS, *CHOICES, *VALUES, *YAML, *REFERENCES, *IDS, *SAID]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_one_mistake(case: Path, mistake: Mistake) -> None:
    line = change(case, mistake.file, mistake.old, mistake.new)
    if mistake.at:
        line = line_of(case, mistake.file, mistake.at)
    before = snapshot(case)

    result = check(case)

    assert mistake.says in assert_told(result, mistake.code, mistake.file, line).text
    assert snapshot(case) == before


@pytest.mark.parametrize(
    ("old", "new", "file", "line"),
    [("id: interior-minister", "id: tossen", PEOPLE, 42), ("id: velta-courier", "id: courier", SOURCE, 1)],
    ids=["of-another-file", "of-a-source"],
)
def test_an_id_that_stands_in_two_files(case: Path, old: str, new: str, file: str, line: int) -> None:
    first = change(case, OFFICES, old, new)

    assert f"{OFFICES}:{first}" in assert_told(check(case), "duplicate-id", file, line).text


@pytest.mark.parametrize("mistake", [*KEYS[:3], *YAML, *IDS[:8]], ids=lambda mistake: mistake.id)
def test_pin_writes_nothing_for_a_case_of_bad_form(case: Path, mistake: Mistake) -> None:
    change(case, mistake.file, mistake.old, mistake.new)
    (case / "evidence/courier/source.lock.json").unlink()
    before = snapshot(case)

    assert_told(pin(case), mistake.code, mistake.file)
    assert snapshot(case) == before


def test_the_real_command_tells_it(case: Path) -> None:
    """One mistake of each kind, all in one run, from a folder inside the case."""
    mistakes = (KEYS[0], CHOICES[0], VALUES[0], YAML[0], REFERENCES[1], IDS[0], SAID[0], SAID[-1])
    for mistake in mistakes:
        change(case, mistake.file, mistake.old, mistake.new)
    before = snapshot(case)

    result = run("check", cwd=case / "entities")

    for mistake in mistakes:
        problem = assert_told(result, mistake.code, mistake.file)
        assert f"{problem.file}:{problem.line}: error[{mistake.code}]: " in result.out
    assert result.err == ""
    assert snapshot(case) == before


@pytest.mark.parametrize(
    "command", [["build"], ["build", "halvik"], ["build", "--edition", "internal"], ["export"]], ids=" ".join
)
@pytest.mark.parametrize(
    "mistake",
    [KEYS[0], CHOICES[0], VALUES[0], YAML[0], REFERENCES[0], IDS[-5], SAID[0], SAID[-1]],
    ids=lambda mistake: mistake.id,
)
def test_build_and_export_write_nothing_while_there_is_an_error(
    case: Path, mistake: Mistake, command: list[str]
) -> None:
    change(case, mistake.file, mistake.old, mistake.new)
    before = snapshot(case)

    assert_told(dossier(case, *command), mistake.code, mistake.file)
    assert snapshot(case) == before


def test_the_forms_of_the_report_say_the_same(case: Path) -> None:
    line = change(case, PEOPLE, "person: official", "person: offical")

    rows = json.loads(check(case, "--format", "json").out)
    annotations = check(case, "--format", "github").out

    assert rows["ok"] is False
    (row,) = (row for row in rows["problems"] if row["code"] == "unknown-choice")
    assert (row["file"], row["line"], row["severity"]) == (PEOPLE, line, "error")
    assert row["cure"].startswith("Correct `person:`. It takes one of nominee, official,")
    assert f"::error file={PEOPLE},line={line},title=unknown-choice::person: 'offical'" in annotations


def test_annotations_name_files_from_the_root_of_the_checkout(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub knows no case folder: a repository may hold several."""
    change(case, PEOPLE, "person: official", "person: offical")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(case.parent))
    assert f"::error file={case.name}/{PEOPLE},line=" in check(case, "--format", "github").out
    monkeypatch.delenv("GITHUB_WORKSPACE")
    monkeypatch.chdir(case.parent)
    assert f"::error file={case.name}/{PEOPLE},line=" in check(case, "--format", "github").out
    monkeypatch.chdir(case)
    assert f"::error file={PEOPLE},line=" in check(case, "--format", "github").out


# ----------------------------------------------------------------------------------------------------- files and bytes


@pytest.mark.parametrize("file", [CASE, PEOPLE, SOURCE])
@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file-empty", 1),
        (b"\n  \n", "file-empty", 1),
        (b"id: a\nname: Jos\xe9\n", "file-not-utf8", 2),
        (b"id: a\n\x00\x01\x02", "file-binary", 2),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "file-not-utf8", 2),
        (b"PK\x03\x04\x00\x00", "file-binary", 1),
    ],
    ids=["empty", "blank", "latin-1", "binary", "pdf", "zip"],
)
def test_files_that_are_no_text(case: Path, file: str, data: bytes, code: str, line: int) -> None:
    (case / file).write_bytes(data)

    assert_told(check(case), code, file, line)


@pytest.mark.parametrize("file", [CASE, PEOPLE, SOURCE])
def test_a_file_over_twenty_megabytes(case: Path, file: str) -> None:
    os.truncate(case / file, 20 * 1024 * 1024 + 1)

    assert_told(check(case), "file-too-large", file, 1)


def test_an_alias_bomb(case: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    (case / OFFICES).write_text("\n".join(levels))

    assert_told(check(case), "yaml-alias-budget", OFFICES, 3)


def test_a_capture_too_large_is_not_read(case: Path) -> None:
    os.truncate(case / "evidence/courier/capture.txt", 2**40)

    assert_told(check(case), "file-too-large", SOURCE, line_of(case, SOURCE, "  file: capture.txt"))


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\x00\x01", b"caf\xe9"], ids=["empty", "blank", "nul", "latin-1"])
def test_a_capture_that_is_no_text(case: Path, data: bytes) -> None:
    (case / "evidence/courier/source.lock.json").unlink()
    (case / "evidence/courier/capture.txt").write_bytes(data)
    before = snapshot(case)

    code = "capture-unreadable" if data.strip() else "capture-empty"
    code = "encoding-unknown" if max(data, default=0) > 0x7F else code
    assert_told(check(case), code, SOURCE, line_of(case, SOURCE, "  file: capture.txt"))
    assert_told(pin(case), code, SOURCE)
    assert snapshot(case) == before


def test_a_capture_in_an_unknown_encoding(case: Path) -> None:
    change(case, SOURCE, "method: supplied", "method: supplied\n  encoding: veltanian-8")
    (case / "evidence/courier/source.lock.json").unlink()

    assert_told(check(case), "encoding-unknown", SOURCE)


@pytest.mark.parametrize("encoding", ["rot13", "zlib", "hex", "base64", "undefined", "no such"])
def test_an_encoding_that_is_no_encoding_of_text(case: Path, encoding: str) -> None:
    change(case, SOURCE, "method: supplied", f"method: supplied\n  encoding: {encoding}")
    (case / "evidence/courier/source.lock.json").unlink()

    assert_told(check(case), "encoding-unknown", SOURCE)


# ----------------------------------------------------------------------------------------- what leaves the case folder


def _outside(case: Path) -> Path:
    outside = case.parent / "outside"
    outside.mkdir()
    for file in (OFFICES, SOURCE, "evidence/courier/capture.txt"):
        (outside / Path(file).name).write_text(FILES[file])
    return outside


def _linked_entities(case: Path, outside: Path) -> tuple[str, int]:
    (case / OFFICES).unlink()
    (case / OFFICES).symlink_to(outside / "offices.yml")
    return OFFICES, 1


def _linked_entities_folder(case: Path, outside: Path) -> tuple[str, int]:
    (case / "entities").rename(case.parent / "entities-elsewhere")
    (case / "entities").symlink_to(case.parent / "entities-elsewhere")
    return PEOPLE, 1


def _linked_folder_below_entities(case: Path, outside: Path) -> tuple[str, int]:
    (case / "entities/more").symlink_to(outside)
    return "entities/more", 1


def _linked_source_folder(case: Path, outside: Path) -> tuple[str, int]:
    (case / "evidence/herald").symlink_to(outside)
    return "evidence/herald/source.yml", 1


def _linked_capture(case: Path, outside: Path) -> tuple[str, int]:
    (case / "evidence/courier/capture.txt").unlink()
    (case / "evidence/courier/capture.txt").symlink_to(outside / "capture.txt")
    return SOURCE, line_of(case, SOURCE, "  file: capture.txt")


def _capture_above(case: Path, outside: Path) -> tuple[str, int]:
    return SOURCE, change(case, SOURCE, "file: capture.txt", "file: ../../../outside/capture.txt")


def _capture_of_another_source(case: Path, outside: Path) -> tuple[str, int]:
    (case / "evidence/herald").mkdir()
    (case / "evidence/herald/capture.txt").write_text("x")
    return SOURCE, change(case, SOURCE, "file: capture.txt", "file: ../herald/capture.txt")


def _capture_round_about(case: Path, outside: Path) -> tuple[str, int]:
    return SOURCE, change(case, SOURCE, "file: capture.txt", "file: ../courier/capture.txt")


def _capture_absolute(case: Path, outside: Path) -> tuple[str, int]:
    return SOURCE, change(case, SOURCE, "file: capture.txt", f"file: {outside / 'capture.txt'}")


def _linked_case_file(case: Path, outside: Path) -> tuple[str, int]:
    (case / CASE).rename(outside / CASE)
    (case / CASE).symlink_to(outside / CASE)
    return CASE, 1


@pytest.mark.parametrize(
    "leave",
    [
        _linked_entities, _linked_entities_folder, _linked_folder_below_entities, _linked_source_folder,
        _linked_capture,
        _capture_above, _capture_of_another_source, _capture_round_about, _capture_absolute, _linked_case_file,
    ],
    ids=lambda leave: leave.__name__.strip("_"),
)  # fmt: skip
def test_nothing_outside_the_case_folder_is_read(case: Path, leave: Callable[[Path, Path], tuple[str, int]]) -> None:
    outside = _outside(case)
    file, line = leave(case, outside)
    before = snapshot(case)

    assert_told(check(case), "path-leaves-case", file, line)
    assert_told(pin(case), "path-leaves-case", file, line)
    assert snapshot(case) == before


@pytest.mark.parametrize("name", ["source.lock.json", "text.c1.txt"])
def test_a_linked_file_of_the_machine_is_not_trusted(case: Path, name: str) -> None:
    path = case / "evidence/courier" / name
    path.rename(case.parent / name)
    path.symlink_to(case.parent / name)

    assert_told(check(case), "lock-invalid" if name.endswith("json") else "text-changed")


def test_a_link_inside_the_case_is_followed(case: Path) -> None:
    (case / "texts").mkdir()
    (case / "evidence/courier/capture.txt").rename(case / "texts/courier.txt")
    (case / "evidence/courier/capture.txt").symlink_to(case / "texts/courier.txt")

    assert check(case).code == 0


def test_a_case_behind_a_link_is_read(case: Path) -> None:
    (case.parent / "link").symlink_to(case)

    assert check(case.parent / "link", "--strict").code == 0


@pytest.mark.parametrize(
    ("file", "code"),
    [(OFFICES, "file-unreadable"), (SOURCE, "file-unreadable"), ("evidence/courier/capture.txt", "file-unreadable")],
)
@pytest.mark.parametrize("kind", ["pipe", "link-to-itself", "folder", "dangling-link"])
def test_what_is_no_file_is_told_and_never_waited_for(case: Path, file: str, code: str, kind: str) -> None:
    path = case / file
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if kind == "link-to-itself" else case / "nowhere")

    with at_most(seconds=60):
        result = check(case)

    if kind == "folder" and file == OFFICES:  # a folder may have any name; what it should have held is missed
        assert_told(result, "dangling-reference")
    else:
        assert_told(result, code, SOURCE if file.endswith(".txt") else file)


@pytest.mark.parametrize("name", ["source.lock.json", "text.c1.txt"])
def test_a_pipe_for_a_file_of_the_machine_is_not_waited_for(case: Path, name: str) -> None:
    path = case / "evidence/courier" / name
    path.unlink()
    os.mkfifo(path)

    with at_most(seconds=60):
        result = check(case)

    assert "Traceback" not in result.out + result.err
    assert result.codes() & {"lock-invalid", "text-changed", "capture-unpinned"}


def test_a_pipe_as_entity_file_does_not_stop_the_real_command(case: Path) -> None:
    os.mkfifo(case / "entities/more.yml")

    assert_told(run("check", cwd=case), "file-unreadable", "entities/more.yml", 1)


def test_a_file_name_that_is_no_text_is_told(case: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(case / "entities") + b"/caf\xe9.yml"))
    path.write_text("id: [\n")

    result = run("check", cwd=case)

    assert result.code == 1
    assert "Traceback" not in result.out + result.err
    assert "yaml-syntax" in result.codes()


def test_files_that_nothing_reads_are_named(case: Path) -> None:
    (case / "entities/notes.txt").write_text("x")
    (case / "entities/.hidden.yml").write_text("x")

    result = check(case)

    assert result.code == 0
    assert [(problem.code, problem.file) for problem in result.problems] == [("unknown-file", "entities/notes.txt")]


def test_there_is_no_case(tmp_path: Path) -> None:
    result = run("check", cwd=tmp_path)

    assert result.code == 1
    assert "error[case-not-found]" in result.err
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------ all in one run


def test_all_mistakes_of_all_files_are_told_in_one_run(case: Path) -> None:
    expected = {
        (CASE, change(case, CASE, "approvals: 2", "aprovals: 2"), "unknown-key"),
        (PEOPLE, change(case, PEOPLE, "person: official", "person: offical"), "unknown-choice"),
        (PEOPLE, change(case, PEOPLE, "name: Mira Tossen", "name: Mira Tossen\n  birthDate: 2023?"), "value-changed"),
        (OFFICES, change(case, OFFICES, "name: Interior", "nmae: Interior"), "unknown-property"),
        (ACTS, change(case, ACTS, "involved: victim-1", "involved: victim-2"), "dangling-reference"),
        (ACTS, change(case, ACTS, "date: 2024-04-14", "date: ~"), "yaml-null"),
        (SOURCE, change(case, SOURCE, "66,000 talers", "660,000 talers") - 1, "quotation-drifted"),
        (SOURCE, change(case, SOURCE, "reliability: C", "reliability: G"), "unknown-choice"),
    }
    (case / "entities/broken.yml").write_text("id: a\nschema: [\n")
    (case / "entities/old.yml").write_bytes(b"name: \xe9\n")
    expected |= {("entities/broken.yml", 2, "yaml-syntax"), ("entities/old.yml", 1, "file-not-utf8")}
    before = snapshot(case)

    result = check(case)

    assert_told(result, "unknown-key")
    assert expected <= {(problem.file, problem.line, problem.code) for problem in result.errors}
    assert snapshot(case) == before


@pytest.mark.parametrize("file", [PEOPLE, ACTS, SOURCE])
def test_a_file_that_cannot_be_read_does_not_make_others_wrong(case: Path, file: str) -> None:
    with (case / file).open("a") as text:
        text.write("broken: [\n")
    result = check(case)

    assert [problem.code for problem in result.errors] == ["yaml-syntax"]
    (told,) = [problem for problem in result.problems if problem.code == "consequences-left-out"]
    assert (told.file, "problems that follow from what cannot be read" in told.text) == (file, True)
    change(case, OFFICES, "name: Interior", "nmae: Interior")
    change(case, SOURCE, "origin: velta-courier", "origin: velta-herald")
    codes = check(case).codes()
    assert {"yaml-syntax", "unknown-property"} <= set(codes), "other mistakes are told all the same"
    assert ("dangling-reference" in codes) is (file != SOURCE)


def test_a_file_of_comments_leaves_nothing_out(case: Path) -> None:
    (case / "entities/more.yml").write_text("# id: victim-9\n")
    change(case, ACTS, "involved: victim-1", "involved: victim-9")
    assert_told(check(case), "dangling-reference", ACTS)


def test_problems_come_by_file_and_line(case: Path) -> None:
    change(case, PEOPLE, "person: official", "person: offical")
    change(case, PEOPLE, "attribution: body", "attribution: bodily")
    change(case, CASE, "approvals: 2", "aprovals: 2")

    places = [(problem.file, problem.line) for problem in check(case).problems]

    assert places == sorted(places)


# ------------------------------------------------------------------------------------------------------ withheld names


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PEOPLE, "name: Ilva Brandt", "name: Ilva Brandt\n  birthDate: Ilva Brandt"),
        (PEOPLE, "name: Ilva Brandt", "name: Ilva Brandt\n  country: ILVA BRANDT"),
        (PEOPLE, "label: Victim A", "label: Victim A\nconsent: {scope: Ilva Brandt}"),
        (PEOPLE, "context: [search-2024]", "context: [ilva-brandt]"),
        (PEOPLE, "[@courier/reply]", "so Brandt said."),
        (PEOPLE, "[@courier/reply]", "so Brandd said."),
        (ACTS, "involved: victim-1", "involved: Ilva Brandt"),
        (ACTS, "involved: victim-1", "involved: ilva.brandt"),
        (ACTS, "  involved", "  Ilva Brandt: x\n  involved"),
        (
            SOURCE,
            "Later that night police officers beat a demonstrator",
            "Ilva Brandt says that police officers beat her",
        ),
        (SOURCE, "  reply:", "  Ilva Brandt:"),
        (SOURCE, "reliability: C", "reliability: Ilva Brandt"),
        (CASE, "release: 1", "release: Ilva  Brandt"),
        (PEOPLE, "person: victim\n", "person: vitcim Ilva Brandt\n"),
        (PEOPLE, "id: victim-1", "id: ilva_brandt"),
        (PEOPLE, "id: victim-1", "ident: ilva-brandt"),
        (PEOPLE, "schema: Person\nperson: victim", "schema: Ilva Brandt\nperson: victim"),
        (PEOPLE, "schema: Person\nperson: victim", "schema: Ilva Brandt"),
    ],
)
def test_no_message_quotes_a_withheld_name(case: Path, file: str, old: str, new: str) -> None:
    change(case, file, old, new)

    for result in (check(case), check(case, "--format", "json"), check(case, "--format", "github")):
        assert result.code == 1
        for name in WITHHELD:
            assert name.casefold() not in (result.out + result.err).casefold()


def test_pin_quotes_no_withheld_name(case: Path) -> None:
    change(case, SOURCE, "beat a demonstrator, Ilva Brandt,", "beat the demonstrator Ilva Brandt,")

    assert_told(pin(case), "quotation-drifted", SOURCE)


# -------------------------------------------------------------------------------------------------- hostile lock files


def _lock(case: Path) -> dict[str, object]:
    return json.loads((case / "evidence/courier/source.lock.json").read_bytes())  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not JSON", b"\xff\xfe\x00", b"null", b"[]", b"1", b'"text"', b"{}", b"[" * 100_000, b'{"a":' * 100_000,
        b'{"format": 2}', b"NaN", b"1" * 10_000,
    ],
    ids=[
        "empty", "no-json", "binary", "null", "list", "number", "text", "no-keys", "deep-list", "deep-table",
        "newer-format",
        "nan", "long-number",
    ],
)  # fmt: skip
def test_a_lock_file_that_is_none(case: Path, data: bytes) -> None:
    (case / "evidence/courier/source.lock.json").write_bytes(data)
    before = snapshot(case)

    assert_told(check(case), "lock-invalid", "evidence/courier/source.lock.json", 1)
    assert_told(pin(case), "lock-invalid", "evidence/courier/source.lock.json", 1)
    assert snapshot(case) == before


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", 2), ("format", None), ("exhibit", 0), ("exhibit", -1), ("exhibit", "1"), ("exhibit", True),
        ("exhibit", 10**30), ("exhibit", 1.5), ("next", 0), ("next", 3), ("next", None), ("captures", []),
         ("captures", None),
        ("captures", "c1"), ("captures.c1", []), ("captures.c1", None), ("captures.c1.sha256", "abc"),
        ("captures.c1.sha256", 5), ("captures.c1.sha256", "A" * 64), ("captures.c1.bytes", -1),
        ("captures.c1.bytes", "many"), ("captures.c1.file", 7), ("captures.c1.file", None), ("captures.c1.more", "x"),
        ("captures.c1.text_sha256", None), ("captures.c1.pages", "0"), ("captures.c1.pages", [5]),
        ("captures.c1.pages", [0, 0]), ("captures.c1.pages", [True]), ("captures.c1.extractor", []),
        ("excerpts", []), ("excerpts", 3),
        ("excerpts.order", None), ("excerpts.order", []), ("excerpts.order.start", -1), ("excerpts.order.start", "0"),
        ("excerpts.order.start", 10**18), ("excerpts.order.end", 0), ("excerpts.order.end", None),
        ("excerpts.order.number", 0), ("excerpts.order.number", -4), ("excerpts.order.number", 1),
        ("excerpts.order.number", 99), ("excerpts.order.capture", 1), ("excerpts.order.prefix", None),
        ("excerpts.order.quote_sha256", "no"), ("excerpts.order.more", 1),
    ],
)  # fmt: skip
def test_a_lock_file_of_wrong_form(case: Path, path: str, value: object) -> None:
    lock = _lock(case)
    *parents, last = path.split(".")
    record: dict[str, object] = lock
    for parent in parents:
        record = record[parent]  # type: ignore[assignment]
    record[last] = value
    (case / "evidence/courier/source.lock.json").write_text(json.dumps(lock))
    before = snapshot(case)

    assert_told(check(case), "lock-invalid", "evidence/courier/source.lock.json", 1)
    assert_told(pin(case), "lock-invalid")
    assert snapshot(case) == before


@pytest.mark.parametrize(
    "path", ["format", "exhibit", "next", "captures", "excerpts", "captures.c1.sha256", "excerpts.order.end"]
)
def test_a_lock_file_that_lacks_a_key(case: Path, path: str) -> None:
    lock = _lock(case)
    *parents, last = path.split(".")
    record: dict[str, object] = lock
    for parent in parents:
        record = record[parent]  # type: ignore[assignment]
    del record[last]
    (case / "evidence/courier/source.lock.json").write_text(json.dumps(lock))

    assert_told(check(case), "lock-invalid", "evidence/courier/source.lock.json", 1)


def test_a_huge_lock_file_is_not_read(case: Path) -> None:
    os.truncate(case / "evidence/courier/source.lock.json", 2**40)

    assert_told(check(case), "lock-invalid", "evidence/courier/source.lock.json", 1)


@pytest.mark.parametrize(("start", "end"), [(0, 5), (5, 2**40), (2**40, 2**41)])
def test_positions_of_a_lock_file_are_never_believed(case: Path, start: int, end: int) -> None:
    lock = _lock(case)
    lock["excerpts"]["order"] |= {"start": start, "end": end}  # type: ignore[index]
    (case / "evidence/courier/source.lock.json").write_text(json.dumps(lock))

    result = check(case)

    assert result.code == 0
    assert [problem.code for problem in result.problems] == ["quotation-moved"]


def test_a_stored_text_that_is_no_text_is_told_even_when_pinned(case: Path) -> None:
    import hashlib

    (case / "evidence/courier/text.c1.txt").write_bytes(b"\xff\xfe")
    lock = _lock(case)
    lock["captures"]["c1"]["text_sha256"] = hashlib.sha256(b"\xff\xfe").hexdigest()  # type: ignore[index]
    (case / "evidence/courier/source.lock.json").write_text(json.dumps(lock))

    assert_told(check(case), "text-changed", SOURCE)


def test_two_sources_cannot_have_one_exhibit_number(case: Path) -> None:
    herald = case / "evidence/herald"
    herald.mkdir()
    for path in (case / "evidence/courier").iterdir():
        (herald / path.name).write_bytes(path.read_bytes())

    assert_told(check(case), "lock-invalid")


# -------------------------------------------------------------------------------------------------------- the registry


def test_every_kind_explains_itself_and_says_the_cure() -> None:
    for code, kind in KINDS.items():
        assert kind.means.endswith("."), code
        assert kind.cure.endswith("."), code
        assert code == code.lower()
        assert "_" not in code


def test_a_problem_of_an_unknown_code_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        _ = Problem("no-such-code", Message("x")).severity


def test_nothing_of_the_invented_case_is_written_twice() -> None:
    assert set(FILES) == {CASE, PEOPLE, OFFICES, ACTS, SOURCE, "evidence/courier/capture.txt"}
    assert all(name not in cases.CASE for name in WITHHELD)


# ------------------------------------------------------------------------------------------------ heaps of marks
# Each runs in a process of its own with a limit of time: sorting so many marks would take minutes.

HEAP = "a" + "\u0301\u0316" * 300_000


def test_a_capture_that_heaps_marks_is_refused(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    (tmp_path / "heap.txt").write_text(f"Words before it.\n{HEAP}\n", encoding="utf-8")
    before = snapshot(root)
    result = run("capture", str(tmp_path / "heap.txt"), "--origin", "velta-courier", cwd=root)
    assert_told(result, "marks-heaped")
    assert {name: row for name, row in snapshot(root).items() if not name.startswith(".dossier-cache")} == before


def test_a_case_file_that_heaps_marks_is_refused(tmp_path: Path) -> None:
    root = write_case(tmp_path)
    line = change(root, "case.yml", "Harbour Square in Veltania", HEAP)
    assert_told(run("check", cwd=root), "marks-heaped", "case.yml", line)


def test_a_stored_text_that_heaps_marks_is_refused_though_it_is_pinned(tmp_path: Path) -> None:
    root = write_case(tmp_path)
    assert pin(root).code == 0
    text, lock = (root / "evidence/courier" / name for name in ("text.c1.txt", "source.lock.json"))
    old = sha256(text.read_bytes()).hexdigest()
    text.write_text(text.read_text() + HEAP, encoding="utf-8")
    lock.write_text(
        lock.read_text().replace(f'"text_sha256": "{old}"', f'"text_sha256": "{sha256(text.read_bytes()).hexdigest()}"')
    )
    assert_told(run("check", cwd=root), "marks-heaped", "evidence/courier/source.yml")


def test_more_marks_than_any_script_needs_are_no_heap(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    (tmp_path / "marks.txt").write_text("a" + "\u0301\u0316" * 60 + " is written oddly.\n", encoding="utf-8")
    assert dossier(root, "capture", str(tmp_path / "marks.txt"), "--origin", "velta-courier").code == 0


def test_what_follows_from_an_unknown_schema_is_not_told_beside_it(case: Path) -> None:
    change(case, ACTS, "id: clearing-2024\nschema: Event", "id: clearing-2024\nschema: event")

    assert check(case).codes() == {"unknown-schema"}
