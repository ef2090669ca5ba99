"""What is sent to an authority: a folder that its clerk can read and check, and nothing that may not leave."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest

from dossier.pack import packing
from dossier.problems import Problems, Stop
from tests.cases import GAZETTE, PAGE, assert_told, change, dossier, pin
from tests.pdfs import ReadPdf
from tests.reviews import Keys, allow, checked, review, reviewed_case

WITHHELD = ("Ilva", "Brandt", "Brandd")
ROOT = Path(__file__).resolve().parents[1]
NAME = "halvik.eu-ghr"
PACK = ("pack", "halvik", "--regime", "eu-ghr")
FOLDER = Path("build/authority/pack")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    return two_sources(tmp_path_factory.mktemp("prepared") / "case", keys)


@pytest.fixture
def case(prepared: Path, tmp_path: Path) -> Path:
    """The invented case with two sources, of which nothing is approved yet."""
    return Path(shutil.copytree(prepared, tmp_path / "case"))


def two_sources(root: Path, keys: Keys) -> Path:
    reviewed_case(root, keys, **{"evidence/gazette/source.yml": GAZETTE, "evidence/gazette/page.html": PAGE})
    change(
        root,
        "entities/people.yml",
        "cite: courier/order\n    does_not_say",
        "cite: [courier/order, gazette/order]\n    does_not_say",
    )
    assert pin(root).code == 0
    return root


def approve(root: Path, keys: Keys, *names: str) -> None:
    for name in names or ("anna", "berta"):
        review(root, keys, name, "approve", *checked(root)[0].claims)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    """The submission about the invented minister, every claim approved: the folder that holds folder and zip."""
    root = two_sources(tmp_path_factory.mktemp("packed") / "case", keys)
    approve(root, keys)
    result = dossier(root, *PACK, "--format", "json")
    assert result.code == 0, result.out + result.err
    assert json.loads(result.out)["changed"] is True
    return root / FOLDER


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Path:
    """The same case, packed as a draft."""
    root = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("drafted") / "case"))
    assert dossier(root, *PACK, "--draft").code == 0
    return root


@pytest.fixture
def draft(drafted: Path, tmp_path: Path) -> Path:
    """A copy of it, for a test that changes what lies there."""
    return Path(shutil.copytree(drafted, tmp_path / "case"))


# --- what is in it


def test_it_holds_the_dossier_its_exhibits_its_approvals_and_its_data(packed: Path) -> None:
    assert list(everything(packed / NAME / "data")) == [
        "SHA256SUMS",
        "approvals.json",
        "exhibits/E1.courier.c1.txt",
        "exhibits/E2.gazette.c1.html",
        "halvik.eu-ghr.docx",
        "halvik.eu-ghr.pdf",
        "index.html",
        "machine-readable/claims.json",
        "machine-readable/person.ftm.json",
        "machine-readable/text.courier.c1.txt",
        "machine-readable/text.gazette.c1.txt",
        "manifest.json",
    ]


def test_an_exhibit_is_what_was_collected_or_the_text_with_names_replaced(packed: Path) -> None:
    exhibits = packed / NAME / "data/exhibits"
    assert (exhibits / "E2.gazette.c1.html").read_text(encoding="utf-8") == PAGE
    assert "a demonstrator, [Victim A], who was fined" in (exhibits / "E1.courier.c1.txt").read_text(encoding="utf-8")


def test_its_pdf_and_word_document_are_those_of_a_build(packed: Path) -> None:
    root = packed.parents[2]
    result = dossier(root, "build", "halvik", "--regime", "eu-ghr", "--edition", "authority", "--as", "pdf,docx")
    assert result.code == 0, result.out
    for form in ("pdf", "docx"):
        built = root / f"build/authority/{NAME}.{form}"
        assert built.read_bytes() == (packed / NAME / f"data/{NAME}.{form}").read_bytes()


def test_its_data_are_what_the_pdf_carries(packed: Path) -> None:
    data = packed / NAME / "data"
    with ReadPdf(data / f"{NAME}.pdf") as document:
        carried = {name: spec.get_file().read_bytes() for name, spec in document.pdf.attachments.items()}
    for name, content in everything(data / "machine-readable").items():
        assert carried[name] == content


def test_the_index_says_what_each_file_is_in_the_order_of_the_authority(packed: Path) -> None:
    page = (packed / NAME / "data/index.html").read_text(encoding="utf-8")
    data = packed / NAME / "data"
    for name in everything(data):
        if name not in ("index.html", "manifest.json", "SHA256SUMS"):
            assert f'href="{name}"' in page, name
    places = [page.index(words) for words in ("Open-source evidence pack", "Widespread or systematic", "Annex index")]
    assert places == sorted(places)
    assert page.index("E1.courier.c1.txt") < page.index("E2.gazette.c1.html")
    assert "may be disclosed, to the person it concerns" in " ".join(page.split()), "how to handle it"
    assert "<strong>reviewed</strong> (every claim approved by 2 people)" in page
    assert "<script" not in page
    assert "DRAFT" not in page


def test_approvals_name_people_as_the_edition_allows(packed: Path) -> None:
    approvals = json.loads((packed / NAME / "data/approvals.json").read_bytes())
    assert (approvals["needs"], approvals["person"], approvals["edition"]) == (2, "halvik", "authority")
    claim = approvals["claims"]["halvik/act/clearing-2024"]
    assert claim["state"] == "approved"
    assert [row["by"] for row in claim["approvals"]] == ["reviewer 1", "reviewer 2"]
    assert {row["state"] for row in approvals["claims"].values()} == {"approved"}
    assert not [key for key in approvals["claims"] if key.startswith(("victim-1/", "tossen/"))]


def test_every_claim_that_leaves_has_its_approvals(packed: Path) -> None:
    data = packed / NAME / "data"
    claims = {row["key"] for row in json.loads((data / "machine-readable/claims.json").read_bytes())["claims"]}
    assert claims
    assert claims <= json.loads((data / "approvals.json").read_bytes())["claims"].keys()


def test_nobody_withheld_is_named_in_any_file_or_name(packed: Path) -> None:
    for name, data in everything(packed).items():
        assert not [word for word in WITHHELD if word in name or word.encode() in data], name
    root = packed.parents[2]
    assert dossier(root, "check", "--leaks", str(packed)).code == 0


# --- how it is checked


def test_it_is_a_bag_for_the_programs_of_archives(packed: Path) -> None:
    found = bagit.Bag(str(packed / NAME))
    assert found.validate(processes=1)
    assert found.version_info == (1, 0)
    assert found.info["Source-Organization"] == "Example Advocacy Group"
    assert found.info["Bagging-Date"] == "2026-11-21"


def test_a_changed_file_is_no_bag(packed: Path, tmp_path: Path) -> None:
    copy = tmp_path / NAME
    for name, data in everything(packed / NAME).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(data)
    assert bagit.Bag(str(copy)).is_valid()
    (copy / "data/approvals.json").write_bytes(b"{}")
    assert not bagit.Bag(str(copy)).is_valid()


def test_sha256sum_takes_its_sums_and_knows_every_file(packed: Path) -> None:
    data = packed / NAME / "data"
    words = ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(words, cwd=data, check=False, timeout=30).returncode == 0
    listed = {line.partition("  ")[2] for line in (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert listed == everything(data).keys() - {"SHA256SUMS"}


def test_the_zip_holds_the_folder_and_the_date_of_the_case(packed: Path) -> None:
    with zipfile.ZipFile(packed / f"{NAME}.zip") as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
        assert {entry.filename: archive.read(entry) for entry in entries} == {
            f"{NAME}/{name}": data for name, data in everything(packed / NAME).items()
        }
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(2026, 11, 21, 0, 0, 0)}


def test_the_manifest_says_of_each_file_what_it_is(packed: Path) -> None:
    manifest = json.loads((packed / NAME / "data/manifest.json").read_bytes())
    files = everything(packed / NAME / "data")
    listed = {row["name"]: row for row in manifest["files"]}
    assert listed.keys() == files.keys() - {"manifest.json", "SHA256SUMS"}
    assert all(row["sha256"] == hashlib.sha256(files[name]).hexdigest() for name, row in listed.items())
    assert (manifest["draft"], manifest["regimes"]) == (False, ["eu-ghr"])
    assert listed["exhibits/E1.courier.c1.txt"]["altered"]
    assert not listed["exhibits/E2.gazette.c1.html"]["altered"]


# --- when it is refused


def test_it_waits_for_approvals(case: Path, keys: Keys) -> None:
    refused = dossier(case, *PACK)
    assert_told(refused, "claim-not-approved")
    assert "Nothing was written." in refused.out
    approve(case, keys, "anna")
    assert_told(dossier(case, *PACK), "claim-not-approved")
    assert not (case / FOLDER).exists()


def test_it_refuses_what_was_rejected_questioned_or_changed_since(case: Path, keys: Keys) -> None:
    approve(case, keys)
    act = "halvik/act/clearing-2024"
    review(case, keys, "berta", "reject", act, "--note", "The office, not he.")
    assert_told(dossier(case, *PACK), "claim-refused")
    review(case, keys, "berta", "question", act, "--note", "Who says so?")
    assert_told(dossier(case, *PACK), "claim-refused")
    review(case, keys, "berta", "approve", act)
    change(case, "entities/people.yml", "role: ordered the police to clear", "role: told the police to clear")
    assert act in assert_told(dossier(case, *PACK), "claim-stale").text
    assert not (case / FOLDER).exists()


def test_a_warning_stops_it_even_as_a_draft(case: Path) -> None:
    change(case, "entities/people.yml", "{value: Oren Halvik, lang: eng}", "{value: Oren Halvig, lang: eng}")
    refused = dossier(case, *PACK, "--draft")
    assert refused.code == 1
    assert "warning[" in refused.out
    assert not (case / FOLDER).exists()


def test_claims_that_leave_need_approval_and_those_that_do_not_need_none(case: Path, keys: Keys) -> None:
    """What the case says of handling stands in the index; findings of another authority's criteria do not."""
    change(
        case,
        "entities/people.yml",
        "    eu-ghr:\n",
        "    us-glomag:\n      direct: {finding: not-shown, because: Not here., read: [courier]}\n    eu-ghr:\n",
    )
    others = ("victim-1/", "tossen/", "halvik/finding/us-glomag/")
    every = checked(case)[0].claims
    assert all(any(key.startswith(each) for key in every) for each in others)
    mine = [key for key in every if not key.startswith(others)]
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", *mine)
    change(case, "case.yml", "release: 1\n", "release: 1\nsections:\n  handling: |\n    By post. {.analysis}\n")
    assert "halvik/handling/1" in assert_told(dossier(case, *PACK), "claim-not-approved").text
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", "halvik/handling/1")
    stale = assert_told(dossier(case, *PACK), "claim-stale").text
    assert "halvik/frame" in stale, "what stands in the dossier is another now"
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", "halvik/frame")

    assert dossier(case, *PACK).code == 0

    data = case / FOLDER / NAME / "data"
    assert "By post." in (data / "index.html").read_text(encoding="utf-8")
    claims = json.loads((data / "machine-readable/claims.json").read_bytes())["claims"]
    assert "halvik/handling/1" in {row["key"] for row in claims}


def test_a_draft_says_so_everywhere_and_lies_apart(drafted: Path) -> None:
    data = drafted / FOLDER / f"{NAME}.draft/data"
    with ReadPdf(data / f"{NAME}.draft.pdf") as document:
        assert all("DRAFT" in page for page in document.pages)
    with zipfile.ZipFile(data / f"{NAME}.draft.docx") as word:
        assert any("DRAFT" in word.read(name).decode() for name in word.namelist() if "header" in name)
    assert "DRAFT" in (data / "index.html").read_text(encoding="utf-8")
    assert json.loads((data / "manifest.json").read_bytes())["draft"] is True
    assert not (drafted / FOLDER / NAME).exists()


def test_wrong_usage_is_told(case: Path) -> None:
    assert dossier(case, "pack", "halvik").code == 2
    assert_told(dossier(case, "pack", "nobody", "--regime", "eu-ghr"), "no-such-person")
    assert_told(dossier(case, "pack", "halvik", "--regime", "eu-other"), "unknown-regime")
    assert_told(dossier(case, *PACK, "--draft", "--language", "xx"), "no-such-language")


# --- how it is written


def test_the_same_case_packs_to_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    case = Path(shutil.copytree(packed.parents[2], tmp_path / "case"))
    before = everything(case / FOLDER)
    for path in sorted((case / FOLDER).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    again = json.loads(dossier(case, *PACK, "--format", "json").out)
    assert again["changed"] is True
    assert everything(case / FOLDER) == before
    assert again["zip_sha256"] == hashlib.sha256(before[f"{NAME}.zip"]).hexdigest()


def test_what_others_put_into_the_folder_is_not_deleted(draft: Path) -> None:
    folder = draft / FOLDER / f"{NAME}.draft"
    letter = folder / "data/letter.txt"
    letter.write_text("Dear Council", encoding="utf-8")
    assert "letter.txt" in assert_told(dossier(draft, *PACK, "--draft"), "output-unwritable").text
    assert letter.is_file()
    letter.unlink()
    word = folder / f"data/{NAME}.draft.docx"
    word.write_bytes(word.read_bytes() + b"edited")
    with pytest.raises(Stop, match=r"halvik\.eu-ghr\.draft\.docx' *, which is not as it was packed"):
        packing._standing(folder)


def test_a_run_that_cannot_write_says_so(case: Path) -> None:
    (case / "build/authority").mkdir(parents=True)
    (case / FOLDER).write_text("in the way", encoding="utf-8")
    assert_told(dossier(case, *PACK, "--draft"), "output-unwritable")
    assert (case / FOLDER).read_text(encoding="utf-8") == "in the way"


def test_what_a_killed_run_left_is_cleared_away(draft: Path) -> None:
    before = everything(draft / FOLDER)
    folder = draft / FOLDER / f"{NAME}.draft"
    folder.rename(folder.with_name(f".{folder.name}.old"))  # killed between the two moves
    (folder.with_name(f".{folder.name}.new") / "data").mkdir(parents=True)
    folder.with_name(f".{folder.name}.zip.new").write_bytes(b"PK")
    again = dossier(draft, *PACK, "--draft", "--format", "json")
    assert json.loads(again.out)["changed"] is False, "what is made anew is what was moved away"
    assert everything(draft / FOLDER) == before


def test_other_editions_and_other_outputs_are_left_alone(case: Path) -> None:
    for edition in ("public", "authority"):
        assert dossier(case, "build", "--as", "html,docx", "--edition", edition).code == 0
    before = everything(case / "build")
    assert dossier(case, *PACK, "--draft").code == 0
    after = everything(case / "build")
    assert {name: after[name] for name in before} == before
    assert all(name.startswith("authority/pack/") for name in after.keys() - before.keys())


def test_a_leak_stops_it(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan is the last look: what the program itself would put into the index is found too."""
    real = packing.contents_of

    def careless(*args: object) -> object:
        contents = real(*args)
        file = contents.files[0]
        spoilt = type(file)(file.name, file.title, file.mime_type, file.relationship, file.data + b"<p>Ilva Brandt</p>")
        return type(contents)((spoilt, *contents.files[1:]))

    monkeypatch.setattr(packing, "contents_of", careless)
    refused = dossier(case, *PACK, "--draft")
    assert "index.html" in assert_told(refused, "leak-found").text
    assert not (case / FOLDER).exists()
    assert not [word for word in WITHHELD if word in refused.out]


def test_a_time_stamp_goes_with_bytes_whose_hash_may_be_shown(case: Path) -> None:
    """Its token holds the hash of the capture: it stays behind where that would let a guess be tested."""
    import dataclasses

    from dossier.evidence.records import Stamp
    from dossier.pack.contents import contents_of
    from dossier.render.document import make_document

    found, _ = checked(case)
    stamp = Stamp("2026-11-20T10:00:00Z", "Veltania Time", b"a reply of an authority")
    evidence = dataclasses.replace(found.evidence, stamps=dict.fromkeys(found.evidence.captures, stamp))
    view = dataclasses.replace(found, evidence=evidence).view("authority", Problems(), "eu-ghr")
    files = contents_of(make_document(view, view.entities["halvik"], "eu-ghr"), NAME, {}).payload
    assert [name for name in files if name.startswith("time-stamps/")] == ["time-stamps/E2.gazette.c1.tsr"]
    assert files["time-stamps/E2.gazette.c1.tsr"] == stamp.token
    page = files["index.html"].decode()
    assert "openssl ts -verify -in time-stamps/E2.gazette.c1.tsr -data exhibits/E2.gazette.c1.html" in page
    assert page.count("Veltania Time") == 2


def test_the_index_speaks_the_language_asked_for(case: Path) -> None:
    assert dossier(case, *PACK, "--draft", "--language", "fr").code == 0
    page = (case / FOLDER / f"{NAME}.fr.draft/data/index.html").read_text(encoding="utf-8")
    assert '<html lang="fr"' in page
    assert "Ce que contient ce répertoire" in page


@pytest.mark.system
def test_the_shipped_case_packs_once_it_is_reviewed(tmp_path: Path, keys: Keys) -> None:
    """With approvals by invented people: the case itself is reviewed by nobody."""
    root = tmp_path / "case"
    for name in ("case.yml", "entities", "evidence"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        root.mkdir(exist_ok=True)
        copy(ROOT / name, root / name)
    allow(root, keys.line("anna"), keys.line("berta"))
    assert_told(dossier(root, "pack", "dosayev", "--regime", "eu-ghr"), "claim-not-approved")
    approve(root, keys)
    assert dossier(root, "pack", "dosayev", "--regime", "eu-ghr").code == 0
    assert bagit.Bag(str(root / FOLDER / "dosayev.eu-ghr")).is_valid()
    assert dossier(root, "check", "--leaks", str(root / FOLDER)).code == 0
