"""Hostile or odd text cannot break a build: each runs in a process of its own, under limits on time and memory.

What is too much to print is cut, the print says so, and the PDF carries it whole; the Word document and the page for a
browser say that it does, by the same number.
"""

from __future__ import annotations

import json
import re
import resource
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest

from tests import cases
from tests.cases import FILES, assert_told, change, write_case
from tests.pdfs import ReadPdf, spaced, squashed
from tests.test_docx import ReadDocx
from tests.test_render import FIELDS, MARKUP, assert_holds_nothing_active

pytestmark = pytest.mark.system

PEOPLE, ACTS = "entities/people.yml", "entities/acts.yml"
SOURCE, TEXT = "evidence/courier/source.yml", "evidence/courier/capture.txt"
# Far beyond what any of these takes here (11 s and 600 MB at most), far below what takes a machine down.
SECONDS, MEMORY = 240, 4 << 30

ANALYSIS, LAST = "Whether he knew of the beating is not said.", "that he ordered force"
GAP, NAME = "1. The written order, with its signature.", "  name: {value: Oren Halvik, lang: eng}\n"


def build_limited(root: Path) -> cases.Result:
    """Build in a process that is killed when it takes too long, and fails when it takes too much memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    command = [sys.executable, "-m", "dossier", "--case", str(root), "build", "--jobs", "1", "--as", "pdf,docx,html"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * 2, check=False, preexec_fn=limit)
    return cases.Result(done.returncode, done.stdout, done.stderr)


def twins(root: Path) -> dict[str, str]:
    """The words of the Word document and of the page."""
    made = root / "build/public/halvik"
    word, page = ReadDocx(made.with_suffix(".docx")), lxml.html.parse(made.with_suffix(".html")).getroot()
    return {"docx": spaced(word.words(word.body)), "html": spaced(page.text_content())}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert FILES[file].count(old) == 1
    return {file: FILES[file].replace(old, new)}


def many_acts(number: int) -> dict[str, str]:
    act = "---\nid: act-{0}\nschema: Event\ncite: courier/order\nproperties:\n  name: Act number {0}\n"
    listed = ", ".join(["search-2024", *(f"act-{each}" for each in range(number))])
    acts = FILES[ACTS] + "".join(act.format(each) for each in range(number))
    return {ACTS: acts, **changed(PEOPLE, "context: [search-2024]", f"context: [{listed}]")}


def addresses(number: int) -> dict[str, str]:
    listed = "".join(f"    - {{value: Harbour Street {each}, derived: by counting}}\n" for each in range(number))
    return changed(PEOPLE, NAME, f"{NAME}  address:\n{listed}")


PAPERS = "\n    ".join(f"{number}. Paper {number}." for number in range(1, 601))
LISTS = "\n    ".join("  " * depth + f"- Deep {depth}" for depth in range(200))
LONG_SOURCE = FILES[TEXT].replace("No officer", "Many words follow. " * 550_000 + "No officer")
# What is thrown at a build -> the words that must then be printed, and the text that must be attached whole.
PRINTED = {
    "a word of 100,000 letters": (changed(PEOPLE, ANALYSIS, "x" * 100_000), "99,500 more characters", "x" * 100_000),
    "a word of 5,000,000 letters in a table": (
        changed(PEOPLE, LAST, "x" * 5_000_000),
        "4,999,500 more characters",
        "x" * 5_000_000,
    ),
    "a paragraph of ten megabytes": (
        changed(PEOPLE, ANALYSIS, "word " * 2_000_000),
        "more characters are text 1 in cut-texts.json",
        "word " * 1_999_999 + "word",
    ),
    "a paragraph of ten megabytes in a source": (
        {TEXT: LONG_SOURCE},
        "more characters are text 1 in cut-texts.json",
        None,
    ),
    "4,000 acts": (many_acts(4000), "3,503 more acts stand in claims.json, which is attached.", None),
    "4,000 values": (addresses(4000), "more stand in claims.json, which is attached.", None),
    "600 items of a list": (changed(PEOPLE, GAP, PAPERS), "Paper 600.", None),
    "100,000 diacritics": (
        changed(PEOPLE, LAST, ("o" + "\u0301\u0323" * 25) * 2000),
        "⟨+46 marks⟩",
        ("o" + "\u0301\u0323" * 25) * 2000,
    ),
    "10,000 overrides": (changed(PEOPLE, LAST, '"' + "\u202e" * 10_000 + '"'), "⟨U+202E⟩", None),
    "characters without a form": (
        changed(PEOPLE, LAST, r'"a\ue001b \U000f1234 \u0378 \ufdd0"'),
        "a⟨U+E001⟩b ⟨U+F1234⟩ ⟨U+0378⟩ ⟨U+FDD0⟩",
        None,
    ),
}


def texts_of(attached: dict[str, bytes]) -> list[dict[str, Any]]:
    """The texts that a PDF carries whole."""
    if "cut-texts.json" not in attached:
        return []
    texts: list[dict[str, Any]] = json.loads(attached["cut-texts.json"])["texts"]
    return texts


@pytest.mark.parametrize("name", PRINTED)
def test_it_is_printed_as_far_as_anybody_reads_and_the_rest_is_attached(tmp_path: Path, name: str) -> None:
    files, printed, whole = PRINTED[name]
    root = write_case(tmp_path / "case", **files)

    result = build_limited(root)

    assert result.code == 0, (result.out + result.err)[-2000:]
    with ReadPdf(root / "build/public/halvik.pdf") as document:
        words = spaced(document.tree.text)
        attached = {file: spec.get_file().read_bytes() for file, spec in document.pdf.attachments.items()}
    assert printed in words
    for form, said in twins(root).items():
        there = printed.replace("which is attached", "which the PDF of this document carries")
        assert there in said, form
        numbers = re.findall(r"text (\d+) in cut-texts\.json, which the PDF of this document carries", said)
        assert numbers or "more characters" not in printed, form
        assert set(numbers) <= {str(row["number"]) for row in texts_of(attached)}, form
    if whole:
        assert whole in [row["text"].strip() for row in texts_of(attached)]
    if "in claims.json" in printed:
        claims = attached["claims.json"].decode()
        assert "Act number 3999" in claims or "Harbour Street 3999" in claims


REFUSED = {
    "200 nested lists": (changed(PEOPLE, GAP, LISTS), {"prose-invalid"}),
    "half of a pair": (changed(PEOPLE, LAST, r'"a\ud800b"'), {"yaml-syntax"}),
    "a pair of halves": (changed(PEOPLE, LAST, r'"\uD83D\uDE00"'), {"yaml-syntax"}),
    "a character beyond Unicode": (changed(PEOPLE, LAST, r'"\U00110000"'), {"yaml-syntax"}),
    "a control character": (changed(PEOPLE, LAST, r'"a\x07b"'), {"bad-text"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_told_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    files, codes = REFUSED[name]
    root = write_case(tmp_path / "case", **files)

    result = build_limited(root)

    assert result.code == 1, result.out
    assert "Traceback" not in result.out + result.err
    assert {problem.code for problem in result.errors} & codes, result.out
    assert not [path for form in ("pdf", "docx", "html") for path in (root / "build").rglob(f"*.{form}")]


def test_markup_in_every_field_is_text_in_every_form(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    for number, (file, old, new) in enumerate(FIELDS.values()):
        change(root, file, old, new.replace("…", f"«{number}» {MARKUP}"))
    for file in (SOURCE, TEXT):
        change(root, file, "who was fined 66,000 talers.", f"who was fined 66,000 talers {MARKUP}.")

    result = build_limited(root)

    assert result.code == 0, (result.out + result.err)[-2000:]
    made = root / "build/public/halvik.pdf"
    with ReadPdf(made) as document:
        forms = {"pdf": document.tree.text, **twins(root)}
        assert_holds_nothing_active(document)
    for form, words in forms.items():
        missing = [
            field for number, field in enumerate(FIELDS) if squashed(f"«{number}» {MARKUP}") not in squashed(words)
        ]
        assert missing == [], form
        assert squashed(f"66,000 talers {MARKUP}") in squashed(words), form
    page = lxml.html.parse(made.with_suffix(".html")).getroot()
    assert page.xpath("//script|//iframe|//object|//img|//@onload|//a[not(starts-with(@href, '#'))]") == []
    assert leads_to(root) == set()


def test_links_lead_to_http_and_mail_only_in_every_form(tmp_path: Path) -> None:
    links = (
        "[one](https://example.org/a), [two](javascript:alert(1)), [three](file:///etc/hostname), "
        "[four](data:text/html,x), [five](mailto:desk@example.org), ![six](file:///etc/hostname), "
        "[seven](JavaScript:alert(1)), [eight](vbscript:x), [nine](//example.org/b)"
    )
    root = write_case(tmp_path / "case", **changed(PEOPLE, ANALYSIS, f"See {links}."))

    result = build_limited(root)

    assert result.code == 0, (result.out + result.err)[-2000:]
    safe = {"https://example.org/a", "mailto:desk@example.org"}
    with ReadPdf(root / "build/public/halvik.pdf") as document:
        assert {link.target for link in document.links if link.target not in document.anchors} == safe
        assert_holds_nothing_active(document)
    page = lxml.html.parse(root / "build/public/halvik.html").getroot()
    assert {link for link in page.xpath("//@href|//@src") if not link.startswith("#")} == safe
    assert leads_to(root) == safe


def leads_to(root: Path) -> set[str]:
    """Where the Word document leads outside itself, from whichever of its parts."""
    files = ReadDocx(root / "build/public/halvik.docx").files
    outside = set()
    for name, data in files.items():
        if name.endswith(".rels"):
            relations = lxml.etree.fromstring(data)
            outside |= {each.get("Target") for each in relations if each.get("TargetMode") == "External"}
    return outside


def png(width: int, height: int) -> bytes:
    """A grey picture of which only the first line is there, and whose header says what it likes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(width + 1))) + chunk(b"IEND", b"")


def test_a_picture_bomb_is_told_by_its_header_and_not_opened(tmp_path: Path) -> None:
    source = FILES[SOURCE].replace("file: capture.txt", "file: capture.png")
    root = write_case(tmp_path / "case", **{SOURCE: source})
    (root / TEXT).unlink()
    (root / "evidence/courier/capture.png").write_bytes(png(60_000, 60_000))

    result = build_limited(root)

    told = assert_told(result, "capture-unreadable", SOURCE)
    assert "3,600,000,000 pixels" in told.text
    assert not list(root.rglob("*.pdf"))
