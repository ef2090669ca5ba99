"""What the evidence allows a finding to say: the shipped case, a strong case and each support taken away from it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier.case.model import FINDINGS, Policy, Source
from dossier.checking.run import Checked, check_case
from dossier.editions import STATEMENT_OF_REASONS, View
from dossier.problems import Place, Problems
from dossier.regimes import RULES, Assessment, groups, missing_roles, upstream
from dossier.regimes.origins import independent
from dossier.regimes.tenure import years_before
from dossier.render.document import Document, make_document
from dossier.render.html import render_html
from tests.cases import assert_told, change, check, dossier, line_of, pin
from tests.strong_case import write_strong_case

ROOT = Path(__file__).parents[1]
PEOPLE, OTHERS, CASE = "entities/people.yml", "entities/others.yml", "case.yml"
MONITOR, LANTERN = "evidence/monitor/source.yml", "evidence/lantern/source.yml"
RESPONSIBLE, LEADER = ("eu-ghr", "responsible"), ("us-glomag", "leader")


def checked(root: Path) -> Checked:
    found = check_case(root, Problems())
    assert found is not None
    return found


def seen(root: Path, edition: str = "internal") -> View:
    """The view of an edition, whatever problems there are."""
    found = checked(root)
    return found.view(edition, Problems())


def whole(root: Path, person: str = "reval") -> dict[tuple[str, str], Assessment]:
    """Every assessment of a person on the whole case, by regime and element."""
    return {(each.regime, each.element.id): each for each in checked(root).assessments[person]}


def rules(assessment: Assessment) -> set[str]:
    return {cap.rule for cap in assessment.caps}


# ----------------------------------------------------------------------------------------------------- the shipped case


@pytest.fixture(scope="module")
def shipped() -> View:
    return seen(ROOT)


ABOVE_NOT_SHOWN = {
    "massimov": {
        "arguable": {"us-glomag/foreign-person", "us-7031c/foreign-official"},
        "lead": {"ca-jvcfoa/foreign-national"},
    },
    "abish": {
        "arguable": {"us-glomag/foreign-person", "us-7031c/foreign-official"},
        "lead": {"ca-jvcfoa/foreign-national"},
    },
    "nazarbayev": {
        "arguable": {"us-glomag/foreign-person", "us-7031c/foreign-official"},
        "lead": {"ca-jvcfoa/foreign-national"},
    },
    "turgumbayev": {
        "arguable": {"us-glomag/foreign-person", "us-7031c/foreign-official"},
        "lead": {
            "us-glomag/victim-protected",
            "uk-ghr/right-torture",
            "eu-ghr/torture",
            "eu-ghr/arbitrary-detention",
            "eu-ghr/sexual-violence",
            "eu-ghr/widespread-systematic",
            "ca-jvcfoa/foreign-national",
            "ca-jvcfoa/victim-protected",
            "au-thematic/right-torture",
            "au-thematic/outside-australia",
        },
    },
    "nurdauletov": {
        "arguable": {"us-glomag/foreign-person", "us-7031c/foreign-official"},
        "lead": {
            "us-glomag/victim-protected",
            "eu-ghr/assembly",
            "eu-ghr/expression",
            "eu-ghr/widespread-systematic",
            "ca-jvcfoa/foreign-national",
            "ca-jvcfoa/victim-protected",
        },
    },
    "dosayev": {
        "arguable": {"us-glomag/foreign-person", "us-7031c/foreign-official"},
        "lead": {"eu-ghr/assembly", "eu-ghr/widespread-systematic", "eu-ghr/supports", "ca-jvcfoa/foreign-national"},
    },
}


def test_the_shipped_case_as_a_careful_lawyer_would_sign_it(shipped: View) -> None:
    found: dict[str, dict[str, set[str]]] = {}
    for person, rows in shipped.assessments.items():
        for each in rows:
            if each.effective != "not-shown":
                found.setdefault(person, {}).setdefault(each.effective, set()).add(f"{each.regime}/{each.element.id}")

    assert found == ABOVE_NOT_SHOWN
    assert len(shipped.regimes) == 6
    assert all(
        len(rows) == sum(len(r.elements) for r in shipped.regimes.values()) for rows in shipped.assessments.values()
    )


def test_no_conduct_of_the_shipped_case_is_above_lead_and_no_finding_above_its_cap(shipped: View) -> None:
    for rows in shipped.assessments.values():
        for each in rows:
            assert FINDINGS.index(each.effective) >= FINDINGS.index(each.cap)
            assert each.author == each.effective
            if each.element.conduct:
                assert each.effective in ("lead", "not-shown")


@pytest.mark.parametrize("edition", ["public", "authority", "internal"])
def test_every_shipped_document_is_an_information_note(edition: str) -> None:
    view = seen(ROOT, edition)
    for person in view.dossiers:
        assert not make_document(view, person).submission
        for regime in view.regimes.values():
            assert missing_roles(view.assessments[person.id], regime) == ("violation", "involvement")


@pytest.mark.parametrize("regime", ["uk-ghr", "au-thematic"])
@pytest.mark.parametrize(("person", "rights"), [("dosayev", ["assembly"]), ("nurdauletov", ["assembly", "expression"])])
def test_united_kingdom_and_australia_are_out_of_reach_for_assembly_and_it_is_said(
    regime: str, person: str, rights: list[str]
) -> None:
    result = dossier(ROOT, "assess", "--person", person, "--regime", regime)
    rows = json.loads(dossier(ROOT, "assess", "--person", person, "--regime", regime, "--format", "json").out)["rows"]

    assert f"Out of reach here: {' and '.join(rights)}. Peaceful assembly and expression are not among" in result.out
    assert rows[0]["out_of_reach"] == rights


def test_why_dosayev_is_no_higher_is_said_by_rule(shipped: View) -> None:
    rows = {each.element.id: each for each in shipped.assessments["dosayev"] if each.regime == "eu-ghr"}

    assert rules(rows["assembly"]) == {"not-linked"}
    assert rules(rows["supports"]) == {"two-origins"}
    assert rows["supports"].origins == ("fld-2023",)
    assert rows["supports"].acts[0].attributions == ("personal-act",)


def test_an_excerpt_that_costs_no_origin_is_no_reason_for_a_cap(shipped: View) -> None:
    """One excerpt names him and another of the same source only his city: the words cited do name the person."""
    found = [row for row in shipped.assessments["dosayev"] if row.element.id == "foreign-official"]
    assert [rules(row) for row in found] == [{"two-origins"}]


def test_a_call_carries_nothing_and_a_source_graded_6_is_said_to_be(shipped: View) -> None:
    rows = {(each.regime, each.element.id): each for each in shipped.assessments["massimov"]}

    assert rules(rows["eu-ghr", "responsible"]) == {"call-is-not-conduct"}
    assert "cannot-be-judged" in rules(rows["us-glomag", "foreign-person"])
    assert not any(backing.judged for backing in rows["us-glomag", "foreign-person"].excerpts)


# ------------------------------------------------------------------------------------------------------ the strong case


@pytest.fixture
def strong(tmp_path: Path) -> Path:
    root = write_strong_case(tmp_path / "strong")
    assert pin(root).code == 0
    return root


def test_two_independent_reports_of_an_order_reach_shown(strong: Path) -> None:
    assert check(strong, "--strict").problems == []
    found = whole(strong)

    for element in [("us-glomag", "direct"), LEADER, ("eu-ghr", "arbitrary-detention"), RESPONSIBLE]:
        assert found[element].effective == found[element].cap == "shown"
        assert found[element].caps == ()
        assert found[element].origins == ("monitor", "lantern")


def statement_of(document: Document) -> list[str]:
    """The passages of the draft statement of reasons that a document prints."""
    parts = [part for chapter in document.chapters for part in chapter.parts if part.name == "statement"]
    return [passage.text for part in parts for passage in part.passages]


def test_it_becomes_a_submission_with_its_draft_statement_of_reasons(strong: Path) -> None:
    view = seen(strong, "authority")
    document = make_document(view, view.entities["reval"], "eu-ghr")

    assert document.submission
    assert len(statement_of(document)) == 3
    page = render_html(document)
    assert "Draft statement of reasons" in page
    assert "is therefore responsible for serious human rights violations in" in page
    assert any(key.startswith(f"reval/{STATEMENT_OF_REASONS}/") for key in view.claims)
    assert not statement_of(make_document(view, view.entities["reval"], "us-glomag"))


@dataclass(frozen=True)
class Removed:
    """One support taken away: which element loses `shown`, to what, by which rule, and what `check` reports."""

    id: str
    changes: tuple[tuple[str, str, str], ...]
    element: tuple[str, str]
    left: str
    rule: str
    code: str = "finding-beyond-backing"


def removed(
    id_: str, file: str, old: str, new: str, left: str, rule: str, element: tuple[str, str] = RESPONSIBLE
) -> Removed:
    return Removed(id_, ((file, old, new),), element, left, rule)


WIRE = ("relies_on: []", "relies_on: [gazette]")
DATE = "date: 2025-06-03"
ORDER = "attribution: order"
OFFICE = "from: 2024-02-01, to: 2026-01-15, cite"
LINK = "    cite: [monitor/order, lantern/order]\ndossier"
BODY = "{value: interior-ministry, cite"
ORGANIZER = "  organizer: {value: interior-ministry, cite: [monitor/held, lantern/held]}\n"
GRADE = "assessment: {reliability: B, credibility: 2, because: An inquiry that spoke with three officers.}\n"
# the last finding of the file, eu-ghr/responsible
BECAUSE = "        because: Two independent reports name him as having ordered the detention.\n"
ACTS, CITE = "        acts: [detention-2025]\n", "        cite: [monitor/order, lantern/order]\n"
NEEDS = "        needs: The written order.\n  sections"

REMOVED = [
    removed("same-origin", LANTERN, "origin: lantern-inquiry", "origin: karvenia-monitor", "arguable", "same-origin"),
    removed("relies-on-the-other", LANTERN, "relies_on: []", "relies_on: [monitor]", "arguable", "relies-on"),
    Removed(
        "relies-on-through-a-third",
        ((LANTERN, *WIRE), ("evidence/gazette/source.yml", "relies_on: []", "relies_on: [monitor]")),
        RESPONSIBLE,
        "arguable",
        "relies-on",
    ),
    Removed("both-rely-on-a-third", ((LANTERN, *WIRE), (MONITOR, *WIRE)), RESPONSIBLE, "arguable", "relies-on"),
    removed("one-source-less", PEOPLE, LINK, "    cite: [monitor/order]\ndossier", "arguable", "two-origins"),
    removed("policy-asks-for-three", CASE, "sources_per_act: 2", "sources_per_act: 3", "arguable", "two-origins"),
    removed("act-before-tenure", OTHERS, DATE, "date: 2024-01-31", "lead", "outside-tenure"),
    removed("act-after-tenure", OTHERS, DATE, "date: 2026-01-16", "lead", "outside-tenure"),
    removed("act-of-a-year", OTHERS, DATE, "date: 2024", "arguable", "tenure-uncertain"),
    removed("act-without-date", OTHERS, f"  {DATE}\n", "", "arguable", "tenure-uncertain"),
    removed("office-without-dates", PEOPLE, OFFICE, "cite", "arguable", "tenure-uncertain"),
    removed("office-of-years", PEOPLE, OFFICE, "from: 2025, to: 2026-01-15, cite", "arguable", "tenure-uncertain"),
    removed("office-seen-on-another-day", PEOPLE, OFFICE, "seen: 2025-06-02, cite", "arguable", "tenure-uncertain"),
    removed(
        "office-inferred",
        PEOPLE,
        OFFICE,
        "from: 2024-02-01, to: 2026-01-15, derived: by his rank, cite",
        "arguable",
        "tenure-uncertain",
    ),
    removed("leader-before-tenure", OTHERS, DATE, "date: 2024-01-31", "lead", "outside-tenure", LEADER),
    removed("leader-of-a-year", OTHERS, DATE, "date: 2024", "lead", "tenure-uncertain", LEADER),
    removed("leader-without-dates", PEOPLE, OFFICE, "cite", "lead", "tenure-uncertain", LEADER),
    removed("act-of-no-body", OTHERS, ORGANIZER, "", "lead", "no-body-conduct", LEADER),
    removed("act-of-another-body", OTHERS, BODY, "{value: state-gazette, cite", "lead", "no-body-conduct", LEADER),
    removed(
        "body-inferred",
        OTHERS,
        BODY,
        "{value: interior-ministry, derived: by the uniforms, cite",
        "lead",
        "no-body-conduct",
        LEADER,
    ),
    removed(
        "body-named-by-one",
        OTHERS,
        "cite: [monitor/held, lantern/held]",
        "cite: [monitor/held, lantern/unnamed]",
        "arguable",
        "not-named",
        LEADER,
    ),
    removed("attribution-office", PEOPLE, ORDER, "attribution: office", "lead", "office-is-not-conduct"),
    removed("attribution-body", PEOPLE, ORDER, "attribution: body", "lead", "office-is-not-conduct"),
    removed("attribution-collective", PEOPLE, ORDER, "attribution: collective", "lead", "nobody-named"),
    removed("attribution-unnamed", PEOPLE, ORDER, "attribution: unnamed", "lead", "nobody-named"),
    removed("attribution-call", PEOPLE, ORDER, "attribution: call", "lead", "call-is-not-conduct"),
    removed("reliability-F", LANTERN, "reliability: B", "reliability: F", "arguable", "cannot-be-judged"),
    removed("credibility-6", LANTERN, "credibility: 2", "credibility: 6", "arguable", "cannot-be-judged"),
    Removed(
        "both-cannot-be-judged",
        ((LANTERN, "credibility: 2", "credibility: 6"), (MONITOR, "reliability: B", "reliability: F")),
        RESPONSIBLE,
        "lead",
        "cannot-be-judged",
    ),
    removed("not-graded", LANTERN, GRADE, "", "arguable", "cannot-be-judged"),
    removed(
        "excerpt-without-the-name",
        PEOPLE,
        LINK,
        "    cite: [monitor/order, lantern/unnamed]\ndossier",
        "arguable",
        "not-named",
    ),
    removed(
        "an-act-of-others",
        PEOPLE,
        ACTS + CITE + NEEDS,
        ACTS.replace("detention", "raid") + CITE + NEEDS,
        "lead",
        "not-linked",
    ),
    removed(
        "quotation-altered", LANTERN, "gave the order to detain", "gave an order to detain", "not-shown", "not-verified"
    ),
]


@pytest.mark.parametrize("support", REMOVED, ids=lambda support: support.id)
def test_shown_is_lost_when_a_support_is_taken_away(strong: Path, support: Removed) -> None:
    for file, old, new in support.changes:
        change(strong, file, old, new)

    assessment = whole(strong)[support.element]

    assert assessment.author == "shown"
    assert assessment.effective == support.left
    assert support.rule in rules(assessment)
    regime, element = support.element
    told = [
        p.text for p in check(strong).problems if p.code == support.code and f"{regime}/{element} is shown" in p.text
    ]
    assert len(told) == 1, "check tells it"
    assert f"[{support.rule}]" in told[0]


@pytest.mark.parametrize("support", REMOVED, ids=lambda support: support.id)
def test_nothing_printed_or_exported_is_above_what_is_left(strong: Path, support: Removed) -> None:
    for file, old, new in support.changes:
        change(strong, file, old, new)
    regime, element = support.element

    view = seen(strong)

    claim = view.claims[f"reval/finding/{regime}/{element}"]
    assert claim.text.startswith(f"{regime}/{element}: {support.left}.")
    document = make_document(view, view.entities["reval"])
    assert {
        row.finding.finding
        for _, rows in document.matrix
        for row in rows
        if (row.regime.id, row.element.id) == support.element
    } == {support.left}
    assert dossier(strong, "build").code == 1
    assert not (strong / "build").exists()


@pytest.mark.parametrize(
    "support",
    [row for row in REMOVED if row.left in ("lead", "not-shown") and row.element == RESPONSIBLE],
    ids=lambda row: row.id,
)
def test_what_is_no_submission_any_more_prints_no_statement_of_reasons(strong: Path, support: Removed) -> None:
    for file, old, new in support.changes:
        change(strong, file, old, new)

    view = seen(strong)

    assert not make_document(view, view.entities["reval"], "eu-ghr").submission
    assert "Draft statement of reasons" not in render_html(make_document(view, view.entities["reval"], "eu-ghr"))
    assert not any(STATEMENT_OF_REASONS in key for key in view.claims)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LANTERN, "schema: Article\n", "schema: Article\nedition: authority\n"),
        (LANTERN, "    speech: reported\n  unnamed", "    speech: reported\n    edition: authority\n  unnamed"),
    ],
    ids=["source", "excerpt"],
)
def test_an_edition_claims_no_more_than_it_can_show(strong: Path, file: str, old: str, new: str) -> None:
    change(strong, file, old, new)
    assert check(strong).errors == []

    authority, public = (
        {(each.regime, each.element.id): each for each in seen(strong, edition).assessments["reval"]}
        for edition in ("authority", "public")
    )
    view = seen(strong, "public")
    rows = json.loads(dossier(strong, "assess", "--edition", "public", "--regime", "eu-ghr", "--format", "json").out)[
        "rows"
    ]

    assert authority[RESPONSIBLE].effective == "shown"
    assert public[RESPONSIBLE].effective == "arguable"
    assert {"withheld-here", "two-origins"} <= rules(public[RESPONSIBLE])
    assert public[RESPONSIBLE].finding.because.startswith("In this edition arguable")
    assert "Two independent" not in view.claims["reval/finding/eu-ghr/responsible"].text
    assert not any(STATEMENT_OF_REASONS in key for key in view.claims), "it cites what is withheld"
    assert {row["element"]: row["finding"] for row in rows[0]["elements"]}["responsible"] == "arguable"


def test_an_edition_that_shows_nothing_of_it_shows_nothing(strong: Path) -> None:
    change(strong, OTHERS, "id: detention-2025\n", "id: detention-2025\nedition: internal\n")
    public = {(each.regime, each.element.id): each for each in seen(strong, "public").assessments["reval"]}

    assert public[RESPONSIBLE].effective == "not-shown"
    assert {"no-act", "withheld-here"} <= rules(public[RESPONSIBLE])


def test_sources_are_not_independent_because_their_common_source_is_withheld(strong: Path) -> None:
    change(strong, LANTERN, *WIRE)
    change(strong, "evidence/gazette/source.yml", "relies_on: []", "relies_on: [monitor]")
    change(strong, "evidence/gazette/source.yml", "schema: Article\n", "schema: Article\nedition: internal\n")
    for level in (
        "finding: shown\n        because: Two independent reports name",
        "finding: shown\n        because: Two independent reports say",
    ):
        text = (strong / PEOPLE).read_text()
        (strong / PEOPLE).write_text(text.replace(level, level.replace("shown", "arguable")))

    view = seen(strong, "public")
    public = {(each.regime, each.element.id): each for each in view.assessments["reval"]}

    assert "gazette" not in view.sources
    assert public[RESPONSIBLE].cap == "arguable"
    assert "relies-on" in rules(public[RESPONSIBLE])
    assert len(set(groups({id_: view.upstream[id_] for id_ in ("monitor", "lantern")}).values())) == 1


def test_a_tie_that_is_inferred_carries_no_conduct(strong: Path) -> None:
    text = (strong / PEOPLE).read_text()
    start, end = text.index("acts:\n"), text.index("dossier:\n")
    link = """\
id: reval.order
schema: UnknownLink
attribution: order
cite: [monitor/order, lantern/order]
properties:
  subject: reval
  object: detention-2025
  role: ordered officers of the Interior Ministry to detain the reading circle
"""
    (strong / PEOPLE).write_text(f"{text[:start]}{text[end:]}---\n{link}")
    stated = whole(strong)[RESPONSIBLE]
    change(strong, PEOPLE, "  object: detention-2025", "  object: {value: detention-2025, derived: by the date}")
    inferred = whole(strong)[RESPONSIBLE]

    assert stated.effective == "shown"
    assert inferred.effective == "lead"
    assert rules(inferred) == {"inferred"}


def test_what_is_not_claimed_is_not_said_to_lack_an_origin(shipped: View) -> None:
    rows = {(each.regime, each.element.id): each for each in shipped.assessments["dosayev"]}

    assert rows["uk-ghr", "involved"].binding == ()
    assert rows["uk-ghr", "involved"].needs == rows["uk-ghr", "involved"].element.usually_shown_by


def test_a_personal_act_needs_no_office(strong: Path) -> None:
    change(strong, PEOPLE, ORDER, "attribution: personal-act")
    change(strong, PEOPLE, OFFICE, "cite")

    assert whole(strong)[RESPONSIBLE].effective == "shown"
    assert whole(strong)[LEADER].effective == "lead"


def test_conduct_older_than_the_policy_is_flagged_and_still_counts(strong: Path) -> None:
    change(strong, CASE, "as_of: 2026-11-21", "as_of: 2030-06-04")
    old = whole(strong)[RESPONSIBLE]
    change(strong, CASE, "as_of: 2030-06-04", "as_of: 2030-06-03")

    assert old.effective == "shown"
    assert [flag.rule for flag in old.flags] == ["old-conduct"]
    assert whole(strong)[RESPONSIBLE].flags == ()


def test_a_violation_that_counts_only_with_another_element_makes_no_submission_alone(strong: Path) -> None:
    change(strong, PEOPLE, "      arbitrary-detention:", "      assembly:")
    alone = seen(strong)
    change(
        strong,
        PEOPLE,
        "      assembly:",
        "      widespread-systematic: {finding: arguable, because: Nineteen were held., needs: More., "
        "cite: [monitor/held, lantern/held]}\n      assembly:",
    )
    both = seen(strong)

    assert missing_roles(alone.assessments["reval"], alone.regimes["eu-ghr"]) == ("violation",)
    assert "no violation is at least arguable" in make_document(alone, alone.entities["reval"], "eu-ghr").criteria_intro
    assert missing_roles(both.assessments["reval"], both.regimes["eu-ghr"]) == ()


# ---------------------------------------------------------------------------------------------- what a finding must say


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (BECAUSE + ACTS + CITE + NEEDS, ACTS + CITE + NEEDS, "because"),
        (ACTS + CITE + NEEDS, CITE + NEEDS, "lacks acts"),
        (CITE + NEEDS, NEEDS, "lacks cite"),
        (NEEDS, "  sections", "lacks needs"),
        (", read: [monitor, lantern, gazette]}\n    us", "}\n    us", "what was read"),
    ],
    ids=["because", "acts", "cite", "needs", "read"],
)
def test_a_finding_says_what_it_rests_on(strong: Path, old: str, new: str, says: str) -> None:
    change(strong, PEOPLE, old, new)

    assert says in assert_told(check(strong), "finding-incomplete", PEOPLE).text


def test_what_speaks_for_the_person_and_the_reply_are_never_silent(strong: Path) -> None:
    change(strong, PEOPLE, "  mitigating: {status: none-found, read: [monitor, lantern, gazette]}\n", "")
    change(strong, PEOPLE, "  reply: {status: no-answer}\n", "")

    line = line_of(strong, PEOPLE, "  summary: |")
    assert_told(check(strong), "mitigating-silent", PEOPLE, line)
    assert_told(check(strong), "reply-missing", PEOPLE, line)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("{status: none-found}", "missing-key"),
        ("{status: none, read: [monitor]}", "unknown-choice"),
        ("{status: none-found, read: [herald]}", "dangling-reference"),
        ("{status: none-found, read: [monitor], because: x}", "unknown-key"),
    ],
)
def test_that_nothing_was_found_says_what_was_read(strong: Path, new: str, code: str) -> None:
    change(strong, PEOPLE, "{status: none-found, read: [monitor, lantern, gazette]}", new)

    assert_told(check(strong), code, PEOPLE)


def test_that_nothing_was_found_prints_with_what_was_read(strong: Path) -> None:
    view = seen(strong)
    (passage,) = make_document(view, view.entities["reval"]).mitigating

    assert passage.text == "Nothing that speaks for this person was found. Read in full: E1, E2 and E3."
    assert "reval/mitigating/1" in view.claims


def test_a_statement_of_reasons_has_its_length_and_cites(strong: Path) -> None:
    text = (strong / PEOPLE).read_text()
    start = text.index("      Tomas Reval was Interior")
    (strong / PEOPLE).write_text(text[:start] + "      Tomas Reval gave the order. {.analysis}\n")

    result = check(strong)

    assert [p.line for p in result.problems if p.code == "statement-length"] == [
        line_of(strong, PEOPLE, "      Tomas Reval gave")
    ]
    assert_told(result, "prose-uncited", PEOPLE)


# -------------------------------------------------------------------------------------------- verbs of conduct in prose


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("He ordered the arrests. [@monitor/order]", True),
        ("Reval detained nineteen of them. [@monitor/held]", True),
        ("Tomas Reval had them beaten. [@monitor/held]", True),
        ('He "ordered officers of the Interior Ministry to detain every member". [@monitor/order]', False),
        ("No report says that he ordered it. [@monitor/order]", False),
        ("He neither ordered nor threatened anything. [@monitor/order]", False),
        ("Nineteen were detained. [@monitor/held]", False),
        ("He ordered it, on our reading. {.analysis}", False),
        ("In order to leave, he spoke. [@monitor/order]", False),
    ],
)
def test_verbs_of_conduct_near_a_person_without_an_act_are_told(strong: Path, sentence: str, told: bool) -> None:
    change(strong, PEOPLE, ORDER, "attribution: office")
    text = (strong / PEOPLE).read_text()
    (strong / PEOPLE).write_text(text.replace("  summary: |\n", f"  summary: |\n    {sentence}\n\n"))

    lines = [p.line for p in check(strong).problems if p.code == "conduct-near-person"]

    assert (line_of(strong, PEOPLE, f"    {sentence}") in lines) is told


def test_the_gap_and_a_person_with_an_act_of_his_own_are_not_told(strong: Path) -> None:
    change(strong, PEOPLE, "    1. The written order.", "    1. Whether he ordered it in writing.")

    assert "conduct-near-person" not in check(strong).codes()
    change(strong, PEOPLE, ORDER, "attribution: office")
    gap = line_of(strong, PEOPLE, "    1. Whether he ordered")
    told = [p for p in check(strong).problems if p.code == "conduct-near-person"]
    assert told
    assert gap not in [p.line for p in told]


def test_a_role_that_begins_with_conduct_needs_an_attribution_of_conduct(strong: Path) -> None:
    change(strong, PEOPLE, ORDER, "attribution: body")

    lines = [p.line for p in check(strong).problems if p.code == "conduct-near-person"]

    assert line_of(strong, PEOPLE, "    role: ordered") in lines


# --------------------------------------------------------------------------------------------------------- independence


def _source(id_: str, origin: str | None = None, *relies_on: str) -> Source:
    return Source(id_, "Article", Place("x"), origin or f"{id_}-house", relies_on, (), (), None, (), Path("x"))


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        ([_source("a"), _source("b")], 2),
        ([_source("a", "one"), _source("b", "one")], 1),
        ([_source("a"), _source("b", None, "a")], 1),
        ([_source("a", None, "b"), _source("b")], 1),
        ([_source("a", None, "c"), _source("b", None, "c")], 1),
        ([_source("a", None, "b", "c"), _source("b"), _source("c")], 2),
        ([_source("a", None, "b"), _source("b", None, "a")], 1),
        ([_source("a", "one"), _source("b", "one", "c"), _source("c")], 2),
        ([], 0),
    ],
)
def test_how_many_origins_are_independent(sources: list[Source], count: int) -> None:
    known = {source.id: source for source in sources}

    assert len(independent(known, known)) == count
    assert len(independent(reversed(known), known)) == count


def test_many_sources_are_never_counted_too_high() -> None:
    known = {f"s{n}": _source(f"s{n}", f"house-{n % 5}") for n in range(40)}

    assert len(independent(known, known)) == 5


def test_groups_join_through_a_third() -> None:
    known = {"a": _source("a"), "b": _source("b"), "c": _source("c", None, "a", "b"), "d": _source("d")}

    assert groups({id_: upstream(id_, known) for id_ in known}) == {"a": 1, "b": 1, "c": 1, "d": 2}


def test_years_are_counted_by_the_calendar() -> None:
    assert years_before("2026-11-21", 5) == "2021-11-21"
    assert years_before("2028-02-29", 5) == "2023-02-28"
    assert Policy().recency_years == 5


# ------------------------------------------------------------------------------------------------ a regime of one's own


OWN = """\
id: kv-list
name: List of the Assembly of Karvenia
short: Karvenia list
authority: The Assembly
decides: The Assembly decides by vote.
instruments: [List Act]
text_read: The List Act, read in November 2026.
standard: {text: Good reasons., reference: s. 1, verified: V}
limbs:
  act: {title: The act}
elements:
  detention:
    limb: act
    title: Detention without charge
    question: Was somebody detained without charge?
    reference: s. 2
    verified: K
    conduct: true
    role: violation
    also: involvement
    usually_shown_by: Custody records.
"""


@pytest.fixture
def own(strong: Path) -> Path:
    (strong / "regimes").mkdir()
    (strong / "regimes/kv-list.yml").write_text(OWN)
    change(strong, CASE, "regimes: [us-glomag, eu-ghr]", "regimes: [us-glomag, eu-ghr, kv-list]")
    change(
        strong,
        PEOPLE,
        "    eu-ghr:\n",
        "    kv-list:\n      detention:\n        finding: shown\n        because: He ordered it.\n"
        "        acts: [detention-2025]\n        cite: [monitor/order]\n        needs: The order.\n    eu-ghr:\n",
    )
    return strong


def test_a_case_adds_a_regime_without_code(own: Path) -> None:
    assert check(own).errors == []

    result = dossier(own, "assess", "--regime", "kv-list")

    assert result.code == 0
    assert "submission: 1 shown" in result.out
    assert "not checked against the text" in render_html(
        make_document(seen(own), seen(own).entities["reval"], "kv-list")
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("name: List", "nmae: List", "unknown-key", "nmae: List"),
        ("text_read: The List Act, read in November 2026.\n", "", "missing-key", "id: kv-list"),
        ("standard: {text: Good reasons., reference: s. 1, verified: V}\n", "", "missing-key", "id: kv-list"),
        ("reference: s. 1, verified: V", "reference: s. 1, verified: yes", "unknown-choice", "standard:"),
        ("    verified: K\n", "    verified: X\n", "unknown-choice", "    verified: X"),
        ("    limb: act\n", "    limb: deed\n", "unknown-choice", "    limb: deed"),
        ("    role: violation\n", "    role: culprit\n", "unknown-choice", "    role: culprit"),
        ("    conduct: true\n", "    conduct: maybe\n", "unknown-choice", "    conduct: maybe"),
        ("    conduct: true\n", "    body_conduct: true\n", "missing-key", "  detention:"),
        ("    conduct: true\n", "    conduct: true\n    only_with: scale\n", "unknown-element", "  detention:"),
        ("  detention:\n", "  Detention_1:\n", "bad-id", "  Detention_1:"),
        ("    question: Was somebody detained without charge?\n", "", "missing-key", "    limb: act"),
        ("id: kv-list", "id: eu-ghr", "duplicate-id", "id: eu-ghr"),
        ("id: kv-list", "id: KV list", "bad-id", "id: KV list"),
        ("limbs:\n  act: {title: The act}", "limbs:\n  act: The act", "wrong-type", "  act: The act"),
        ("short: Karvenia list", "short: ~", "yaml-null", "short: ~"),
    ],
)
def test_a_malformed_regime_is_rejected_with_its_place(own: Path, old: str, new: str, code: str, at: str) -> None:
    change(own, "regimes/kv-list.yml", old, new)

    assert_told(check(own), code, "regimes/kv-list.yml", line_of(own, "regimes/kv-list.yml", at))


def test_a_regime_to_be_checked_again_is_told(own: Path) -> None:
    change(
        own,
        "regimes/kv-list.yml",
        "standard:",
        "check_by: 2026-11-20\ncheck_by_because: The list is renewed each year.\nstandard:",
    )

    told = [p for p in check(own).problems if p.code == "check-by-passed"]
    assert [p.file for p in told] == ["regimes/kv-list.yml"]
    assert "The list is renewed each year." in told[0].text


@pytest.mark.parametrize("regime", ["us-glomag", "us-7031c", "uk-ghr", "eu-ghr", "ca-jvcfoa", "au-thematic"])
def test_what_the_law_files_mark_prints_as_it_is_marked(regime: str, shipped: View) -> None:
    found = shipped.regimes[regime]
    page = render_html(make_document(shipped, shipped.entities["dosayev"], regime))

    assert found.text_read
    assert found.submission_order
    assert all(element.reference and element.read for element in found.elements.values())
    unread = [element for element in found.elements.values() if element.verified == "K"]
    assert page.count("not checked against the text") >= len(unread)


# ---------------------------------------------------------------------------------------------------------- the command


def test_what_is_nearest_to_being_ready_comes_first() -> None:
    lines = dossier(ROOT, "assess").out.splitlines()
    rows = [(" ".join(line.split()[:2]), " ".join(line.split()[2:-4])) for line in lines[1:37]]

    assert len(set(rows)) == 36
    assert rows[:3] == [
        ("Yerlan Turgumbayev", "EU Global Human Rights"),
        ("Erbolat Dosayev", "EU Global Human Rights"),
        ("Gizat Nurdauletov", "EU Global Human Rights"),
    ]
    assert lines[-1] == "36 assessments in the internal edition; 0 ready for a submission."


def test_the_forms_say_the_same(strong: Path) -> None:
    change(strong, LANTERN, "relies_on: []", "relies_on: [monitor]")

    text = dossier(strong, "assess", "--regime", "eu-ghr")
    markdown = dossier(strong, "assess", "--regime", "eu-ghr", "--format", "markdown")
    found = json.loads(dossier(strong, "assess", "--regime", "eu-ghr", "--format", "json").out)

    assert text.code == markdown.code == 1, "a finding beyond its backing is an error"
    row = {row["element"]: row for row in found["rows"][0]["elements"]}["responsible"]
    assert (row["author"], row["cap"], row["finding"]) == ("shown", "arguable", "arguable")
    assert {cap["rule"] for cap in row["caps"]} == {"relies-on", "two-origins"}
    assert row["acts"][0]["attributions"] == ["order"]
    for words in ("shown; the rules allow arguable", "relies-on", "The written order.", "verified"):
        assert words in text.out
        assert words in markdown.out
    assert "error[finding-beyond-backing]" in text.out
    assert not found["ok"]
    assert "\x1b" not in text.out


@pytest.mark.parametrize(
    ("args", "code"),
    [(("--person", "nobody"), "no-such-person"), (("--regime", "xx"), "unknown-regime")],
)
def test_unknown_ids_are_told(args: tuple[str, ...], code: str) -> None:
    result = dossier(ROOT, "assess", *args)

    assert result.code == 1
    assert f"error[{code}]" in result.err


def test_a_case_with_other_errors_is_not_assessed(strong: Path) -> None:
    change(strong, PEOPLE, "person: nominee", "person: nomine")

    result = dossier(strong, "assess")

    assert_told(result, "unknown-choice", PEOPLE)
    assert "independent" not in result.out


@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_the_terminal(columns: int) -> None:
    width = _widest(["assess", "--person", "dosayev"], columns)

    assert 60 < width <= columns


def _widest(args: list[str], columns: int) -> int:
    """The longest line the command prints on a terminal so wide."""
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "dumb", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "dossier", "--case", str(ROOT), *args]
    with subprocess.Popen(command, stdout=follower, env=env, cwd=ROOT) as process:
        os.close(follower)
        data = bytearray()
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:  # the other side is closed
                break
            if not chunk:
                break
            data += chunk
        process.wait()
    os.close(leader)
    return max(len(line) for line in data.decode().splitlines())


# ------------------------------------------------------------------------------------------------------------- the docs


def test_the_page_on_assessment_names_every_rule() -> None:
    page = (ROOT / "docs/assessment.md").read_text(encoding="utf-8")

    for id_, rule in RULES.items():
        assert f"`{id_}`" in page, id_
        assert rule.short
        assert rule.means.endswith(".")
        assert rule.next.endswith(".")
