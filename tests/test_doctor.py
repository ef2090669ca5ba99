"""`dossier doctor`: what is missing, what is optional, and the command that installs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dossier.cli import doctor
from tests.cases import dossier

# Programs that stand in for a machine's own.
TESSERACT = "#!/bin/sh\n[ \"$1\" = --list-langs ] && printf 'Languages:\\neng\\nosd\\n'\n"
NOTHING = "#!/bin/sh\n"


def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **programs: str) -> dict[str, dict[str, object]]:
    """What doctor finds on a machine that has just these programs."""
    for name, script in programs.items():
        path = tmp_path / name.replace("_", "-")
        path.write_text(script)
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return {row["what"]: row for row in json.loads(dossier(Path(), "doctor", "--format", "json").out)["found"]}


def test_a_language_that_tesseract_lacks_is_told_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = machine(tmp_path, monkeypatch, tesseract=TESSERACT, apt_get=NOTHING)
    assert found["tesseract, for pictures"]["seen"] == "reads eng"
    assert found["tesseract for Kazakh"]["cure"] == "sudo apt-get install -y tesseract-ocr-kaz"
    assert "tesseract for English" not in found


@pytest.mark.parametrize(
    ("manager", "cure"),
    [
        ("apt_get", "sudo apt-get install -y tesseract-ocr tesseract-ocr-eng tesseract-ocr-rus tesseract-ocr-kaz"),
        ("dnf", "sudo dnf install -y tesseract tesseract-langpack-eng tesseract-langpack-rus tesseract-langpack-kaz"),
        ("brew", "brew install tesseract tesseract-lang"),
    ],
)
def test_each_system_gets_its_own_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: str, cure: str
) -> None:
    found = machine(tmp_path, monkeypatch, **{manager: NOTHING})
    row = found["tesseract, for pictures"]
    assert (row["there"], row["optional"], row["cure"]) == (False, True, cure)


def test_a_missing_extra_is_told_and_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dossier(Path(), "doctor").code
    monkeypatch.setattr(doctor, "find_spec", lambda module: None if module == "warcio" else sys)
    told = dossier(Path(), "doctor")
    assert "none extra capture, for PDF, DOCX, WARC and addresses: not there: warcio" in told.out
    assert "pip install 'sanctions-dossier[capture]'" in told.out
    assert told.out.strip().split("\n")[-1].startswith("All extras at once: pip install 'sanctions-dossier[capture")
    assert {"word", "screening"} <= set(doctor.EXTRAS)
    assert told.code == before == 0
