"""The judge itself: it passes what conforms, names what does not, and never falls silent."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.system.verapdf import validate

pytestmark = pytest.mark.system

PAGE = "<html lang=en><title>A page</title><style>* { font-family: Noto Sans }</style><h1>A page</h1><p>Words."


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from weasyprint import HTML

    folder = tmp_path_factory.mktemp("pages")
    made = {name: folder / f"{name}, a page.pdf" for name in ("archival", "plain", "torn")}
    HTML(string=PAGE).write_pdf(made["archival"], pdf_variant="pdf/a-3u")
    HTML(string=PAGE).write_pdf(made["plain"])
    made["torn"].write_bytes(made["archival"].read_bytes()[:200])
    return made


def test_a_conforming_file_has_no_failures(pages: dict[str, Path]) -> None:
    assert validate([pages["archival"]], ["3u"]) == {pages["archival"]: []}


def test_each_file_gets_its_own_failures_by_flavour_and_rule(pages: dict[str, Path]) -> None:
    found = validate([pages["archival"], pages["plain"]], ["3u", "ua1"])
    assert {failure.split()[0] for failure in found[pages["archival"]]} == {"ua1"}
    assert {failure.split()[0] for failure in found[pages["plain"]]} == {"3u", "ua1"}
    assert any(failure.startswith("ua1 7.1-3, 2 times: ") for failure in found[pages["plain"]])


def test_a_file_that_is_no_pdf_fails(pages: dict[str, Path]) -> None:
    found = validate([pages["torn"], pages["archival"]], ["3u"])
    assert found[pages["torn"]]
    assert found[pages["archival"]] == []


def test_an_unknown_flavour_and_a_missing_file_are_errors(pages: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="9z"):
        validate([pages["plain"]], ["9z"])
    with pytest.raises(RuntimeError, match="no file"):
        validate([tmp_path / "absent.pdf"], ["3u"])


def test_no_java_is_an_error_that_names_the_cure(pages: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def no_java(*_: object, **__: object) -> None:
        raise FileNotFoundError("java")

    monkeypatch.setattr(subprocess, "run", no_java)
    with pytest.raises(RuntimeError, match="make test-system"):
        validate([pages["plain"]], ["3u"])
