"""A case goes through git unchanged; where line ends were changed all the same, that is what is said."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dossier.formats.canonical import sha256
from dossier.formats.line_ends import ATTRIBUTES, line_ends_before
from tests.cases import TEXT, assert_told, check, dossier, pin, write_case
from tests.reviews import Keys, review, reviewed_case

WINDOWS = TEXT.replace("\n", "\r\n").encode()
COURIER = "evidence/courier/capture.txt"


def git(folder: Path, *words: str) -> None:
    """Git as it is set on Windows."""
    settings = ["core.autocrlf=true", "core.safecrlf=false", "user.name=Anna", "user.email=anna@example.org"]
    options = [option for setting in settings for option in ("-c", setting)]
    subprocess.run(["git", *options, *words], cwd=folder, check=True, capture_output=True, timeout=60)


def through_git(case: Path) -> Path:
    """The case as somebody gets it who clones it on Windows."""
    git(case, "init", "-q")
    git(case, "add", ".")
    git(case, "commit", "-q", "-m", "The case")
    clone = case.parent / "clone"
    git(case.parent, "clone", "-q", str(case), str(clone))
    return clone


def test_a_new_case_goes_through_git_unchanged(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert dossier(tmp_path, "init", str(case)).code == 0
    (tmp_path / "report.txt").write_bytes(b"Veltania Times, 2 May 2024\r\n\r\nThe square was cleared.\r\n")
    told = dossier(case, "capture", str(tmp_path / "report.txt"), "--source", "gazette")
    assert told.code == 0, told.out
    for line in ATTRIBUTES:
        assert line in (case / ".gitattributes").read_text().splitlines()

    clone = through_git(case)

    assert (clone / "case.yml").read_bytes().count(b"\r\n") > 3  # git did what it does on Windows
    assert "capture-changed" not in check(clone).codes()
    assert "text-changed" not in check(clone).codes()
    for file in (case / "evidence").rglob("*"):
        assert file.is_dir() or (clone / file.relative_to(case)).read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("before", "after", "command"),
    [
        (TEXT.encode(), WINDOWS, "dos2unix"),
        (WINDOWS, TEXT.encode(), "unix2dos"),
        (TEXT.replace("\n", "\r").encode(), TEXT.encode(), "unix2mac"),
    ],
    ids=["to Windows", "from Windows", "from an old Mac"],
)
def test_a_capture_with_other_line_ends_is_told_as_that(
    tmp_path: Path, before: bytes, after: bytes, command: str
) -> None:
    case = write_case(tmp_path / "case")
    (case / COURIER).write_bytes(before)
    assert pin(case).code == 0
    (case / COURIER).write_bytes(after)

    told = assert_told(check(case), "capture-changed", "evidence/courier/source.yml")

    assert "line ends of capture.txt were changed" in told.text
    assert f"`{command} {COURIER}`" in told.text
    assert "`evidence/** -text` and `reviews/** -text`" in told.text


def test_a_clone_without_attributes_is_told_how_it_is_mended(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case")
    assert pin(case).code == 0

    clone = through_git(case)
    told = assert_told(check(clone), "capture-changed")
    assert "line ends" in told.text
    (clone / COURIER).write_bytes((clone / COURIER).read_bytes().replace(b"\r\n", b"\n"))
    text = assert_told(check(clone), "text-changed")
    assert "`dos2unix evidence/courier/text.c1.txt`" in text.text
    stored = clone / "evidence/courier/text.c1.txt"
    stored.write_bytes(stored.read_bytes().replace(b"\r\n", b"\n"))
    assert check(clone).code == 0


def test_a_signed_session_with_other_line_ends_is_told_as_that(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    case = reviewed_case(tmp_path / "case", keys)
    review(case, keys, "anna", "approve", "halvik/name/1")
    session = case / "reviews/anna/1.json.sig"
    session.write_bytes(session.read_bytes().replace(b"\n", b"\r\n"))

    told = assert_told(check(case), "review-altered", "reviews/anna/1.json")

    assert "line ends of 1.json.sig were changed" in told.text
    assert "`dos2unix reviews/anna/1.json.sig`" in told.text


def test_other_changes_are_not_taken_for_line_ends() -> None:
    assert line_ends_before(b"a\r\nb\r\n", sha256(b"a\nb\n")) is not None
    assert line_ends_before(b"a\nb\n", sha256(b"a\nb\n")) is None
    assert line_ends_before(b"a\r\nc\r\n", sha256(b"a\nb\n")) is None
    assert line_ends_before(b"", sha256(b"a\n")) is None
