"""`dossier capture`: what goes in, what is refused, and that nothing is ever half-written or overwritten."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dossier.case.edit import NotEditable, append, new_file, several
from dossier.formats.writing import write_all
from dossier.intake import capturing, material
from dossier.intake.capturing import Captured, slug
from dossier.intake.fetching import Limits
from dossier.intake.material import Wanted
from dossier.loading import load_case
from dossier.problems import Problems, Stop
from dossier.text.extractors import Unreadable, plain
from tests import makers
from tests.cases import TEXT, assert_told, change, check, dossier, pin, snapshot, write_case
from tests.makers import ENGLISH, URL

ORIGIN = ("--origin", "velta-courier")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The small case, pinned."""
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def written(root: Path) -> dict[str, tuple[str, bytes]]:
    """Everything in a case but the program's own cache."""
    return {name: row for name, row in snapshot(root).items() if not name.startswith(".dossier-cache")}


def put(root: Path, name: str, data: bytes) -> str:
    """A file beside the case."""
    path = root.parent / name
    path.write_bytes(data)
    return str(path)


def custody(root: Path, source: str, capture: str = "c1") -> dict[str, object]:
    """A custody record."""
    found: dict[str, object] = json.loads((root / "evidence" / source / f"custody.{capture}.json").read_bytes())
    return found


# ------------------------------------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("report.txt", lambda: TEXT.encode()),
        ("report.md", lambda: TEXT.encode()),
        ("report.html", lambda: makers.PAGE.encode()),
        ("report.pdf", makers.pdf),
        ("report.docx", makers.docx),
        ("report.mhtml", makers.mhtml),
        ("report.warc.gz", makers.warc),
        ("report.warc", lambda: makers.warc(packed=False)),
        ("report.wacz", makers.wacz),
    ],
)
def test_a_file_becomes_a_source(case: Path, name: str, make: Callable[[], bytes]) -> None:
    data = make() + (b"\nMore.\n" if name.endswith((".txt", ".md")) else b"")
    result = dossier(case, "capture", put(case, name, data), *ORIGIN, "--source", "report", "--language", "eng")
    assert result.code == 0, result.out + result.err
    ending = name.removeprefix("report")
    stored = case / "evidence/report" / f"capture.c1{ending}"
    assert stored.read_bytes() == data
    record = custody(case, "report")
    assert record["sha256"] == hashlib.sha256(data).hexdigest()
    assert record["bytes"] == len(data)
    assert record["method"] == "supplied"
    assert record["supplied_as"] == name
    text = (case / "evidence/report/text.c1.txt").read_bytes()
    assert record["derived"][0]["text_sha256"] == hashlib.sha256(text).hexdigest()  # type: ignore[index]
    again = check(case, "--full", "--strict")
    assert again.code == 0, again.out


def test_what_the_user_says_is_kept(case: Path) -> None:
    said = {
        "title": 'A "title": with # signs',
        "author": "A. Writer",
        "publisher": "The Courier",
        "published": "2024-05-03",
        "language": "eng",
        "translator": "T. Rendel",
        "archive-url": "https://archive.example/x",
        "url": "https://courier.example/x",
        "captured-at": "2024-05-04T12:00:00+02:00",
        "collector": "C. Keeper",
        "method": "browser",
    }
    options = [word for key, value in said.items() for word in (f"--{key}", value)]
    result = dossier(case, "capture", put(case, "a.pdf", makers.pdf()), *ORIGIN, *options)
    assert result.code == 0, result.out
    source = load(case).sources["a"]
    assert source.title == said["title"]
    assert source.published == "2024-05-03"
    capture = source.captures[0]
    assert (capture.captured_at, capture.method, capture.url) == ("2024-05-04T10:00:00Z", "browser", said["url"])
    assert capture.archive_url == said["archive-url"]
    record = custody(case, source.id)
    assert record["collector"] == "C. Keeper"
    assert record["stated"] == {
        key: said[key] for key in ("title", "author", "publisher", "published", "language", "translator", "url")
    } | {"archive_url": said["archive-url"]}
    assert check(case, "--strict").code == 0


def load(root: Path):  # type: ignore[no-untyped-def]
    """The case, which must be without errors of form."""
    problems = Problems()
    found = load_case(root, problems)
    assert found is not None, problems
    assert not problems.errors, problems
    return found


def test_a_document_names_itself_and_an_archive_its_time(case: Path) -> None:
    for name, data in (("a.pdf", makers.pdf()), ("b.docx", makers.docx()), ("c.mhtml", makers.mhtml())):
        assert dossier(case, "capture", put(case, name, data), *ORIGIN, "--source", name[0]).code == 0
    sources = load(case).sources
    assert [sources[id_].title for id_ in "abc"] == ["A title", "A Word title", "The square & the minister"]
    assert sources["c"].captures[0].url == URL
    assert sources["c"].captures[0].captured_at == "2024-05-03T10:00:00Z"
    assert sources["a"].captures[0].captured_at == "not-known"


def test_not_stated_is_not_silence(case: Path) -> None:
    assert dossier(case, "capture", put(case, "a.pdf", makers.pdf()), *ORIGIN, "--published", "not-stated").code == 0
    assert "publishedAt: not-stated\n" in (case / "evidence/a/source.yml").read_text()


def test_an_id_is_made_of_a_name() -> None:
    assert slug("Отчёт о марше 2024.PDF") == "otcet-o-marse-2024" or slug("Отчёт о марше 2024.PDF").endswith("-2024")
    assert slug("https://www.example.org/a/b-c.html?q=1", of_address=True) == "example-org-b-c-html"
    assert slug("---") == "source"


# ------------------------------------------------------------------------------------------------ a further capture


def test_changed_bytes_become_the_next_capture(case: Path) -> None:
    before = written(case)
    changed = TEXT.replace("a window of the ministry", "a car").replace("66,000", "66,500")
    result = dossier(case, "capture", put(case, "new.txt", changed.encode()), "--source", "courier")
    assert result.code == 0, result.out
    assert "3 of 5 excerpts of the source stand in it too." in result.out
    assert "drifted: courier/deputy" in result.out
    assert "drifted: courier/beating" in result.out
    after = written(case)
    assert {name for name in after if name not in before} == {
        "evidence/courier/capture.c2.txt",
        "evidence/courier/text.c2.txt",
        "evidence/courier/custody.c2.json",
    }
    assert {name for name in before if before[name] != after[name]} == {
        "evidence/courier/source.yml",
        "evidence/courier/source.lock.json",
    }
    source = load(case).sources["courier"]
    assert [capture.id for capture in source.captures] == ["c1", "c2"]
    verified = check(case, "--strict", "--full")
    assert verified.code == 0, verified.out
    assert "5 of 5 quotations verified" in verified.out
    assert "note[newest-capture-differs]: 2 of 5 excerpts" in verified.out
    assert "capture.c2.txt: deputy (drifted), beating (drifted)." in verified.out
    lock = json.loads((case / "evidence/courier/source.lock.json").read_bytes())
    assert {row["capture"] for row in lock["excerpts"].values()} == {"c1"}, "what was pinned stays where it was read"


def test_a_third_capture_and_comments(case: Path) -> None:
    change(case, "evidence/courier/source.yml", "capture:\n", "capture:  # from the library\n  # never moved\n")
    for number, words in enumerate(("One more line.", "Two more lines.")):
        name = put(case, f"{number}.txt", f"{TEXT}\n{words}\n".encode())
        assert dossier(case, "capture", name, "--source", "courier").code == 0
    text = (case / "evidence/courier/source.yml").read_text()
    assert "captures:\n  c1:  # from the library\n    # never moved\n    file: capture.txt\n" in text
    assert [capture.id for capture in load(case).sources["courier"].captures] == ["c1", "c2", "c3"]
    assert check(case, "--strict").code == 0


@pytest.mark.parametrize("options", [("--source", "courier"), ()])
def test_the_same_bytes_again_write_nothing(case: Path, options: tuple[str, ...]) -> None:
    before = written(case)
    result = dossier(case, "capture", put(case, "same.txt", TEXT.encode()), *options)
    assert result.code == 0, result.out
    assert "has these bytes already" in result.out
    assert written(case) == before


def test_the_same_bytes_may_be_of_another_source_too(case: Path) -> None:
    result = dossier(case, "capture", put(case, "same.txt", TEXT.encode()), "--source", "reprint", *ORIGIN)
    assert result.code == 0, result.out
    assert (case / "evidence/reprint/capture.c1.txt").read_bytes() == TEXT.encode()


def test_what_an_interrupted_run_left_is_not_written_over(case: Path) -> None:
    (case / "evidence/courier/capture.c2.pdf").write_bytes(b"left behind")
    assert dossier(case, "capture", put(case, "new.txt", b"Other words.\n"), "--source", "courier").code == 0
    assert (case / "evidence/courier/capture.c2.pdf").read_bytes() == b"left behind"
    assert [capture.id for capture in load(case).sources["courier"].captures] == ["c1", "c3"]


def test_a_write_that_fails_half_way_leaves_nothing(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    before, moves = written(case), []
    replace = os.replace

    def failing(old: str, new: str) -> None:
        moves.append(new)
        if len(moves) == 4:
            raise OSError(28, "No space left on device")
        replace(old, new)

    monkeypatch.setattr(os, "replace", failing)
    result = dossier(case, "capture", put(case, "new.txt", b"Other words.\n"), "--source", "courier")
    assert_told(result, "output-unwritable")
    assert written(case) == before
    moves.clear()
    result = dossier(case, "capture", put(case, "a.pdf", makers.pdf()), *ORIGIN)
    assert_told(result, "output-unwritable")
    assert written(case) == before


def test_write_all_restores(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Stop):
        write_all({tmp_path / "a": b"new", tmp_path / "file" / "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "file"]


# ------------------------------------------------------------------------------------------------ refusals

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.txt", lambda: b"", "capture-empty"),
    "white space": ("a.txt", lambda: b" \n", "capture-empty"),
    "unknown bytes": ("a.bin", lambda: bytes(range(256)) * 8, "capture-type-unknown"),
    "an old Word document": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "capture-type-unknown"),
    "a zip of something": ("a.zip", lambda: makers.zipped({"a.txt": b"x"}), "capture-type-unknown"),
    "a page called PDF": ("a.pdf", lambda: makers.PAGE.encode(), "capture-type-contradicted"),
    "a PDF called page": ("a.html", makers.pdf, "capture-type-contradicted"),
    "a PDF called DOCX": ("a.docx", makers.pdf, "capture-type-contradicted"),
    "another encoding": ("a.txt", lambda: makers.RUSSIAN.encode("cp1251"), "encoding-unknown"),
    "PDF cut off": ("a.pdf", lambda: makers.pdf()[:-900], "capture-truncated"),
    "PDF encrypted": ("a.pdf", makers.encrypted_pdf, "capture-encrypted"),
    "PDF of pictures": ("a.pdf", lambda: makers.hand_pdf([[]]), "capture-unreadable"),
    "DOCX cut off": ("a.docx", lambda: makers.docx()[:-900], "capture-truncated"),
    "DOCX encrypted": ("a.docx", lambda: makers.encrypted_zip(makers.docx()), "capture-encrypted"),
    "DOCX bomb": ("a.docx", makers.bomb_docx, "capture-bomb"),
    "WARC cut off": ("a.warc.gz", lambda: makers.warc()[:-50], "capture-truncated"),
    "WACZ altered": ("a.wacz", lambda: makers.wacz(**{"pages/pages.jsonl": b"{}\n"}), "capture-altered"),
    "MHTML cut off": ("a.mhtml", lambda: makers.mhtml()[:-60], "capture-truncated"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_taken_is_refused_whole(case: Path, what: str) -> None:
    name, make, code = REFUSED[what]
    file, before = put(case, name, make()), written(case)
    for options in ((*ORIGIN, "--source", "new"), ("--source", "courier")):
        result = dossier(case, "capture", file, *options)
        assert_told(result, code)
        assert "Nothing was written." in result.out
        assert len(result.errors) == 1
        assert written(case) == before


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--source", "new"), "capture-refused"),  # no origin
        (("--source", "new", "--origin", "nobody"), "dangling-reference"),
        (("--source", "Bad Id", *ORIGIN), "bad-id"),
        (("--source", "halvik", *ORIGIN), "duplicate-id"),
        (("--source", "ilva-brandt", *ORIGIN), "id-names-withheld"),
        (("--published", "yesterday", *ORIGIN), "bad-date"),
        (("--captured-at", "noon", *ORIGIN), "bad-date"),
        (("--captured-at", "9000-01-01", *ORIGIN), "bad-date"),  # nobody has taken it yet
        (("--captured-at", "9000-01-01T00:00:00Z", *ORIGIN), "bad-date"),
        (("--language", "klingonian", *ORIGIN), "unknown-choice"),
        (("--archive-url", "ftp://x", *ORIGIN), "address-refused"),
    ],
)
def test_words_that_the_case_cannot_keep(case: Path, options: tuple[str, ...], code: str) -> None:
    file, before = put(case, "a.pdf", makers.pdf()), written(case)
    assert_told(dossier(case, "capture", file, *options), code)
    assert written(case) == before


def test_files_that_are_none(case: Path) -> None:
    assert_told(dossier(case, "capture", str(case), *ORIGIN), "file-unreadable")
    assert_told(dossier(case, "capture", str(case / "missing.pdf"), *ORIGIN), "file-unreadable")
    huge = case.parent / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(material.MAX_BYTES + 1)
    assert_told(dossier(case, "capture", str(huge), *ORIGIN), "file-too-large")
    assert dossier(case, "capture").code == 2
    assert dossier(case, "capture", "a.pdf", "--retext", "courier").code == 2


def test_a_name_of_a_file_may_be_a_victims(case: Path) -> None:
    result = dossier(case, "capture", put(case, "Ilva Brandt.pdf", makers.pdf()), *ORIGIN)
    assert_told(result, "id-names-withheld")
    result = dossier(case, "capture", put(case, "Ilva Brandt.docx", makers.pdf()), *ORIGIN)
    assert_told(result, "capture-type-contradicted")


def test_an_id_that_is_taken_is_not_guessed_around(case: Path) -> None:
    before = written(case)
    result = dossier(case, "capture", put(case, "courier.pdf", makers.pdf()), *ORIGIN)
    assert "--source courier" in assert_told(result, "duplicate-id").text
    assert written(case) == before


def test_a_source_in_disorder_takes_nothing(case: Path) -> None:
    change(case, "evidence/courier/capture.txt", "66,000", "99,000")
    before = written(case)
    assert_told(dossier(case, "capture", put(case, "a.txt", b"Other.\n"), "--source", "courier"), "capture-changed")
    assert written(case) == before


def test_an_encoding_can_be_named(case: Path) -> None:
    file = put(case, "a.txt", makers.RUSSIAN.encode("cp1251"))
    assert dossier(case, "capture", file, *ORIGIN, "--encoding", "cp1251").code == 0
    assert (case / "evidence/a/text.c1.txt").read_text() == makers.RUSSIAN
    assert check(case, "--full", "--strict").code == 0


def test_json_says_what_was_done(case: Path) -> None:
    result = dossier(case, "capture", put(case, "a.pdf", makers.pdf()), *ORIGIN, "--format", "json")
    row = json.loads(result.out)
    assert row["ok"] is True
    assert (row["source"], row["capture"], row["pages"], row["new"]) == ("a", "c1", 2, True)
    result = dossier(case, "capture", put(case, "b.pdf", b""), *ORIGIN, "--format", "json")
    assert [problem["code"] for problem in json.loads(result.out)["problems"]] == ["capture-empty"]


# ------------------------------------------------------------------------------------------------ custody and pages


def test_bytes_that_do_not_fit_their_custody_record(case: Path) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    folder = case / "evidence/a"
    (folder / "capture.c1.txt").write_bytes(b"Other words.\n")
    (folder / "source.lock.json").unlink()  # what would let changed bytes in by the back door
    assert_told(check(case), "custody-invalid", "evidence/a/custody.c1.json", 1)
    assert_told(pin(case), "custody-invalid")
    (folder / "capture.c1.txt").write_bytes(b"Some words.\n")
    assert pin(case).code == 0
    (folder / "custody.c1.json").write_bytes(b"[]")
    assert_told(check(case), "custody-invalid")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"bytes": 1}, "custody-invalid", "other bytes"),
        ({"captured_at": "2024-05-03"}, "custody-differs", "another `captured_at` than"),
        ({"stated": {"url": "https://other.example"}}, "custody-differs", "another `url` than"),
        ({"file": "b.txt"}, "custody-differs", "another `file` than"),
        ({"derived": [{"at": "2024-05-04", "extractor": "plain/1", "text_sha256": "0" * 64, "tool": "x"}]},
         "custody-differs", "stored text"),
    ],
)  # fmt: skip
def test_a_custody_record_that_was_edited_is_told(case: Path, change: dict[str, object], code: str, said: str) -> None:
    file = put(case, "a.txt", b"Some words.\n")
    assert dossier(case, "capture", file, *ORIGIN, "--captured-at", "2024-05-04").code == 0
    assert check(case).problems == []
    path = case / "evidence/a/custody.c1.json"
    path.write_text(json.dumps(custody(case, "a") | change))

    (told,) = check(case).problems
    assert (told.code, told.file) == (code, "evidence/a/custody.c1.json")
    assert said in told.text


def test_a_custody_record_that_was_deleted_is_told_and_one_that_never_was_is_not(case: Path) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    assert not list((case / "evidence/courier").glob("custody.*")), "the Courier was put in by hand"
    assert check(case).problems == []
    (case / "evidence/a/custody.c1.json").unlink()

    (told,) = check(case).problems
    assert (told.severity, told.code, told.file) == ("warning", "custody-missing", "evidence/a/source.yml")
    assert "capture.c1.txt has no custody.c1.json" in told.text
    assert pin(case).code == 0
    assert check(case).codes() == {"custody-missing"}, "pinning does not take the loss for granted"


def test_a_text_made_again_by_pin_stands_in_the_custody_record(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    (case / "evidence/a/text.c1.txt").unlink()
    newer(monkeypatch, lambda text: text.upper())

    assert pin(case).code == 0

    assert [row["extractor"] for row in custody(case, "a")["derived"]] == ["plain/1", "plain/2"]
    assert "custody-differs" not in check(case).codes()


def test_a_transfer_is_added_to_the_custody_record(case: Path) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    before = custody(case, "a")
    handed = ("--transfer", "a", "--from", "the editor", "--to", "our archive")

    done = dossier(case, "capture", *handed, "--at", "2024-05-06", "--note", "a sealed copy")

    assert done.out == "a (c1): from the editor to our archive, 2024-05-06: written.\n"
    after = custody(case, "a")
    received, transfer = after.pop("transfers")  # type: ignore[misc, attr-defined]
    assert [received] == before.pop("transfers")
    assert after == before, "nothing else is touched"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", transfer.pop("recorded_at"))
    assert transfer.pop("by").startswith("dossier ")
    assert transfer == {
        "at": "2024-05-06",
        "what": "handed over",
        "from": "the editor",
        "to": "our archive",
        "note": "a sealed copy",
    }
    assert check(case, "--strict").code == 0
    told = json.loads(dossier(case, "capture", *handed, "--at", "not-known", "--format", "json").out)
    assert (told["ok"], told["captures"], told["transfer"]["taker"]) == (True, ["c1"], "our archive")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--transfer", "a", "--from", "A", "--to", "B", "--at", "in May"), "bad-date"),
        (("--transfer", "b", "--from", "A", "--to", "B", "--at", "2024"), "no-such-source"),
        (("--transfer", "a", "--from", "A", "--to", "B", "--at", "not-known", "--of", "c9"), "unknown-choice"),
        (("--transfer", "courier", "--from", "A", "--to", "B", "--at", "not-known"), "custody-invalid"),
        (("--transfer", "a", "--from", "A", "--at", "not-known"), None),
        (("--transfer", "a", "--from", " ", "--to", "B", "--at", "not-known"), None),
        (("--retext", "a", "--transfer", "a", "--from", "A", "--to", "B", "--at", "not-known"), None),
        (("--retext", "a", "--from", "A"), None),
    ],
)
def test_half_a_transfer_is_refused(case: Path, options: tuple[str, ...], code: str | None) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    before = written(case)
    result = dossier(case, "capture", *options)
    if code:
        assert_told(result, code)
    else:
        assert result.code == 2
    assert written(case) == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("captured_at", "last May"),
        ("captured_at", None),
        ("status", "200"),
        ("stated", {"editor": "x"}),
        ("redirects", [{"url": "https://courier.example"}]),
        ("headers", [["one"]]),
        ("derived", []),
        ("derived", [{"at": "2024-05-04", "extractor": "plain/1", "text_sha256": "short", "tool": "dossier"}]),
        ("transfers", [{"at": "2024-05-04", "what": "received"}]),
        ("transfers", [{"at": "yesterday", "what": "handed over", "by": "dossier", "from": "A", "to": "B"}]),
        ("transfers", [{"at": "2024-05-04", "what": "handed over", "by": "dossier", "whom": "B"}]),
        ("headings", [["a", "b"]]),
    ],
)
def test_a_custody_record_that_is_not_of_its_form_is_refused(case: Path, key: str, value: object) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    path = case / "evidence/a/custody.c1.json"
    path.write_text(json.dumps(custody(case, "a") | {key: value}))
    assert f"`{key}` is" in assert_told(check(case), "custody-invalid", "evidence/a/custody.c1.json").text


def test_a_key_that_no_custody_record_has_is_not_shown(case: Path) -> None:
    """A record says who had a capture in hand: what is no word of its form may be anybody's."""
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    path = case / "evidence/a/custody.c1.json"
    path.write_text(json.dumps(custody(case, "a") | {"neighbour": "x"}))
    assert "neighbour" not in assert_told(check(case), "custody-invalid", "evidence/a/custody.c1.json").text


def test_an_excerpt_of_a_pdf_has_its_page(case: Path) -> None:
    from dossier.claims import quotation_json
    from dossier.evidence.collecting import collect

    assert dossier(case, "capture", put(case, "a.pdf", makers.pdf()), *ORIGIN).code == 0
    path = case / "evidence/a/source.yml"
    text = append(path.read_text(), ["excerpts"], "fine", "The second page says nothing of 66,000 talers.")
    path.write_text(append(text, ["excerpts"], "order", ENGLISH))
    assert pin(case).code == 0
    problems = Problems()
    quotations = collect(load(case), problems).quotations
    assert not problems
    assert [quotations[key].page for key in ("a/order", "a/fine", "courier/order")] == [1, 2, None]
    selectors = quotation_json(quotations["a/fine"])["selector"]
    assert selectors[-1]["value"] == "page=2&viewrect=62.8,72.2,262.7,12.2"
    assert len(quotation_json(quotations["courier/order"])["selector"]) == 2
    lock = json.loads((case / "evidence/a/source.lock.json").read_bytes())
    assert lock["captures"]["c1"]["pages"][0] == 0


@pytest.mark.parametrize("pages", [[0, 7], [0, 0], [5], [0, -1], [0, "1"], "0"])
def test_a_page_map_is_not_trusted(case: Path, pages: object) -> None:
    assert dossier(case, "capture", put(case, "a.pdf", makers.pdf()), *ORIGIN).code == 0
    path = case / "evidence/a/source.lock.json"
    lock = json.loads(path.read_bytes())
    lock["captures"]["c1"]["pages"] = pages
    path.write_text(json.dumps(lock))
    result = check(case)
    assert result.code == 1
    assert result.codes() & {"lock-invalid", "text-changed"}, result.out


# ------------------------------------------------------------------------------------------------ newer extractors


def newer(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    """As if the next version of the program read plain text otherwise."""
    from dossier.text import extract
    from dossier.text.extractors import Extracted

    def read(data: bytes, encoding: str | None) -> Extracted:
        return Extracted(change(plain.plain(data, encoding).text), "plain/2")

    monkeypatch.setitem(extract.EXTRACTORS, "text/plain", read)


def test_unchanged_captures_are_not_extracted_again(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_text: str) -> str:
        raise Unreadable("extracted again")

    newer(monkeypatch, never)
    assert check(case, "--strict").code == 0
    assert "extracted again" in assert_told(check(case, "--full"), "capture-unreadable").text


def test_full_compares_with_what_is_stored(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(monkeypatch, lambda text: text)
    assert check(case, "--full", "--strict").code == 0
    newer(monkeypatch, lambda text: f"New.\n{text}")
    result = check(case, "--full")
    assert result.code == 0, "the stored text still holds"
    assert "text-older" in result.codes()
    assert "--retext courier" in result.out or "--retext SOURCE" in result.out


def test_retext_of_the_same_extractor_writes_nothing(case: Path) -> None:
    before = written(case)
    result = dossier(case, "capture", "--retext", "courier")
    assert result.code == 0
    assert "reads the same text" in result.out
    assert written(case) == before


def test_retext_moves_what_moves(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(monkeypatch, lambda text: text.replace("\n\nLater", "\n\nAn added line.\n\nLater"))
    result = dossier(case, "capture", "--retext", "courier")
    assert result.code == 0, result.out
    for line in ("stays: courier/order", "moves: courier/beating", "moves: courier/reply", "was written"):
        assert line in result.out
    verified = check(case, "--strict", "--full")
    assert verified.code == 0, verified.out
    assert dossier(case, "capture", "--retext", "courier").out.count("reads the same") == 1


def test_retext_that_breaks_needs_a_yes(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer(monkeypatch, lambda text: text.replace("66,000", "66.000").replace(" No officer", " The minister"))
    before = written(case)
    result = dossier(case, "capture", "--retext", "courier")
    assert_told(result, "text-breaks")
    assert "drifts: courier/beating" in result.out
    assert written(case) == before
    result = dossier(case, "capture", "--retext", "courier", "--accept")
    assert result.code == 0, result.out
    assert_told(check(case), "quotation-drifted")
    assert "plain/2" in (case / "evidence/courier/source.lock.json").read_text()


def test_retext_adds_to_the_custody_record(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dossier(case, "capture", put(case, "a.txt", b"Some words.\n"), *ORIGIN).code == 0
    newer(monkeypatch, lambda text: f"{text}.")
    assert dossier(case, "capture", "--retext", "a").code == 0
    derived = custody(case, "a")["derived"]
    assert [row["extractor"] for row in derived] == ["plain/1", "plain/2"]  # type: ignore[attr-defined]
    assert check(case, "--full").code == 0


def test_retext_of_what_is_not_there(case: Path) -> None:
    assert_told(dossier(case, "capture", "--retext", "nothing"), "dangling-reference")
    (case / "evidence/courier/source.lock.json").unlink()
    assert_told(dossier(case, "capture", "--retext", "courier"), "capture-refused")


# ------------------------------------------------------------------------------------------------ addresses


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer by the path."""
        path = self.path.split("?")[0]
        if path == "/statement":
            self.answer(200, makers.PAGE.encode(), "text/html; charset=utf-8", [("Set-Cookie", "who=you")])
        elif path == "/report":
            self.answer(200, makers.pdf(), "application/pdf")
        elif path == "/cyrillic":
            self.answer(200, f"<html><p>{makers.RUSSIAN}".encode("cp1251"), "text/html; charset=windows-1251")
        elif path == "/untold":
            self.answer(200, makers.docx(), "application/octet-stream")
        elif path == "/lie":
            self.answer(200, makers.PAGE.encode(), "application/pdf")
        elif path.startswith("/moved/"):
            left = int(path.rpartition("/")[2])
            self.answer(301 if left % 2 else 302, b"", location=f"/moved/{left - 1}" if left else "/statement")
        elif path == "/loop":
            self.answer(302, b"", location="/loop")
        elif path == "/away":
            self.answer(302, b"", location="http://169.254.169.254/latest")
        elif path == "/file":
            self.answer(302, b"", location="file:///etc/passwd")
        elif path == "/empty":
            self.answer(200, b"")
        elif path == "/big":
            self.answer(200, b"x" * 300_000, "text/plain")
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"half")
        else:
            self.answer(int(path.lstrip("/")) if path.lstrip("/").isdigit() else 404, b"<p>Nothing here.</p>")

    def answer(
        self,
        status: int,
        body: bytes,
        kind: str = "text/html",
        more: list[tuple[str, str]] | None = None,
        location: str | None = None,
    ) -> None:
        """One answer."""
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(body))), *(more or [])]:
            self.send_header(name, value)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Be silent."""


@contextmanager
def served(tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.handle_error = lambda request, client: None  # type: ignore[method-assign]  # a client that hangs up
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A site on this machine, for all tests."""
    with served() as address:
        yield address


def fetched(root: Path, url: str, **wanted: str) -> Captured:
    """Capture an address of this machine, which only a test may."""
    return capturing.capture(load(root), url, Wanted(origin="velta-courier", **wanted), allow_private=True)


def refused(root: Path, url: str) -> str:
    """The code that the address is refused with; nothing may be written."""
    before = written(root)
    with pytest.raises(Stop) as caught:
        fetched(root, url, source="new")
    assert written(root) == before
    (problem,) = caught.value.problems
    assert problem.cure
    return problem.code


def test_a_page_is_taken_with_how_it_came(case: Path, site: str) -> None:
    done = fetched(case, f"{site}/moved/1", source="page")
    record = custody(case, "page")
    assert record["requested_url"] == f"{site}/moved/1"
    assert record["final_url"] == f"{site}/statement"
    assert record["redirects"] == [
        {"url": f"{site}/moved/1", "status": 301, "location": f"{site}/moved/0"},
        {"url": f"{site}/moved/0", "status": 302, "location": f"{site}/statement"},
    ]
    assert record["status"] == 200
    headers = {name.lower(): value for name, value in record["headers"]}  # type: ignore[attr-defined]
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["set-cookie"] == "(not kept)", "it would tell who asked"
    assert record["method"] == "http-get"
    assert str(record["captured_at"]).endswith("Z")
    assert done.file.read_bytes() == makers.PAGE.encode()
    capture = load(case).sources["page"].captures[0]
    assert capture.url == f"{site}/moved/1"
    assert capture.captured_at == record["captured_at"]
    assert check(case, "--full", "--strict").code == 0


def test_a_page_that_changed_is_the_next_capture_of_its_source(
    case: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fetched(case, f"{site}/statement")
    assert fetched(case, f"{site}/statement").new is False
    monkeypatch.setattr(makers, "PAGE", makers.PAGE.replace("clear", "empty"))
    second = fetched(case, f"{site}/statement#top")
    assert (second.source, second.capture) == (first.source, "c2")
    assert first.file.read_bytes() != second.file.read_bytes()


def test_what_a_server_says_of_the_type(case: Path, site: str) -> None:
    assert fetched(case, f"{site}/report", source="a").media_type == "application/pdf"
    assert fetched(case, f"{site}/untold", source="b").file.name == "capture.c1.docx"
    assert refused(case, f"{site}/lie") == "capture-type-contradicted"
    fetched(case, f"{site}/cyrillic", source="c")
    assert makers.RUSSIAN in (case / "evidence/c/text.c1.txt").read_text()
    assert load(case).sources["c"].captures[0].encoding == "windows-1251"
    assert check(case, "--full", "--strict").code == 0


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/404", "not-fetched"),
        ("/410", "not-fetched"),
        ("/500", "not-fetched"),
        ("/403", "not-fetched"),
        ("/204", "capture-empty"),
        ("/empty", "capture-empty"),
        ("/loop", "not-fetched"),
        ("/moved/30", "not-fetched"),
        ("/away", "address-refused"),
        ("/file", "address-refused"),
        ("/cut", "not-fetched"),
    ],
)
def test_answers_that_are_no_document(case: Path, site: str, path: str, code: str) -> None:
    assert refused(case, f"{site}{path}") == code


def test_limits_of_size_and_time(case: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert material.SECONDS <= 120
    assert material.MAX_BYTES == 50 * 1024 * 1024
    monkeypatch.setattr(material, "Limits", lambda **_: Limits(seconds=0.5, bytes=100_000))
    assert refused(case, f"{site}/big") == "not-fetched"
    begun = time.monotonic()
    assert refused(case, f"{site}/slow") == "not-fetched"
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/statement",
        "http://localhost:{port}/statement",
        "http://[::1]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://224.0.0.1/",
        "http://2130706433:{port}/",  # 127.0.0.1 as one number
        "http://user:password@example.org/",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "gopher://example.org/",
    ],
)
def test_addresses_that_are_never_asked(case: Path, site: str, url: str) -> None:
    before = written(case)
    address = url.format(port=site.rpartition(":")[2])
    assert_told(dossier(case, "capture", address, *ORIGIN, "--source", "new"), "address-refused")
    assert written(case) == before


def test_a_name_that_resolves_to_this_machine(case: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is checked is the address connected to, not the name."""
    port = int(site.rpartition(":")[2])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_args, **_kw: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    )
    result = dossier(case, "capture", f"http://example.org:{port}/statement", *ORIGIN, "--source", "new")
    assert_told(result, "address-refused")


def test_a_certificate_that_does_not_verify(case: Path, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with served(context) as address:
        assert refused(case, f"{address}/statement") == "not-fetched"


# ------------------------------------------------------------------------------------------------ editing YAML

WRITTEN = """\
schema: Article   # a comment
capture: {file: capture.md, captured_at: not-known}  # why
excerpts:   # all of them
  first: >-
    some words
    more

  # about the second
  second: "q"   # z
  # at the end

# behind
assessment: {reliability: B}
"""


def test_an_edit_adds_lines_and_nothing_else() -> None:
    text = several(WRITTEN, "capture", "captures", "c1")
    text = append(text, ["captures"], "c2", {"file": "capture.c2.pdf", "url": "https://e.org/a: b #c"})
    text = append(text, ["excerpts"], "third", "two\nlines")
    text = append(text, ["new"], "key", "yes")
    assert (
        text
        == WRITTEN.replace("capture: {", "captures:\n  c1: {")
        .replace("# why\n", '# why\n  c2:\n    file: capture.c2.pdf\n    url: "https://e.org/a: b #c"\n')
        .replace("  # at the end\n", "  # at the end\n  third: |-\n    two\n    lines\n")
        + "new:\n  key: yes\n"
    )


def test_an_edit_of_braces_stays_in_them() -> None:
    text = append("captures: {c1: {file: a}} # c\nexcerpts: {}\n", ["captures"], "c2", {"file": "b, c"})
    assert text.startswith('captures: {c1: {file: a}, c2: {file: "b, c"}} # c\n')
    assert append(text, ["excerpts"], "a", "b").endswith("excerpts: {a: b}\n")


def test_windows_line_ends_and_marks_stay() -> None:
    text = "\ufeff" + WRITTEN.replace("\n", "\r\n")
    assert append(text, ["excerpts"], "x", "y") == "\ufeff" + append(WRITTEN, ["excerpts"], "x", "y").replace(
        "\n", "\r\n"
    )


@pytest.mark.parametrize(
    "value",
    ["no", "null", "~", "", " x ", "a: b", "a #b", "- a", "'", '"', "{a}", "[a", "a\tb", "a\u2028b", "*a", "&a", "!a",
     "%", "@a", "`a", "2024-05-03", "0123", "12:30", "x" * 300, "word " * 60 + "end", "a  b " * 40 + "c", "line\n  two",
     "line\n\nthree ", "\ufeffx", "a\\b", "الوزير: # نعم", "слово " * 40 + "конец", "- x\n- y", "#", "? a", ">-", "|"],
)  # fmt: skip
def test_any_text_can_be_written(tmp_path: Path, value: str) -> None:
    from dossier.case.yaml import Table, Text, read_one

    for text in (append(WRITTEN, ["excerpts"], "new", value), new_file({"excerpts": {"new": value}})):
        path = tmp_path / "x.yml"
        path.write_text(text, encoding="utf-8")
        problems = Problems()
        table = read_one(path, "x.yml", problems)
        assert not problems, problems
        assert table is not None
        excerpts = table.entries["excerpts"]
        assert isinstance(excerpts, Table)
        node = excerpts.entries["new"]
        assert isinstance(node, Text)
        assert node.value == value
        assert all(len(line) <= 120 for line in text.split("\n") if '"' not in line and "xxx" not in line)


def test_what_cannot_be_edited_is_left() -> None:
    for text, path, key in (
        (WRITTEN, ["excerpts"], "first"),
        (WRITTEN, ["schema"], "x"),
        ("- a\n- b\n", [], "x"),
        ("a: [\n", [], "x"),
    ):
        with pytest.raises(NotEditable):
            append(text, path, key, "value")
    with pytest.raises(NotEditable):
        several(WRITTEN, "missing", "several", "c1")


# ------------------------------------------------------------------------------------------------ the page in docs/


def test_the_five_minutes_of_the_documentation(case: Path) -> None:
    """docs/evidence.md, as a reader would follow it."""
    page = (Path(__file__).parents[1] / "docs/evidence.md").read_text()
    lines = ["The Velta Courier, 3 May 2024", "", ENGLISH[:40], ENGLISH[41:]]
    report = put(case, "report.pdf", makers.hand_pdf([lines, ["Second page."]]))
    shown = page.split("$ dossier capture report.pdf ")[1]
    taken = dossier(case, "capture", report, *shown.split("\n")[0].split())
    assert taken.out.split(":")[0] == shown.split("\n")[1].split(":")[0]
    assert [line.split(" ")[0] for line in taken.out.split("\n")[1:4]] == ["application/pdf,", "text:", "Next:"]
    before = (case / "evidence/report/source.yml").read_text()
    for command in re.findall(r"\$ dossier (excerpt report .*)\n", page):
        done = dossier(case, *shlex.split(command))
        assert done.code == 0, done.out
    assert done.out in page, "the last one is shown with what it prints"
    by_hand = page.split("```yaml\nexcerpts:\n")[1].split("```")[0]
    (case / "evidence/report/source.yml").write_text(f"{before}excerpts:\n{by_hand}")
    assert "nothing new" in pin(case).out, "by hand it comes to the same"
    assert check(case, "--strict").code == 0
    newer = makers.hand_pdf([[lines[0], "", ENGLISH.replace("14", "15")]])
    again = dossier(case, "capture", put(case, "report-new.pdf", newer), "--source", "report")
    told = page.split("$ dossier capture report-new.pdf --source report\n")[1].split("```")[0]
    assert again.out.split(":")[0] == told.split(":")[0]
    assert again.out.endswith(told.split("[…]\n")[1])


def test_the_number_of_a_deleted_source_is_never_given_again(case: Path) -> None:
    for name in ("second", "third"):
        file = put(case, f"{name}.txt", f"{name}: {TEXT}".encode())
        assert dossier(case, "capture", file, *ORIGIN, "--source", name).code == 0
    shutil.rmtree(case / "evidence/third")
    assert pin(case).code == 0
    file = put(case, "fourth.txt", b"Something else, of some length.")
    assert dossier(case, "capture", file, *ORIGIN, "--source", "fourth").code == 0
    register = json.loads((case / "evidence/exhibits.lock.json").read_bytes())
    assert register["exhibits"] == {"courier": 1, "second": 2, "third": 3, "fourth": 4}
    file = put(case, "third.txt", f"third: {TEXT}".encode())
    assert dossier(case, "capture", file, *ORIGIN, "--source", "third").code == 0
    lock = json.loads((case / "evidence/third/source.lock.json").read_bytes())
    assert lock["exhibit"] == 3, "a source that comes back gets its own number again"
    assert check(case, "--strict").code == 0


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        '{"format": 2, "exhibits": {}}',
        '{"format": 1, "exhibits": {"courier": 0}}',
        '{"format": 1, "exhibits": []}',
        '{"format": 1, "exhibits": {"courier": 1, "other": 1}}',
        '{"format": 1, "exhibits": {"courier": 7}}',
    ],
)
def test_a_register_of_exhibits_that_does_not_fit_is_told(case: Path, text: str) -> None:
    (case / "evidence/exhibits.lock.json").write_text(text, encoding="utf-8")
    assert_told(check(case), "lock-invalid")
