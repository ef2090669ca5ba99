"""Files are read in one place, and nothing that lies in a case makes a command wait, read for ever or fail."""

from __future__ import annotations

import ast
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.formats.reading import TooLarge, Unfit, open_file, read_file, read_head
from tests.cases import at_most, dossier, pin, write_case
from tests.places import KINDS, WRITERS, Put, ended, faults, imported, places, whole_case

ROOT = Path(__file__).parents[1]
READERS = {"open", "fdopen", "read_bytes", "read_text", "readv", "pread", "fromfile", "mmap"}
# Every other call that opens or reads, by module and function, with how often it is there and why it may.
ALLOWED = {
    ("formats/reading.py", "open_file"): (2, "the guarded reader itself"),
    ("formats/writing.py", "_staged"): (1, "writes a file that was just made"),
    ("web/opening.py", "__init__"): (2, "writes a file that was just made"),
    ("evidence/extractions.py", "_opened"): (1, "the user's own cache: its folder, by its handle"),
    ("evidence/extractions.py", "_read"): (1, "the user's own cache: regular files only, without waiting"),
    ("evidence/extractions.py", "_write"): (1, "the user's own cache: writes a file that was just made"),
    ("publish/exporter.py", "setup"): (1, "writes into a folder that was just made"),
    ("publish/statements.py", "setup"): (1, "writes into a folder that was just made"),
    ("publish/names.py", "setup"): (1, "writes into a folder that was just made"),
    ("publish/simple.py", "setup"): (1, "writes into a folder that was just made"),
    ("publish/claims.py", "finish"): (1, "writes into a folder that was just made"),
    ("language.py", "_catalogue_of"): (1, "a file of the program"),
    ("web/serving.py", "page_file"): (1, "a file of the program"),
    ("render/html.py", "render_template"): (1, "a file of the program"),
    ("text/extractors/ocr.py", "_check_size"): (1, "a picture in memory"),
    ("text/extractors/packed.py", "read_entry"): (1, "an entry of an archive in memory"),
    ("leaks/scanning.py", "_scan_zip"): (1, "an entry of an archive in memory"),
    ("leaks/scanning.py", "_tar"): (1, "an archive in memory"),
    ("leaks/pdf.py", "scan_pdf"): (1, "a document in memory"),
    ("leaks/pdf.py", "_streams"): (1, "a stream of a document in memory"),
    ("leaks/pdf.py", "_shown"): (1, "a stream of a document in memory"),
}


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.function, self.found = "<module>", list[str]()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, self.function = self.function, node.name
        self.generic_visit(node)
        self.function = outer

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in READERS:
            self.found.append(self.function)
        self.generic_visit(node)


def reads() -> Iterator[tuple[str, str]]:
    """Every call in the program that may open or read a file: the module and the function."""
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        finder = _Finder()
        finder.visit(ast.parse(path.read_text(encoding="utf-8")))
        yield from ((path.relative_to(ROOT / "dossier").as_posix(), function) for function in finder.found)


def test_files_are_opened_by_the_guarded_reader_alone() -> None:
    found = list(reads())
    counted = {key: found.count(key) for key in found}

    assert counted == {key: count for key, (count, _) in ALLOWED.items()}, (
        "use dossier.formats.reading for files that others may have put there; name the call above when it reads none"
    )


# ----------------------------------------------------------------------------------------------------- the reader


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")

    assert read_file(path, 5) == b"12345"
    assert read_head(path, 2) == b"12"
    with open_file(path) as file:
        assert file.readline() == b"12345"
    with pytest.raises(TooLarge, match="more than 4 bytes"):
        read_file(path, 4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("links", [True, False])
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path, kind: str, links: bool) -> None:
    KINDS[kind](tmp_path / "file")
    outside = kind == "a link to a file outside"

    with at_most(seconds=20):
        if outside and links:
            assert read_file(tmp_path / "file", 10_000)
        else:
            with pytest.raises(OSError, match="Errno"):
                read_file(tmp_path / "file", 10_000, links=links)


def test_a_file_that_says_nothing_of_its_size_is_read_up_to_the_limit() -> None:
    with pytest.raises(TooLarge):
        read_file(Path("/proc/self/maps"), 100)
    with pytest.raises(Unfit):
        read_file(Path("a\0b"))


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, pipe = tmp_path / "file", tmp_path / "pipe"
    path.write_bytes(b"x")
    os.mkfifo(pipe)
    really = os.open
    monkeypatch.setattr("os.open", lambda name, flags: really(pipe, flags))  # between the look and the opening

    with at_most(seconds=20), pytest.raises(Unfit, match="no regular file"):
        read_file(path)


# ---------------------------------------------------------------------------------------------------- every place


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = whole_case(tmp_path_factory.mktemp("places") / "case")
    imported(root)
    return root


def test_a_pipe_in_any_place_of_a_case_stops_no_check(whole: Path) -> None:
    for place in places(whole):
        with Put(whole, place, "a pipe"):
            assert faults(ended(whole, "check", "--full")) == "", place


def test_anything_in_any_place_stops_no_check(whole: Path) -> None:
    """A sample; `python -m tests.places` runs all commands with all of it."""
    sample = random.Random(16).sample([(place, kind) for place in places(whole) for kind in KINDS], 40)
    for place, kind in sample:
        with Put(whole, place, kind):
            assert faults(ended(whole, "check")) == "", (place, kind)


def test_anything_among_the_outputs_stops_no_build_and_no_export(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    for command in WRITERS[:2]:
        assert dossier(root, *command).code == 0
    outputs = [place for place in places(root) if place.startswith("build/") and place.count("/") > 1]
    sample = random.Random(16).sample([(place, kind) for place in outputs for kind in KINDS], 6)
    for place, kind in sample:
        for command in WRITERS[:2]:
            with Put(root, place, kind):
                assert faults(ended(root, *command)) == "", (command, place, kind)
