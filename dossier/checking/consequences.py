"""Leaves out what only follows from a file that cannot be read: such mistakes go when the file is mended."""

from __future__ import annotations

import re
from pathlib import Path

from dossier.case.model import Case
from dossier.case.yaml import MAX_BYTES
from dossier.formats.reading import read_file
from dossier.loading import SOURCE_FILE
from dossier.problems import Place, Problems


def without_consequences(case: Case, problems: Problems) -> Problems:
    """The problems without those that only follow from a file that cannot be read, and a note of how many there were.

    Such are references to what the file holds, and findings that are judged without it.
    """
    read = {entity.place.file for entity in case.entities.values()} | {row.place.file for row in case.sources.values()}
    broken = {problem.place.file for problem in problems.errors if problem.place} - read
    lost = set[str]().union(*(_ids_in(case.root, file) for file in broken))
    if not lost:
        return problems
    kept = Problems(
        problem
        for problem in problems
        if problem.code != "finding-beyond-backing" and (problem.missing or "").split("/")[0] not in lost
    )
    if len(kept) < len(problems):
        kept.add(
            "consequences-left-out",
            Place(min(broken)),
            "{count} problems that follow from what cannot be read are left out.",
            count=len(problems) - len(kept),
        )
    return kept


def _ids_in(root: Path, file: str) -> set[str]:
    """The ids that a file of a case seems to define: what refers to them is no second mistake when it is no YAML."""
    folder, _, name = file.rpartition("/")
    if name == SOURCE_FILE:
        return {folder.rpartition("/")[2]}
    if not file.startswith("entities/"):
        return set()
    path = root / file
    try:
        text = read_file(path, MAX_BYTES, links=False).decode("utf-8", "replace")
    except OSError:
        return set()
    return set(re.findall(r"^id:[ \t]*['\"]?([a-z0-9.-]+)", text, re.MULTILINE))
