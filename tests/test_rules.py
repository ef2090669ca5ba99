"""Rules that keep a dossier from saying more than its case: each broken once in the small case, and told."""

from pathlib import Path

import pytest

from tests.cases import assert_told, change, check, write_case

PEOPLE, ACTS = "entities/people.yml", "entities/acts.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small invented case."""
    return write_case(tmp_path / "case")


def test_an_act_of_others_cannot_be_linked_to_the_person_as_well(root: Path) -> None:
    change(root, PEOPLE, "context: [search-2024]", "context: [beating-2024]")
    assert_told(check(root), "context-linked", PEOPLE)


def test_an_office_is_current_only_by_a_source_of_the_last_days(root: Path) -> None:
    change(root, PEOPLE, "{post: interior-minister, seen: 2024-04-14,", "{post: interior-minister, status: current,")
    told = check(root)
    assert "office-not-current" in told.out


def test_an_act_names_no_official_without_an_attribution(root: Path) -> None:
    change(root, ACTS, "  involved: victim-1", "  involved: tossen")
    assert_told(check(root), "act-without-attribution", ACTS)


@pytest.mark.parametrize("depth", [6, 40, 200])
def test_lists_too_deep_to_print_are_told_and_never_dropped(root: Path, depth: int) -> None:
    nested = "".join(f"\n    {'  ' * level}- item {level}" for level in range(depth))
    change(root, PEOPLE, "    1. The written order, with its signature.", nested.lstrip("\n"))
    assert_told(check(root), "prose-invalid", PEOPLE)
