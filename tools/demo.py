"""The end of `make demo`: checks, builds and exports the shipped case, and shows in one table what came out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

console = Console(highlight=False, soft_wrap=True)


def dossier(*arguments: str) -> dict[str, Any]:
    """What a command of dossier reports; its problems are printed and end the demonstration when it fails."""
    console.print(f"[dim]$ dossier {' '.join(arguments)}[/dim]")
    command = [sys.executable, "-m", "dossier", *arguments, "--format", "json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout.strip():
        sys.exit(done.returncode or 1)
    result: dict[str, Any] = json.loads(done.stdout)
    for problem in result["problems"]:
        place = f"{problem['file']}:{problem['line']}: " if problem["file"] else ""
        said = f"{place}{problem['severity']}[{problem['code']}]: {problem['message']} {problem['cure']}"
        console.print(said, markup=False)
    if done.returncode:
        sys.exit(done.returncode)
    return result


def main() -> None:
    """Run the three commands and print the table."""
    checked = dossier("check")
    built = dossier("build")
    exported = dossier("export")
    table = Table(title="The shipped case", title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("dossier", no_wrap=True, min_width=32)
    table.add_column("type", no_wrap=True)
    for column in ("pages", "KiB", "gaps", ""):
        table.add_column(column, justify="right")
    for document in built["documents"]:
        state = "built" if document["changed"] else "unchanged"
        size = f"{document['bytes'] / 1024:.0f}"
        row = (shown(document["file"]), document["type"], str(document["pages"]), size, str(document["gaps"]), state)
        table.add_row(*row)
    console.print(table)
    errors = sum(problem["severity"] == "error" for problem in checked["problems"])
    warnings = sum(problem["severity"] == "warning" for problem in checked["problems"])
    gaps = sum(document["gaps"] for document in built["documents"])
    state = "written" if exported["changed"] else "unchanged"
    console.print(f"export      {shown(exported['folder'])}: {state}, version {exported['version']}")
    console.print(f"statements  {exported['statements']} exported, of {exported['entities']} entities")
    console.print(f"quotations  {checked['verified']} of {checked['quotations']} verified")
    console.print(f"problems    {errors} errors, {warnings} warnings")
    console.print(f"gaps        {gaps} named in {len(built['documents'])} dossiers")


def shown(path: str) -> str:
    """A path relative to here when it lies below."""
    try:
        return str(Path(path).resolve().relative_to(Path.cwd()))
    except ValueError:
        return path


if __name__ == "__main__":
    main()
