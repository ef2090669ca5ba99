"""What surrounds the other claims is a claim too: a line that is dropped, moved or added changes the frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.checking.run import Checked
from dossier.claims import RECORDS, STATEMENTS
from tests.cases import change, check
from tests.reviews import Keys, checked, review, reviewed_case

PEOPLE, SOURCE = "entities/people.yml", "evidence/courier/source.yml"
BEATING = '    Of others it says that "police officers beat a demonstrator". [@courier/beating]\n'
UNKNOWN = "    Whether he knew of the beating is not said. {.analysis}\n"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def case(tmp_path: Path, keys: Keys) -> Path:
    """The small case, which asks for one approval, and all of whose claims anna has approved."""
    root = reviewed_case(tmp_path / "case", keys)
    change(root, "case.yml", "release: 1\n", "release: 1\npolicy: {approvals: 1}\n")
    review(root, keys, "anna", "approve", *checked(root)[0].claims)
    return root


def changed(root: Path) -> set[str]:
    """The claims that anna approved and that say something else now."""
    found: Checked = checked(root)[0]
    return {key for key, standing in found.standings.items() if standing.state == "stale"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{BEATING}\n{UNKNOWN}", f"{UNKNOWN}\n{BEATING}"),
        ("    1. The written order, with its signature.\n", "    The written order, with its signature.\n"),
        ("  reply: {status: not-sought, because: reprisal risk}\n", ""),
        (f"{BEATING}\n", ""),
    ],
    ids=["swapped", "no list", "no reply", "no paragraph"],
)
def test_what_is_dropped_or_moved_changes_the_frame_and_nothing_else(case: Path, old: str, new: str) -> None:
    change(case, PEOPLE, old, new)
    assert changed(case) == {"halvik/frame"}


def test_an_act_of_others_that_is_dropped_is_missed_where_the_rest_of_the_case_stands_too(case: Path) -> None:
    change(case, PEOPLE, "  context: [search-2024]\n", "")
    assert changed(case) == {"halvik/frame", "case/entities"}


def test_without_the_line_that_speaks_for_somebody_nothing_beside_it_stays_approved(case: Path) -> None:
    change(
        case,
        PEOPLE,
        '  mitigating: |\n    He "told the Courier that nobody was to be harmed". [@courier/reply]\n',
        "",
    )
    assert changed(case) == {"halvik/frame"}


def test_the_record_of_a_source_is_a_claim_of_its_own(case: Path) -> None:
    assert not changed(case)
    change(case, SOURCE, "publishedAt: 2024-05-03", "publishedAt: 2024-05-04")
    assert changed(case) == {"courier/source"}


def test_a_quotation_whose_speech_is_another_changes_its_place_alone(case: Path) -> None:
    change(case, SOURCE, "speech: direct", "speech: reported")
    assert changed(case) == {"courier/places"}


def test_who_is_withheld_under_which_label_is_a_claim(case: Path) -> None:
    change(case, PEOPLE, "label: Victim A", "label: Victim B")
    assert changed(case) == {"case/entities"}


def test_a_case_that_asks_for_no_approval_any_more_keeps_what_changed_stale(case: Path) -> None:
    change(case, "case.yml", "approvals: 1}", "approvals: 0}")
    assert changed(case) == {"case/frame"}
    change(case, PEOPLE, "role: ordered the police to clear", "role: told the police to clear")
    assert "halvik/act/clearing-2024" in changed(case)


def test_check_says_in_one_note_what_waits_and_what_is_stale(case: Path) -> None:
    change(case, SOURCE, "publishedAt: 2024-05-03", "publishedAt: 2024-05-04")
    change(
        case,
        PEOPLE,
        "  name: {value: Oren Halvik, lang: eng}\n",
        "  name: {value: Oren Halvik, lang: eng}\n  description: {value: Interior Minister, cite: courier/order}\n",
    )
    notes = [line for line in check(case).out.split("\n") if "review-open" in line]
    assert len(notes) == 1
    assert "Never approved: 1 of the kind value (halvik/description/1)" in notes[0]
    assert "Changed since they were approved, in their own words: 2 (courier/source, halvik/frame)" in notes[0]


def test_nothing_is_said_of_a_case_that_nobody_reviewed(tmp_path: Path, keys: Keys) -> None:
    root = reviewed_case(tmp_path / "case", keys)
    assert "review-open" not in check(root).out


def test_claims_of_the_evidence_and_of_frames_cite_nothing(case: Path) -> None:
    claims = checked(case)[0].claims.values()
    assert {claim.kind for claim in claims} >= {"source", "capture", "place", "frame"}
    assert not [claim.key for claim in claims if claim.kind in RECORDS and claim.quotations]
    assert not {*RECORDS} & {*STATEMENTS}
