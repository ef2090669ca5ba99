"""`dossier doctor`: what this machine lacks, and the command that installs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec

import typer
from rich.text import Text

from dossier.cli.output import EXIT_ERRORS, EXIT_OK, Format, FormatOption, out, plural, print_json
from dossier.problems import Stop
from dossier.text.extractors import Lacking, Unreadable
from dossier.text.extractors.ocr import LANGUAGES, PACKAGES, languages

EXAMPLES = """
Examples: `dossier doctor` · `dossier doctor --format json`
"""

# A character of each script the style sheet names a font for -> the Debian package that has its glyphs.
SCRIPTS = {
    "Latin": ("ş", "fonts-noto-core"),
    "Cyrillic and Kazakh": ("Ә", "fonts-noto-core"),
    "Arabic": ("ع", "fonts-noto-core"),
    "Hebrew": ("ש", "fonts-noto-core"),
    "Devanagari": ("क", "fonts-noto-core"),
    "Chinese": ("汉", "fonts-noto-cjk"),
    "code": ("…", "fonts-noto-mono"),
}
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is there, what was seen, and what installs it.

    `optional`: the program does without it what does not need it.
    """

    what: str
    there: bool
    seen: str
    cure: str = ""
    optional: bool = False


def run(format: FormatOption = Format.text) -> None:
    """Say what this machine lacks, with the command that installs it. Exits 1 if anything that is not optional."""
    found = [_python(), _pango(), *_fonts(), _ssh_keygen(), *_extras(), *_tesseract()]
    missing = [row for row in found if not row.there and not row.optional]
    without = [row for row in found if not row.there and row.optional]
    if format is Format.json:
        print_json({"ok": not missing, "found": [asdict(row) for row in found]})
    else:
        for row in found:
            mark, style = (
                ("ok  ", "green") if row.there else ("none", "yellow") if row.optional else ("LACK", "bold red")
            )
            out.print(Text.assemble((mark, style), f" {row.what}: {row.seen}"))
            if row.cure:
                out.print(f"     {row.cure}", markup=False)
        optional = f" {plural(len(without), 'optional part')} not installed." if without else ""
        out.print(f"{len(missing) or 'Nothing is'} missing.{optional}", style="bold")
        if lacking := [name for name in EXTRAS if any(row.what.startswith(f"extra {name},") for row in without)]:
            out.print(f"All extras at once: pip install 'sanctions-dossier[{','.join(lacking)}]'", markup=False)
    raise typer.Exit(EXIT_ERRORS if missing else EXIT_OK)


# What other systems call a Debian package.
_DNF = {
    "libpango-1.0-0": "pango",
    "libpangoft2-1.0-0": "pango",
    "libharfbuzz-subset0": "harfbuzz",
    "fonts-noto-core": "google-noto-sans-fonts google-noto-serif-fonts",
    "fonts-noto-cjk": "google-noto-sans-cjk-fonts",
    "fonts-noto-mono": "google-noto-sans-mono-fonts",
    "openssh-client": "openssh-clients",
    "tesseract-ocr": "tesseract",
    **{f"tesseract-ocr-{language}": f"tesseract-langpack-{language}" for language in LANGUAGES},
}
_BREW = {
    "libpango-1.0-0": "pango",
    "libpangoft2-1.0-0": "pango",
    "libharfbuzz-subset0": "harfbuzz",
    "fonts-noto-core": "font-noto-sans font-noto-serif",
    "fonts-noto-cjk": "font-noto-sans-cjk-sc",
    "fonts-noto-mono": "font-noto-sans-mono",
    "openssh-client": "openssh",
    "tesseract-ocr": "tesseract",
    **{f"tesseract-ocr-{language}": "tesseract-lang" for language in LANGUAGES},
}


def _install(*packages: str) -> str:
    """The command that installs Debian packages here; on a system that is not known, their names."""
    systems: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("apt-get", "sudo apt-get install -y", {}),
        ("dnf", "sudo dnf install -y", _DNF),
        ("brew", "brew install", _BREW),
    )
    for program, command, names in systems:
        if shutil.which(program):
            return " ".join([command, *dict.fromkeys(names.get(package, package) for package in packages)])
    return f"Install what your system calls {', '.join(packages)}."


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    there = sys.version_info >= (3, 11)
    return Finding("Python 3.11 or newer", there, version, "" if there else "Install Python 3.11 or newer.")


def _pango() -> Finding:
    from dossier.render.pdf import load_weasyprint

    try:
        weasyprint = load_weasyprint()
    except Stop as error:
        return Finding("Pango, for WeasyPrint", False, error.problems[0].message, _install(*PANGO))
    return Finding("Pango, for WeasyPrint", True, f"WeasyPrint {weasyprint.__version__} loads")


def _fonts() -> list[Finding]:
    if not shutil.which("fc-list"):
        return [Finding("fonts", False, "fc-list is not there to ask", _install("fontconfig"))]
    rows = []
    for script, (character, package) in SCRIPTS.items():
        family = "Noto Sans Mono" if script == "code" else "Noto Sans"
        there = _has_glyph(character, family)
        seen = "a Noto font has it" if there else "no Noto font has it"
        rows.append(Finding(f"font for {script}", there, seen, "" if there else _install(package)))
    return rows


def _ssh_keygen() -> Finding:
    there = bool(shutil.which("ssh-keygen"))
    cure = "" if there else _install("openssh-client")
    return Finding("ssh-keygen, for review", there, "is there" if there else "is not there", cure)


def _has_glyph(character: str, family: str) -> bool:
    listed = subprocess.run(
        ["fc-list", f":charset={ord(character):x}", "family"], capture_output=True, text=True, timeout=30, check=False
    )
    return any(name.strip().startswith(family) for line in listed.stdout.splitlines() for name in line.split(","))


# The optional packages of each extra, by the names they are imported by.
EXTRAS = {
    "capture": ("PDF, DOCX, WARC and addresses", ("httpx", "pypdfium2", "docx", "warcio")),
    "timestamps": ("time stamps", ("httpx", "rfc3161_client")),
    "store": ("loading exports into a database", ("ftmq", "psycopg")),
    "web": ("the review page and previews", ("starlette", "uvicorn")),
    "word": ("dossiers as Word documents", ("docx",)),
    "screening": ("comparing names with published lists", ("nomenklatura",)),
}


def _extras() -> Iterator[Finding]:
    for extra, (what, modules) in EXTRAS.items():
        lacking = [module for module in modules if find_spec(module) is None]
        seen = f"not there: {', '.join(lacking)}" if lacking else "its packages are there"
        cure = f"pip install 'sanctions-dossier[{extra}]'" if lacking else ""
        yield Finding(f"extra {extra}, for {what}", not lacking, seen, cure, optional=True)


def _tesseract() -> Iterator[Finding]:
    try:
        there = languages()
    except (Lacking, Unreadable) as error:
        yield Finding("tesseract, for pictures", False, f"{error}", _install(*PACKAGES), optional=True)
        return
    yield Finding("tesseract, for pictures", True, f"reads {', '.join(there) or 'no language'}")
    for language, name in LANGUAGES.items():
        if language not in there:
            package = f"tesseract-ocr-{language}"
            yield Finding(f"tesseract for {name}", False, f"{language} is not there", _install(package), optional=True)
