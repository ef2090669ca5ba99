"""A stored text that was edited together with its hash is told, and approved, signed or sent by nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.evidence.extractions import Extractions, Outcome
from dossier.formats.canonical import sha256
from dossier.problems import Stop
from dossier.review.deciding import Chosen, Proposal
from dossier.review.desk import Desk
from dossier.text import extract
from dossier.text.extract import Extracted, Lacking, Unreadable
from dossier.text.extractors import plain
from tests.cases import TEXT, Result, assert_told, check, dossier, pin, snapshot, write_case
from tests.makers import hand_pdf
from tests.reviews import Keys, checked, decides, reviewed_case

SOURCE = "evidence/courier/source.yml"
STORED = "evidence/courier/text.c1.txt"
LOCK = "evidence/courier/source.lock.json"
NAME = "halvik/name/1"
ACT = "halvik/act/clearing-2024"
MINOR = "tossen/name/1"  # on whose card nothing is asked
FORGED = TEXT.replace("No officer was charged.", "Every officer was charged.")
REPORT = """\
schema: Document
origin: velta-courier
relies_on: [courier]
properties: {title: The report, publishedAt: not-stated, language: eng}
capture: {file: capture.pdf, captured_at: not-known, method: supplied}
excerpts: {}
"""
LINE = TEXT[: TEXT.index("No officer")].count("\n") + 1


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    return reviewed_case(tmp_path_factory.mktemp("invented") / "case", keys)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that never saw the case: where its cache will be."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "dossier"


@pytest.fixture
def case(template: Path, tmp_path: Path, machine: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "case"))


def forge(root: Path, text: str = FORGED, **row: object) -> None:
    """Another stored text, with all that the lock file says of it; `row` changes more of that."""
    (root / STORED).write_text(text, encoding="utf-8")
    lock = json.loads((root / LOCK).read_bytes())
    lock["captures"]["c1"] |= {"text_sha256": sha256(text.encode()), **row}
    (root / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def read_as(monkeypatch: pytest.MonkeyPatch, read: Callable[[bytes, str | None], Extracted]) -> None:
    """Let something else read plain text."""
    monkeypatch.setitem(extract.EXTRACTORS, "text/plain", read)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that a capture of plain text is extracted."""
    seen: list[int] = []

    def read(data: bytes, encoding: str | None) -> Extracted:
        seen.append(len(data))
        return plain.plain(data, encoding)

    read_as(monkeypatch, read)
    return seen


# --- what was edited


def told(result: Result, code: str = "text-changed") -> None:
    """It is an error at the source, which gives the line and none of the words."""
    found = assert_told(result, code, SOURCE)
    assert f"line {LINE}." in found.text
    assert "text.c1.txt" in found.text
    assert "officer was charged" not in result.out + result.err


@pytest.mark.parametrize("known", [False, True], ids=["a machine that never saw it", "one that did"])
def test_check_tells_where_a_text_was_edited(case: Path, known: bool) -> None:
    if known:
        assert check(case).code == 0
    forge(case)
    for arguments in ((), ("--strict",), ("--full",)):
        told(check(case, *arguments))
    told(dossier(case, "build", "--as", "html"))
    told(dossier(case, "export"))


GATES = {
    "build": ("build", "--strict", "--draft", "--as", "html"),
    "pack": ("pack", "halvik", "--regime", "eu-ghr", "--draft"),
    "export": ("export", "--strict"),
}


@pytest.mark.parametrize("claimed", ["plain/1", "plain/0"], ids=["as of today", "as of an older version"])
@pytest.mark.parametrize("gate", GATES.values(), ids=list(GATES))
def test_nothing_of_an_edited_text_leaves(case: Path, gate: tuple[str, ...], claimed: str) -> None:
    forge(case, extractor=claimed)
    before = snapshot(case / "build")
    told(dossier(case, *gate), "text-changed" if claimed == "plain/1" else "text-unconfirmed")
    assert snapshot(case / "build") == before


@pytest.mark.parametrize("claimed", ["plain/1", "plain/0"])
def test_nobody_approves_what_rests_on_an_edited_text(case: Path, keys: Keys, claimed: str) -> None:
    code = "text-changed" if claimed == "plain/1" else "text-unconfirmed"
    forge(case, extractor=claimed)
    key = ("--key", str(keys.of("anna")))
    before = snapshot(case / "reviews")

    told(dossier(case, "review", "approve", NAME, *key), code)
    told(dossier(case, "review", "approve", ACT, "--who", "named-person", "--as", "anna"), code)
    assert snapshot(case / "reviews") == before
    rejected = dossier(case, "review", "reject", MINOR, "--note", "The text was edited.", "--as", "anna")
    assert rejected.code == 0, "what is wrong can be rejected, and that be signed"
    assert dossier(case, "review", "sign", *key).code == 0


@pytest.mark.parametrize("claimed", ["plain/1", "plain/0"])
def test_nothing_is_signed_that_approves_what_rests_on_an_edited_text(case: Path, keys: Keys, claimed: str) -> None:
    code = "text-changed" if claimed == "plain/1" else "text-unconfirmed"
    for name in ("anna", "carl"):
        decides(case, name, "approve", NAME)
    forge(case, extractor=claimed)
    key = ("--key", str(keys.of("anna")))
    told(dossier(case, "review", "sign", *key), code)
    told(dossier(case, "review", "countersign", "carl", *key), code)
    assert not list(case.glob("reviews/*/1.json"))

    forge(case, TEXT, extractor="plain/1")
    assert dossier(case, "review", "sign", *key).code == 0


def test_pages_that_were_moved_are_told(tmp_path: Path, machine: Path) -> None:
    case = write_case(tmp_path / "case")
    (case / "evidence/report").mkdir()
    (case / "evidence/report/capture.pdf").write_bytes(hand_pdf([["The first page."], ["The next one."]]))
    (case / "evidence/report/source.yml").write_text(REPORT, encoding="utf-8")
    assert pin(case).code == 0
    lock = case / "evidence/report/source.lock.json"
    row = json.loads(lock.read_bytes())
    assert len(row["captures"]["c1"]["pages"]) == 2
    row["captures"]["c1"]["pages"] = [0]
    lock.write_text(json.dumps(row), encoding="utf-8")
    assert "where page 2 begins" in assert_told(check(case), "text-changed", "evidence/report/source.yml").text


# --- what cannot be told


def lacking(_data: bytes, _encoding: str | None) -> Extracted:
    raise Lacking("the reader of such files is not installed")


def unreadable(_data: bytes, _encoding: str | None) -> Extracted:
    raise Unreadable("it is damaged")


def test_what_cannot_be_read_here_is_shown_and_not_sent(
    case: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    decides(case, "anna", "approve", NAME)
    shutil.rmtree(Path(os.environ["XDG_CACHE_HOME"]))
    read_as(monkeypatch, lacking)

    result = check(case)
    assert result.code == 0
    assert "text-not-compared" in result.codes()
    assert check(case, "--strict").code == 1
    assert dossier(case, "build", "--as", "html").code == 0
    for gate in GATES.values():
        assert_told(dossier(case, *gate), "extra-missing", SOURCE)
    assert_told(dossier(case, "review", "sign", "--key", str(keys.of("anna"))), "extra-missing", SOURCE)
    assert_told(dossier(case, "review", "approve", NAME, "--as", "berta"), "extra-missing", SOURCE)


def test_a_capture_that_is_damaged_is_no_ground_for_a_text(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, unreadable)
    assert_told(check(case), "capture-unreadable", SOURCE)


def pictured(root: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """The capture as a picture of which the machine reads these words."""
    monkeypatch.setitem(extract.EXTRACTORS, "image/png", lambda _data, _encoding: Extracted(words, "ocr/1 eye/1"))
    monkeypatch.setitem(extract._MAKERS, "image/png", lambda: "ocr/1 eye/1")
    source = (root / SOURCE).read_text(encoding="utf-8")
    if "image/png" not in source:
        source = source.replace("  method: supplied", "  method: supplied\n  media_type: image/png")
        (root / SOURCE).write_text(source, encoding="utf-8")
        (root / STORED).unlink()
        assert pin(root).code == 0


@pytest.mark.parametrize("known", [False, True], ids=["a machine that never saw it", "one that did"])
def test_what_a_machine_guessed_may_differ_until_it_is_sent(
    case: Path, machine: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    pictured(case, monkeypatch, TEXT)
    assert check(case, "--strict").code == 0
    assert dossier(case, *GATES["build"]).code == 0
    pictured(case, monkeypatch, FORGED)
    shutil.rmtree(machine)
    if known:
        check(case)
        assert list(machine.iterdir())

    result = check(case)
    assert result.code == 0
    assert "text-older" in result.codes()
    told(dossier(case, *GATES["build"]))


# --- once on a machine


def test_a_capture_is_extracted_once_on_a_machine(case: Path, reads: list[int], machine: Path) -> None:
    for _ in range(3):
        assert check(case).code == 0
        assert dossier(case, "build", "--as", "html").code == 0
    assert len(reads) == 1
    dossier(case, "build", "--strict", "--draft", "--as", "html")
    assert len(reads) == 2, "what leaves trusts no cache"
    shutil.rmtree(machine)
    dossier(case, "build", "--strict", "--draft", "--as", "html")
    assert len(reads) == 3, "and is extracted once, not twice"


def test_an_edited_text_does_not_become_known(case: Path) -> None:
    forge(case)
    for _ in range(2):
        told(check(case))
    forge(case, TEXT)
    assert check(case).code == 0


def test_a_text_of_an_older_extractor_is_compared_once(case: Path, reads: list[int]) -> None:
    forge(case, extractor="plain/0")
    for _ in range(2):
        assert "text-older" in check(case).codes()
    assert len(reads) == 1


def entry(machine: Path) -> Path:
    (found,) = machine.iterdir()
    return found


def test_the_cache_holds_hashes_alone_and_is_nobody_elses(case: Path, machine: Path) -> None:
    before = snapshot(case)
    assert check(case).code == 0
    assert stat.S_IMODE(machine.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(machine).stat().st_mode) == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}", entry(machine).name)
    assert re.fullmatch(r"[0-9a-f]{64} [0-9a-f]{64}\n", entry(machine).read_text())
    assert snapshot(case) == before


def replace(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


SPOILT: dict[str, Callable[[Path], object]] = {
    "emptied": lambda machine: entry(machine).write_bytes(b""),
    "cut": lambda machine: entry(machine).write_bytes(entry(machine).read_bytes()[:70]),
    "other bytes": lambda machine: entry(machine).write_bytes(b"\xff" * 130),
    "a folder": lambda machine: replace(entry(machine), Path.mkdir),
    "a pipe": lambda machine: replace(entry(machine), os.mkfifo),
    "a link": lambda machine: (
        entry(machine).rename(machine.parent / "elsewhere"),
        (machine / (machine.parent / "elsewhere").name).symlink_to(machine.parent / "elsewhere"),
    ),
    "an entry that others may write": lambda machine: entry(machine).chmod(0o622),
    "a folder that others may write": lambda machine: machine.chmod(0o770),
    "a linked folder": lambda machine: (
        machine.rename(machine.parent / "elsewhere"),
        machine.symlink_to(machine.parent / "elsewhere"),
    ),
    "no folder": lambda machine: (shutil.rmtree(machine), machine.write_bytes(b"")),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=list(SPOILT))
def test_a_cache_that_is_not_trusted_is_no_error(
    case: Path, machine: Path, reads: list[int], spoil: Callable[[Path], object]
) -> None:
    assert check(case).code == 0
    assert len(reads) == 1
    spoil(machine)
    result = check(case)
    assert result.code == 0
    assert len(reads) == 2, "read again"
    forge(case)
    told(check(case))


def test_a_cache_of_another_user_is_not_trusted(
    case: Path, machine: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check(case).code == 0
    monkeypatch.setattr(os, "geteuid", lambda: machine.stat().st_uid + 1)
    before = snapshot(machine)
    assert check(case).code == 0
    assert len(reads) == 2
    assert snapshot(machine) == before


@pytest.mark.parametrize("value", ["CASE", "CASE/.cache", "relative"])
def test_a_cache_that_came_with_the_case_is_not_used(
    case: Path, tmp_path: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", value.replace("CASE", str(case)))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    before = snapshot(case)
    for _ in range(2):
        assert check(case).code == 0
    assert snapshot(case) == before
    assert len(reads) == (1 if value == "relative" else 2)
    assert (tmp_path / "home/.cache/dossier").is_dir() == (value == "relative")


def test_another_version_another_address_or_encoding_is_not_known(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    found, _ = checked(case)
    capture = found.case.sources["courier"].captures[0]
    cache = Extractions.of_user(case)
    digest = sha256(TEXT.encode())
    assert cache.look(capture, digest) == Outcome.of(Extracted(TEXT, "plain/1"))
    others = {"encoding": "utf-8", "url": "https://courier.example/", "media_type": "text/markdown"}
    for name, value in others.items():
        assert cache.look(dataclasses.replace(capture, **{name: value}), digest) is None  # type: ignore[arg-type]
    assert cache.look(capture, sha256(b"")) is None
    monkeypatch.setitem(extract._MAKERS, "text/plain", lambda: "plain/2")
    assert Extractions.of_user(case).look(capture, digest) is None
    Extractions.of_user(case).keep(capture, digest, Extracted(TEXT, "plain/1"))
    assert Extractions.of_user(case).look(capture, digest) is None, "not what was foreseen to read it"


# --- at the desk


def test_a_desk_extracts_once_for_each_state_of_the_case(case: Path, keys: Keys, reads: list[int]) -> None:
    assert check(case).code == 0
    desk = Desk(case, "anna", keys.of("anna"))
    desk.look()
    assert len(reads) == 1, "known to the machine"
    for key in (MINOR, "velta-courier/name/1"):
        desk.decide(Proposal.of("approve", [Chosen(key)], None, None))
    desk.sign()
    assert len(reads) == 2

    forge(case, extractor="plain/0")
    with pytest.raises(Stop) as stopped:
        desk.decide(Proposal.of("approve", [Chosen("interior-minister/name/1")], None, None))
    assert [each.code for each in stopped.value.problems] == ["text-unconfirmed"]


def test_a_page_that_is_approved_says_why_it_is_not(case: Path, keys: Keys) -> None:
    """The rules of the desk are those of the page; here is what the page shows of them."""
    from starlette.testclient import TestClient

    from dossier.web.guard import Guard
    from dossier.web.review import make_app

    decides(case, "anna", "approve", NAME)
    forge(case, extractor="plain/0")
    guard = Guard(make_app(Desk(case, "anna", keys.of("anna")), lambda: True), 8000)
    client = TestClient(guard, base_url="http://127.0.0.1:8000", headers={"Origin": "http://127.0.0.1:8000"})
    client.get(guard.address())
    answer = client.post("/sign", data={})
    assert answer.status_code == 400
    assert "text.c1.txt" in answer.text
    assert not (case / "reviews/anna/1.json").exists()


def test_a_finding_that_cites_nothing_rests_on_all_that_was_read(case: Path) -> None:
    found, _ = checked(case)
    finding = next(key for key, claim in found.claims.items() if claim.kind == "finding" and not claim.quotations)
    forge(case, extractor="plain/0")
    desk = Desk(case, "anna")
    for key in (finding, "courier/source"):
        with pytest.raises(Stop):
            desk.decide(Proposal.of("approve", [Chosen(key)], None, None))
    assert desk.decide(Proposal.of("approve", [Chosen("case/frame")], None, None)), "which rests on no text"
