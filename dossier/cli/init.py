"""`dossier init`: a small complete case to begin with."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from dossier.cli.output import Format, FormatOption, out, report
from dossier.problems import File, Problems, os_reason, stop

EXAMPLES = """
Example: `dossier init my-case`, then `cd my-case`, `dossier check`, `dossier build`
"""
STARTER = Path(__file__).parents[1] / "starter"
GIT_FILES = ("gitignore", "gitattributes")  # as they are kept in the program, where they must not act


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    format: FormatOption = Format.text,
) -> None:
    """Write a small invented case that passes `check` and builds, with comments and two files for git.

    Writes all of it or nothing; a folder that holds anything is left alone.
    """
    from dossier.intake.pinning import pin
    from dossier.loading import load_case

    problems = Problems()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise stop("folder-not-empty", "{folder} holds something already.", folder=File(str(folder)))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as aside:
            new = Path(aside) / "case"
            shutil.copytree(STARTER, new, copy_function=shutil.copyfile)
            for name in GIT_FILES:
                (new / name).rename(new / f".{name}")
            if case := load_case(new, problems):
                pin(case, problems)
            if not problems:
                new.replace(folder)  # an empty folder gives way
    except OSError as error:
        raise stop(
            "output-unwritable",
            "{folder} cannot be written: {reason}.",
            folder=File(str(folder)),
            reason=os_reason(error),
        ) from None
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    code = report(problems, format, folder=str(folder), files=files)
    if format is Format.text and not code:
        for file in files:
            out.print(str(folder / file), markup=False)
        out.print(f"Next: cd {folder}, dossier check, dossier build.", style="bold green", markup=False)
    raise typer.Exit(code)
