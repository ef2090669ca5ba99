"""Screening: which records of a list are looked at, what is kept of them, and what a dossier may then say."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.case.screenings import Candidate, Listing, Screening, machine_file
from dossier.listings import listings_of, search_digests
from dossier.screening.lists import find_list
from dossier.screening.preselection import Preselection
from tests.cases import WITHHELD, assert_told, change, check, dossier, pin, write_case
from tests.test_capture import load

LIST = "tides"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The small case, pinned."""
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def screened(root: Path, *candidates: Candidate, person: str = "halvik", **changes: object) -> Screening:
    """A screening as the machine writes it, with these candidates for one person."""
    screening = Screening(
        list=LIST,
        title="List of Tides",
        version="20261120000000-abc",
        date="2026-11-20",
        sha256="0" * 64,
        entities=3,
        algorithm="logic-v2 of nomenklatura 4.17.4",
        threshold=0.4,
        persons=search_digests(load(root).entities),
        candidates={person: candidates} if candidates else {},
    )
    screening = replace(screening, **changes)  # type: ignore[arg-type]
    path = machine_file(root, LIST)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(screening.dumped())
    return screening


HALVIK = Candidate(
    id="NK-1",
    caption="Oren Halvick",
    score=0.91,
    features=(("name_match", 0.91),),
    names=("Oren Halvick",),
    topics=("sanction",),
    datasets=("tides",),
    listings=(Listing("Council of Tides", "TIDE-1", "2025-03-01"),),
)


def said(root: Path, edition: str = "public") -> dict[str, str]:
    """What the claims of an export say of listings."""
    assert dossier(root, "export", "--edition", edition).code == 0
    lines = (root / f"build/{edition}/export/claims.json").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line.rstrip(",")) for line in lines if '"kind":"screening"' in line]
    return {row["key"]: row["text"] for row in rows}


def judge(root: Path, verdict: str, *options: str, candidate: str = "NK-1") -> int:
    """`dossier verdict` on Halvik."""
    given = options or ("--by", "R. Reader", "--because", "Same office.", "--when", "2026-11-21")
    return dossier(root, "verdict", LIST, "halvik", candidate, verdict, *given).code


# ------------------------------------------------------------------------------------------------ what is looked at


def like(name: str, *others: str, prop: str = "name") -> bool:
    """Whether a record with one of these names is compared with a person of that name."""
    row = {"id": "x", "schema": "Person", "properties": {prop: list(others)}}
    return Preselection({"p": {"name": [name]}}).like(row) == {"p"}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Oren Halvik", "Oren Halvik"),
        ("Oren Halvik", "HALVIK, Oren"),
        ("Oren Halvik", "Oren Maratovich Halvik"),
        ("Oren Halvik", "Oren Halvick"),
        ("Oren Halvik", "Oern Halvik"),
        ("Oren Halvik", "Орен Халвик"),
        ("Orenbay Halvik", "Oren Bay Halvik"),
        ("Oren Bay Halvik", "Orenbay Halvik"),
        ("Ерболат Досаев", "Yerbolat Dossayev"),
        ("Oren Halvyarov", "Oren Halviaroff"),
        ("Halvik", "Oren Halvik"),
        ("Oren Halvik", "Halvik"),
    ],
)
def test_spellings_of_one_name_are_compared(name: str, other: str) -> None:
    assert like(name, other)
    assert like(name, "Somebody Else", other, prop="alias")


def test_one_common_word_is_not_enough() -> None:
    assert not like("Oren Halvik", "Oren Tossen")
    assert not like("Oren Halvik", "Mira Tossen")


def test_things_that_are_no_persons_are_not_compared() -> None:
    row = {"id": "x", "schema": "Company", "properties": {"name": ["Oren Halvik"]}}
    assert Preselection({"p": {"name": ["Oren Halvik"]}}).like(row) == set()


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12), st.data())
def test_any_single_wrong_letter_is_still_compared(surname: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(surname) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    for wrong in (
        surname[:place] + surname[place + 1 :],
        surname[:place] + letter + surname[place:],
        surname[:place] + letter + surname[place + 1 :],
    ):
        assert like(f"Oren {surname}", f"Oren {wrong}")


# ------------------------------------------------------------------------------------------------ the list


def test_a_list_says_of_itself_which_it_is(tmp_path: Path) -> None:
    (tmp_path / "entities.ftm.json").write_text("", encoding="utf-8")
    index = {
        "name": "tide_list",
        "title": "List of Tides",
        "version": "20261120010203-abc",
        "resources": [{"name": "entities.ftm.json"}],
    }
    (tmp_path / "index.json").write_text(json.dumps(index), encoding="utf-8")
    found = find_list(tmp_path)
    assert (found.name, found.title, found.version) == ("tide-list", "List of Tides", "20261120010203-abc")
    assert found.date == "2026-11-20"


def test_a_list_without_a_date_needs_one(case: Path) -> None:
    file = case.parent / "list.ftm.json"
    file.write_text("{}\n", encoding="utf-8")
    assert "--date" in assert_told(dossier(case, "screen", str(file)), "list-unreadable").text
    assert_told(dossier(case, "screen", str(case.parent / "none")), "list-unreadable")


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": "a"}', '{"id": "a", "schema": "Person", "properties": []}'])
def test_a_line_that_is_no_entity_ends_it(case: Path, line: str) -> None:
    file = case.parent / "list.ftm.json"
    file.write_text('{"id": "a", "schema": "Person", "properties": {}}\n' + line + "\n", encoding="utf-8")
    told = assert_told(dossier(case, "screen", str(file), "--date", "2026-11-20"), "list-unreadable")
    assert "Line 2" in told.text
    assert not (case / "screening").exists()


@pytest.mark.parametrize(
    ("ending", "pack", "unpack"),
    [
        ("gz", gzip.compress, "gunzip -k"),
        ("bz2", bz2.compress, "bunzip2 -k"),
        ("xz", lzma.compress, "unxz -k"),
        ("zst", lambda data: b"\x28\xb5\x2f\xfd" + data, "unzstd"),
        ("zip", lambda data: b"PK\x03\x04" + data, "unzip"),
    ],
)
def test_a_packed_list_is_told_with_what_unpacks_it(
    case: Path, ending: str, pack: Callable[[bytes], bytes], unpack: str
) -> None:
    file = case.parent / f"entities.ftm.json.{ending}"
    file.write_bytes(pack(b'{"id": "a", "schema": "Person", "properties": {}}\n'))
    told = assert_told(dossier(case, "screen", str(file), "--date", "2026-11-20"), "list-unreadable")
    assert f"{file.name} is packed" in told.text
    assert f"`{unpack} {file.name}`" in told.text


# ------------------------------------------------------------------------------------------------ what a dossier says


def test_without_a_screening_nobody_has_looked(case: Path) -> None:
    assert said(case) == {}


def test_nobody_found_is_no_match_in_that_list_of_that_day(case: Path) -> None:
    screened(case)
    assert said(case)["halvik/screening/tides"] == "no match in List of Tides of 20 November 2026"


def test_a_candidate_says_nothing_until_somebody_has_judged(case: Path) -> None:
    screened(case, HALVIK)
    assert said(case)["halvik/screening/tides"].startswith("not decided: 1 record")
    assert "screening-undecided" in check(case).codes()
    assert judge(case, "unsure") == 0
    assert "screening-undecided" not in check(case).codes()
    assert said(case)["halvik/screening/tides"].startswith("not decided: 1 record")


def test_the_same_is_listed_as_the_list_says(case: Path) -> None:
    screened(case, HALVIK)
    assert judge(case, "same") == 0
    assert said(case)["halvik/screening/tides"] == (
        "listed by Council of Tides under TIDE-1 since 1 March 2025 (List of Tides of 20 November 2026, record NK-1)"
    )


def test_the_same_without_a_sanction_is_not_called_listed(case: Path) -> None:
    screened(case, replace(HALVIK, topics=("role.pep",), listings=()))
    assert judge(case, "same") == 0
    assert said(case)["halvik/screening/tides"] == (
        "recorded as PEP, not as sanctioned (List of Tides of 20 November 2026, record NK-1)"
    )


def test_a_sanction_without_details_says_that_they_are_not_there(case: Path) -> None:
    screened(case, replace(HALVIK, listings=()))
    assert judge(case, "same") == 0
    assert said(case)["halvik/screening/tides"].startswith("marked as sanctioned, by whom is not stated")


def test_another_person_is_no_match(case: Path) -> None:
    screened(case, HALVIK)
    assert judge(case, "different") == 0
    assert said(case)["halvik/screening/tides"] == "no match in List of Tides of 20 November 2026"


def test_one_of_two_judged_is_not_enough(case: Path) -> None:
    screened(case, HALVIK, replace(HALVIK, id="NK-2"))
    assert judge(case, "different") == 0
    assert said(case)["halvik/screening/tides"].startswith("not decided: 1 record")


def test_more_candidates_than_are_kept_is_not_no_match(case: Path) -> None:
    screened(case, HALVIK, cut=("halvik",))
    assert judge(case, "different") == 0
    assert said(case)["halvik/screening/tides"].startswith("not decided: more records")


def test_a_changed_record_voids_the_verdict(case: Path) -> None:
    screened(case, HALVIK)
    assert judge(case, "different") == 0
    screened(case, replace(HALVIK, score=0.5))
    assert said(case)["halvik/screening/tides"].startswith("no match"), "a score is not what the list says"
    screened(case, replace(HALVIK, born=("1970",)))
    change(case, "case.yml", "release: 1", "release: 2")
    assert "screening-stale" in check(case).codes()
    assert said(case)["halvik/screening/tides"].startswith("not decided")


def test_a_changed_person_is_not_screened(case: Path) -> None:
    screened(case)
    change(case, "entities/people.yml", "Oren Halvik, lang: eng}", "Oren Halvik, lang: eng}\n  gender: male")
    assert "screening-outdated" in check(case).codes()
    assert "halvik" not in {key.split("/")[0] for key in said(case)}


def test_who_judged_and_why_stays_inside(case: Path) -> None:
    screened(case, HALVIK)
    assert judge(case, "same", "--by", "Quincy Reader", "--because", "Zebra reasons.") == 0
    for edition in ("public", "authority"):
        assert dossier(case, "export", "--edition", edition).code == 0
        assert dossier(case, "build", "--as", "html", "--edition", edition).code == 0
        for file in (case / "build" / edition).rglob("*"):
            if file.is_file():
                assert b"Quincy" not in file.read_bytes(), file.name


def test_who_is_withheld_is_never_searched_for(case: Path) -> None:
    assert "victim-1" not in search_digests(load(case).entities)


# ------------------------------------------------------------------------------------------------ verdicts and files


def test_a_verdict_is_written_once(case: Path) -> None:
    screened(case, HALVIK)
    assert judge(case, "same") == 0
    text = (case / "screening/tides.yml").read_text(encoding="utf-8")
    assert f"record: {HALVIK.record}\n" in text
    assert_told(
        dossier(case, "verdict", LIST, "halvik", "NK-1", "different", "--by", "B", "--because", "C"), "verdict-refused"
    )
    assert (case / "screening/tides.yml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("moons", "halvik", "NK-1", "same", "--by", "A", "--because", "B"), "verdict-refused"),
        ((LIST, "tossen", "NK-1", "same", "--by", "A", "--because", "B"), "verdict-refused"),
        ((LIST, "halvik", "NK-9", "same", "--by", "A", "--because", "B"), "verdict-refused"),
        ((LIST, "halvik", "NK-1", "same", "--by", " ", "--because", "B"), "verdict-refused"),
        ((LIST, "halvik", "NK-1", "same", "--by", "A", "--because", "B", "--when", "May"), "bad-date"),
    ],
)
def test_a_verdict_on_nothing_is_refused(case: Path, args: tuple[str, ...], code: str) -> None:
    screened(case, HALVIK)
    assert_told(dossier(case, "verdict", *args), code)
    assert not (case / "screening/tides.yml").exists()


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: rows | {"format": 2},
        lambda rows: rows | {"list": "moons"},
        lambda rows: rows | {"date": "soon"},
        lambda rows: rows | {"sha256": "x"},
        lambda rows: rows | {"extra": 1},
        lambda rows: rows | {"persons": {}},
        lambda rows: rows | {"threshold": "high"},
        lambda rows: {key: value for key, value in rows.items() if key != "candidates"},
        lambda rows: rows | {"candidates": {"halvik": [{"id": "NK-1"}]}},
        lambda rows: rows | {"candidates": []},
    ],
)
def test_a_machine_file_that_was_touched_is_not_trusted(case: Path, edit) -> None:  # type: ignore[no-untyped-def]
    screened(case, HALVIK)
    path = machine_file(case, LIST)
    path.write_text(json.dumps(edit(json.loads(path.read_bytes()))), encoding="utf-8")
    assert_told(check(case), "screening-invalid", "screening/tides.json")


def test_a_verdict_by_hand_is_checked(case: Path) -> None:
    screened(case, HALVIK)
    path = case / "screening/tides.yml"
    path.write_text("verdicts:\n  halvik:\n    NK-1: {verdict: perhaps, record: x, by: A}\n", encoding="utf-8")
    result = check(case)
    assert {"unknown-choice", "missing-key"} <= result.codes()
    whole = f"verdict: same, record: {HALVIK.record}, by: A, when: 2026-11-21, because: B"
    path.write_text(f"verdicts:\n  halvik:\n    NK-9: {{{whole}}}\n", encoding="utf-8")
    assert_told(check(case), "dangling-reference", "screening/tides.yml", 3)
    path.rename(case / "screening/moons.yml")
    assert_told(check(case), "screening-invalid", "screening/moons.yml")


def test_no_candidate_of_nobody(case: Path) -> None:
    screening = screened(case, HALVIK)
    assert listings_of("tossen", {LIST: screening})[0].text.startswith("no match")
    assert listings_of("victim-1", {LIST: screening}) == []
    assert not any(name in screening.dumped().decode() for name in WITHHELD)
