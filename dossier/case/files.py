"""Which files a case consists of, and that none of them lies outside its folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dossier.problems import Place, Problems, Quoted, Term

CASE_FILE = "case.yml"
YAML_ENDINGS = (".yml", ".yaml")
SCHEMAS_FOLDER = "schemas"  # of the JSON Schemas that editors read


def find_case(start: Path) -> Path | None:
    """The nearest folder from `start` upward that holds `case.yml`."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / CASE_FILE).is_file()), None)


def modeline(path: Path, root: Path, kind: str) -> str:
    """The first line of a new file that tells editors its schema (`case`, `entity`, `source`, `regime`).

    Empty for a case without `schemas/`: an editor would complain of a schema that is not there.
    """
    if not (root / SCHEMAS_FOLDER / f"{kind}.json").is_file():
        return ""
    above = "../" * (len(path.relative_to(root).parts) - 1)
    return f"# yaml-language-server: $schema={above}{SCHEMAS_FOLDER}/{kind}.json\n"


def name_in_case(path: Path, root: Path) -> str:
    """The file's name in problems: relative to the case, with forward slashes."""
    try:
        name = path.relative_to(root).as_posix()
    except ValueError:
        name = path.name
    return os.fsencode(name).decode("utf-8", "backslashreplace")  # a name on disk may be no text


def inside(path: Path, folder: Path, root: Path, place: Place, problems: Problems) -> Path | None:
    """The path when it is a regular file below `folder`, reached by no symbolic link that leaves `root`."""
    try:
        real = path.resolve()
        # the case may itself lie behind a link: compare real paths with real paths
        if not real.is_relative_to(root.resolve()) or not path.absolute().is_relative_to(folder.absolute()):
            problems.add("path-leaves-case", place, "{name!r} lies outside the case folder.", name=Quoted(path.name))
            return None
        if ".." in path.relative_to(folder).parts:
            problems.add("path-leaves-case", place, "A path of the case may not contain `..`.")
            return None
        if not stat.S_ISREG(real.stat().st_mode):
            problems.add("file-unreadable", place, "{name!r} is no regular file.", name=Quoted(path.name))
            return None
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
        reason = Term(getattr(error, "strerror", None) or "the name cannot be used")
        problems.add(
            "file-unreadable", place, "{name!r} cannot be read: {reason}.", name=Quoted(path.name), reason=reason
        )
        return None
    return path


def yaml_files(folder: Path, root: Path, problems: Problems, prefix: str = "") -> Iterator[Path]:
    """The YAML files below a folder, sorted; anything else there is named in a warning, except hidden files.

    `prefix` stands before their names in problems.
    """
    for path in sorted(folder.rglob("*")):
        file = prefix + name_in_case(path, root)
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or (
            path.is_dir() and not path.is_symlink()
        ):
            continue
        if path.is_symlink() and path.is_dir():
            problems.add("path-leaves-case", Place(file), "A link to a folder is not followed here.")
        elif path.suffix not in YAML_ENDINGS:
            problems.add("unknown-file", Place(file), "Only files that end in .yml are read here.")
        elif inside(path, folder, root, Place(file), problems):
            yield path
