"""Measures how fast a publication is written: 100,000 entities into all files, beside FtM's own commands.

`python -m benchmarks.export` makes a view (what an export is given once a case was read, checked and withheld from:
its claims are made, its entities are no FollowTheMoney yet), publishes it in a process of its own, lets `ftm` read
what came out, and prints a table. CPU seconds; of `ftm`, without its start and imports.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from benchmarks.machine import date, processor

FOLDER = Path(__file__).resolve().parents[1] / "build" / "benchmarks" / "export"
EXPORT = FOLDER / "public" / "export"
ENTITIES = 100_000
RUNS = 3
FTM = Path(sys.executable).with_name("ftm")


# ------------------------------------------------------------------------------------------------------ the contestants


def publish() -> dict[str, Any]:
    """The whole publication: traversal, all files, their checksums, moved into place."""
    from dossier.publish import publish as written

    shutil.rmtree(FOLDER, ignore_errors=True)
    from benchmarks.made_view import make_view

    written(make_view(100), FOLDER / "warm" / "export")  # imports
    view = make_view(ENTITIES)
    gc.collect()
    before = _memory_now()
    seconds, published = _timed(lambda: written(view, EXPORT))
    statements, entities = published.rows("statements.csv"), published.rows("entities.ftm.json")
    size = sum(file.size for file in published.files)
    return {
        "seconds": seconds,
        "memory": _memory_peak() - before,
        "statements": statements,
        "entities": entities,
        "bytes": size,
        "targets": published.rows("targets.nested.json"),
        "claims": published.rows("claims.json"),
    }


def floor() -> dict[str, Any]:
    """The quickest that can be: each entity read and written again, with orjson."""

    def copy() -> None:
        with (EXPORT / "entities.ftm.json").open("rb") as file, (FOLDER / "floor.json").open("wb") as out:
            for line in file:
                out.write(orjson.dumps(orjson.loads(line), option=orjson.OPT_APPEND_NEWLINE))

    return {"seconds": _timed(copy)[0]}


def validate() -> dict[str, Any]:
    """`ftm validate` of our entities."""
    return _ftm("validate", "-o", str(FOLDER / "validated.json"))


def statements() -> dict[str, Any]:
    """`ftm statements` of our entities, as CSV."""
    return _ftm("statements", "-d", "bench", "-f", "csv", "-o", str(FOLDER / "statements.csv"))


CONTESTANTS: dict[str, Callable[[], dict[str, Any]]] = {
    "publish": publish, "floor": floor, "validate": validate, "statements": statements,
}  # fmt: skip


def _ftm(command: str, *args: str) -> dict[str, Any]:
    """CPU seconds of a command of `ftm` on our entities, less those it takes for one entity."""
    one = FOLDER / "one.json"
    with (EXPORT / "entities.ftm.json").open("rb") as file:
        one.write_bytes(file.readline())

    def cpu(path: Path) -> float:
        source = [str(path)] if command == "statements" else ["-i", str(path)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([str(FTM), command, *args, *source], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    start = cpu(one)
    return {"seconds": cpu(EXPORT / "entities.ftm.json") - start}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.process_time()
    result = work()
    return time.process_time() - begun, result


def _memory_now() -> int:
    """Bytes of memory in use, after the peak was forgotten."""
    Path("/proc/self/clear_refs").write_text("5")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _memory_peak() -> int:
    rows = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(rows["VmHWM"].split()[0]) * 1024


def main() -> None:
    """Run every contestant, print the table."""
    if len(sys.argv) == 2:
        print(json.dumps(CONTESTANTS[sys.argv[1]]()))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    best: dict[str, dict[str, Any]] = {}
    for name in CONTESTANTS:
        for _ in range(RUNS):
            command = [sys.executable, "-m", "benchmarks.export", name]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=FOLDER.parents[2])
            row = json.loads(done.stdout)
            best[name] = row if name not in best or row["seconds"] < best[name]["seconds"] else best[name]
    own = best["publish"]
    print(f"{processor()}, {date()}; the quickest of {RUNS} runs.")
    print(
        f"{own['entities']:,} entities, {own['targets']:,} of them targets, {own['statements']:,} statements, ", end=""
    )
    print(f"{own['claims']:,} claims; {own['bytes'] / 1e6:.0f} MB in all files.\n")
    print("| contestant | CPU s | entities a second | of `ftm validate` |\n|---|---|---|---|")
    for name, row in best.items():
        ratio = best["validate"]["seconds"] / row["seconds"]
        print(f"| {name} | {row['seconds']:.2f} | {own['entities'] / row['seconds']:,.0f} | {ratio:.2f} × |")
    memory = own["memory"] / own["statements"]
    print(f"\nPeak memory above the start: {own['memory'] / 1e6:.0f} MB, {memory:.0f} bytes a statement.")


if __name__ == "__main__":
    main()
