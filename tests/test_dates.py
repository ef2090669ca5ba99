"""Dates as people write them get the form of a case in the message; nothing is changed by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.case.dates import iso_of
from tests.cases import change, check, dossier, write_case


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("April 19, 2023", "2023-04-19"),
        ("19 April 2023", "2023-04-19"),
        ("Wednesday, April 19, 2023", "2023-04-19"),
        ("19th of April 2023", "2023-04-19"),
        ("19 de abril de 2023", "2023-04-19"),
        ("miércoles, 19 de abril de 2023", "2023-04-19"),
        ("1er mars 2024", "2024-03-01"),
        ("19 апреля 2023 г.", "2023-04-19"),
        ("19. April 2023", "2023-04-19"),
        ("19-Apr-2023", "2023-04-19"),
        ("Sept. 2, 2021", "2021-09-02"),
        ("April 2023", "2023-04"),
        ("19.04.2023", "2023-04-19"),
        ("04/19/2023", "2023-04-19"),
        ("19/04/2023", "2023-04-19"),
        ("2023/4/9", "2023-04-09"),
        ("20230419", "2023-04-19"),
        ("2023-04-19T10:00:00Z", "2023-04-19"),
        ("03/04/2023", None),  # March or April
        ("31 April 2023", None),
        ("this Thursday", None),
        ("soon", None),
        ("x" * 1000, None),
    ],
)
def test_what_a_date_is_in_the_form_of_a_case(text: str, iso: str | None) -> None:
    assert iso_of(text) == iso


def test_capture_says_how_a_date_is_written(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    (tmp_path / "a.txt").write_text("The minister spoke.", encoding="utf-8")
    done = dossier(
        root, "capture", str(tmp_path / "a.txt"), "--origin", "velta-courier", "--published", "April 19, 2023"
    )

    assert "'April 19, 2023' is neither a date nor not-stated. Write it as `2023-04-19`." in done.out


def test_check_says_how_a_date_is_written(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, "case.yml", "as_of: 2026-11-21", "as_of: 21 November 2026")
    assert "as_of: '21 November 2026' is no date. Write it as `2026-11-21`." in check(root).out

    root = write_case(tmp_path / "other")
    change(root, "entities/acts.yml", "  date: 2024-04-14", "  date: 14.04.2024")
    assert "(no date). Write it as `2024-04-14`." in check(root).out
