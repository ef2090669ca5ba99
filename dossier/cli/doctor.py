"""`dossier doctor`: what this machine lacks, and the command that installs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass

import typer

from dossier.cli.output import EXIT_ERRORS, EXIT_OK, Format, FormatOption, out
from dossier.problems import Stop

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
    """One thing looked at: whether it is there, what was seen, and what installs it."""

    what: str
    there: bool
    seen: str
    cure: str = ""


def run(format: FormatOption = Format.text) -> None:
    """Say what this machine lacks, with the command that installs it. Exits 1 if anything."""
    found = [_python(), _pango(), *_fonts(), _ssh_keygen()]
    missing = [row for row in found if not row.there]
    if format is Format.json:
        import json

        out.print_json(json.dumps({"ok": not missing, "found": [asdict(row) for row in found]}))
    else:
        for row in found:
            mark, style = ("ok  ", "green") if row.there else ("LACK", "bold red")
            out.print(f"[{style}]{mark}[/{style}] {row.what}: {row.seen}")
            if row.cure:
                out.print(f"     {row.cure}")
        out.print("Nothing is missing." if not missing else f"{len(missing)} missing.", style="bold")
    raise typer.Exit(EXIT_ERRORS if missing else EXIT_OK)


def _install(*packages: str) -> str:
    """The command that installs Debian packages; on other systems the name of what is to be found there."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y {' '.join(packages)}"
    if packages == ("openssh-client",):
        return "sudo dnf install -y openssh-clients" if shutil.which("dnf") else "Install OpenSSH."
    if packages == ("openssh-client",) and shutil.which("dnf"):
        return "sudo dnf install -y openssh-clients"
    if packages == ("openssh-client",) and shutil.which("brew"):
        return "brew install openssh"
    if shutil.which("brew"):
        return "brew install pango font-noto-sans font-noto-serif font-noto-sans-cjk-sc font-noto-sans-mono"
    if shutil.which("dnf"):
        return "sudo dnf install -y pango google-noto-sans-fonts google-noto-serif-fonts google-noto-sans-cjk-fonts"
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
