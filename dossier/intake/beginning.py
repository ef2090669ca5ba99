"""`dossier init`: a case to begin with, the invented example or an empty one; all of it or nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.case.dates import date_hint
from dossier.case.edit import scalar
from dossier.case.fields import is_date
from dossier.case.files import CASE_FILE, modeline
from dossier.intake.capturing import slug
from dossier.intake.pinning import pin
from dossier.loading import load_case
from dossier.problems import File, Problems, Quoted, Stop, os_reason, stop

STARTER = Path(__file__).parents[1] / "starter"
GIT_FILES = ("gitignore", "gitattributes")  # as they are kept in the program, where they must not act
MAX_WORDS = 80  # characters of a title that stands on one line
KEPT = ".gitkeep"  # git keeps no empty folder


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new case says of itself: `regimes` are ids, `as_of` a full date, `language` a code."""

    title: str
    publisher: str
    language: str = "en"
    regimes: tuple[str, ...] = ("eu-ghr",)
    as_of: str = ""


def begin(folder: Path, schemas: Mapping[str, bytes], answers: Answers | None = None) -> list[str]:
    """Write a case into a folder that is new or empty; returns the names of its files, sorted.

    With `answers` an empty case that says this, without them the invented example. `schemas` are the files of
    `schemas/`, by name. Raises Stop for a folder that holds something, answers that no case can have, and a disk that
    cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise stop("folder-not-empty", "{folder} holds something already.", folder=File(str(folder)))
    fill = _example if answers is None else _empty(answers)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as aside:
            new = Path(aside) / "case"
            new.mkdir()
            for name, data in schemas.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(data)
            fill(new)
            problems = Problems()
            if case := load_case(new, problems):
                pin(case, problems)
            if problems:
                raise Stop(problems)
            new.replace(folder)  # an empty folder gives way
    except OSError as error:
        raise stop(
            "output-unwritable",
            "{folder} cannot be written: {reason}.",
            folder=File(str(folder)),
            reason=os_reason(error),
        ) from None
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _example(new: Path) -> None:
    shutil.copytree(STARTER, new, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for name in GIT_FILES:
        (new / name).rename(new / f".{name}")
    kinds = {"case.yml": "case", "source.yml": "source"}
    for path in sorted(new.rglob("*.yml")):
        line = modeline(path, new, kinds.get(path.name, "entity"))
        path.write_bytes(line.encode() + path.read_bytes())


def _empty(answers: Answers) -> Callable[[Path], None]:
    text = case_text(answers)

    def fill(new: Path) -> None:
        for name in GIT_FILES:
            shutil.copyfile(STARTER / name, new / f".{name}")
        path = new / CASE_FILE
        path.write_text(modeline(path, new, "case") + text, encoding="utf-8")
        for name in ("entities", "evidence"):
            (new / name).mkdir()
            (new / name / KEPT).touch()

    return fill


def case_text(answers: Answers) -> str:
    """The `case.yml` of an empty case. Raises Stop for what no case can say of itself."""
    if not is_date(answers.as_of) or len(answers.as_of) < len("2026-01-01"):
        raise stop(
            "bad-date",
            "as_of: {day!r} is no full date.{hint}",
            day=Quoted(answers.as_of),
            hint=date_hint(answers.as_of),
        )
    name = re.sub(r"[^a-z0-9]+", "_", slug(answers.title)).strip("_")
    rows = {
        "format": ("1", ""),
        "name": (name, "the data set's name: a-z, 0-9 and _"),
        "title": (answers.title, "printed on every dossier"),
        "publisher": (None, "you; printed on every dossier"),
        "language": (answers.language, ""),
        "as_of": (answers.as_of, "the day the case speaks from; raise it when you go on"),
        "regimes": (f"[{', '.join(answers.regimes)}]", "the sanctions programmes to judge by"),
    }
    if max(len(answers.title), len(answers.publisher)) > MAX_WORDS:
        raise stop(
            "bad-text", "A title or publisher has more than {most} characters.", cure="Shorten it.", most=MAX_WORDS
        )
    lines = ["# Every key: docs/case-format.md of the program, under “case.yml”."]
    for key, (value, comment) in rows.items():
        written = " ".join(scalar(value or "", 2)) if key in ("title", "language") else value
        line = f"{key}: {written}" if written is not None else f"{key}:"
        lines.append(f"{line}  # {comment}" if comment else line)
        if key == "publisher":
            lines.append(f"  name: {' '.join(scalar(answers.publisher, 4))}")
    return "\n".join(lines) + "\n"
