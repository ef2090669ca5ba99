"""The packages of the program as its own files have them: layers from pyproject.toml, imports from the code.

The layers are those of the import-linter contract, the imports those that import-linter itself looks at (by grimp). So
neither the walk (`tools.walk`) nor the picture (`tools.layout`) can differ from what `make test` holds.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "dossier"
CASE = "case"  # the package whose records the others work on


@dataclass(frozen=True)
class Layers:
    """The packages of the program, layer by layer, the highest first.

    A package is named without `dossier.`; a single file of the program is a package too. What the contract lists and
    the program does not have yet is left out.
    """

    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def height(self) -> dict[str, int]:
        """The layer of each package: 0 for the lowest."""
        return {name: index for index, row in enumerate(reversed(self.rows)) for name in row}

    @cached_property
    def graph(self) -> grimp.ImportGraph:
        """Every import of the program."""
        return grimp.build_graph(PACKAGE, cache_dir=None)

    @cached_property
    def imports(self) -> dict[str, frozenset[str]]:
        """The packages that each package imports directly."""
        found: dict[str, set[str]] = {name: set() for name in self.height}
        for module in self.graph.modules:
            for imported in self.graph.find_modules_directly_imported_by(module):
                above, below = package_of(module), package_of(imported)
                if above in found and below in found and above != below:
                    found[above].add(below)
        return {name: frozenset(below) for name, below in found.items()}

    @cached_property
    def case_aware(self) -> frozenset[str]:
        """`case`, and every package that imports it or one that does: all others are general helpers."""
        aware = {CASE}
        while more := {name for name, below in self.imports.items() if below & aware} - aware:
            aware |= more
        return frozenset(aware)

    @cached_property
    def stages(self) -> dict[str, int]:
        """The packages that know the case, with the height of their layers."""
        return {name: height for name, height in self.height.items() if name in self.case_aware}


def package_of(module: str) -> str:
    """`dossier.case.model` is of the package `case`; `dossier` itself is of none, an empty name."""
    return module.split(".")[1] if "." in module else ""


def read_layers(root: Path = ROOT) -> Layers:
    """The layers of the import-linter contract. Raises LookupError when pyproject.toml has no such contract."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    contract = next((each for each in contracts if each["type"] == "layers"), None)
    if contract is None:
        raise LookupError("pyproject.toml has no import-linter contract of type layers")
    rows = [[name.strip(" ()") for name in re.split(r"[|:]", row)] for row in contract["layers"]]
    there = [tuple(name for name in row if _exists(root, name)) for row in rows]
    return Layers(tuple(row for row in there if row))


def _exists(root: Path, name: str) -> bool:
    path = root / PACKAGE / name
    return (path / "__init__.py").is_file() or path.with_suffix(".py").is_file()
