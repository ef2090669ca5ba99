"""What a dossier carries: files that its reader can check with ordinary tools, about this person and nobody else."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from dossier.building import attachments
from dossier.text.normalise import normalise
from tests.cases import FILES, GAZETTE, PAGE, change, dossier, pin, write_case
from tests.pdfs import ReadPdf, spaced, squashed, strict_failures

PEOPLE, TEXT = "entities/people.yml", "evidence/courier/capture.txt"
WITHHELD = ("Ilva", "Brandt")

# An official who has nothing to do with the dossier.
STRANGER = """\
---
id: stranger
schema: Person
person: official
cite: courier/masthead
properties:
  name: Someone Else
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented case with its two sources, built in three editions and for one regime."""
    root = write_case(tmp_path_factory.mktemp("made") / "case", **{
        PEOPLE: FILES[PEOPLE] + STRANGER,
        "evidence/gazette/source.yml": GAZETTE,
        "evidence/gazette/page.html": PAGE,
    })  # fmt: skip
    change(
        root, PEOPLE, "cite: courier/order\n    does_not_say", "cite: [courier/order, gazette/order]\n    does_not_say"
    )
    change(
        root,
        PEOPLE,
        "    eu-ghr:\n",
        "    us-glomag:\n      direct: {finding: not-shown, because: Not here., read: [courier]}\n    eu-ghr:\n",
    )
    assert pin(root).code == 0
    for options in ([], ["--edition", "internal"], ["--regime", "eu-ghr"]):
        result = dossier(root, "build", *options)
        assert result.code == 0, result.out + result.err
    return root


@pytest.fixture(scope="module")
def public(made: Path) -> Iterator[ReadPdf]:
    with ReadPdf(made / "build/public/halvik.pdf") as document:
        yield document


def files_of(document: ReadPdf) -> dict[str, bytes]:
    """The attached files, by name."""
    return {name: spec.get_file().read_bytes() for name, spec in document.pdf.attachments.items()}


def json_of(document: ReadPdf, name: str) -> Any:
    return json.loads(files_of(document)[name])


def test_it_carries_its_data_its_sources_and_their_manifest(public: ReadPdf) -> None:
    assert list(files_of(public)) == [
        "SHA256SUMS",
        "capture.gazette.c1.html",
        "claims.json",
        "manifest.json",
        "person.ftm.json",
        "text.courier.c1.txt",
        "text.gazette.c1.txt",
    ]


def test_each_file_says_what_it_is_and_when_it_speaks_from(public: ReadPdf) -> None:
    kinds = {
        "person.ftm.json": ("application/json+ftm", "/Data"),
        "claims.json": ("application/json", "/Data"),
        "capture.gazette.c1.html": ("text/html", "/Source"),
        "text.courier.c1.txt": ("text/plain", "/Supplement"),
        "text.gazette.c1.txt": ("text/plain", "/Supplement"),
        "manifest.json": ("application/json", "/Supplement"),
        "SHA256SUMS": ("text/plain", "/Supplement"),
    }
    associated = {str(spec.UF) for spec in public.pdf.Root.AF}
    assert associated == set(kinds)
    for name, spec in public.pdf.attachments.items():
        embedded = spec.get_file()
        assert (embedded.mime_type, str(spec.obj.AFRelationship)) == kinds[name]
        assert str(spec.obj.F) == str(spec.obj.UF) == name
        assert len(spec.description) > 20
        assert str(embedded.obj.Params.CreationDate) == str(embedded.obj.Params.ModDate) == "D:20261121000000Z"
        assert int(embedded.obj.Params.Size) == len(embedded.read_bytes())


def test_the_manifest_and_the_sums_know_every_file(public: ReadPdf) -> None:
    files, manifest = files_of(public), json_of(public, "manifest.json")
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}

    listed = {row["name"]: row["sha256"] for row in manifest["files"]}
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())

    own = {"manifest.json", "SHA256SUMS"}
    assert listed == {name: digest for name, digest in hashes.items() if name not in own}
    assert sums == {name: digest for name, digest in hashes.items() if name != "SHA256SUMS"}
    assert manifest["not_attached"] == []
    assert (manifest["person"], manifest["edition"], manifest["as_of"]) == ("halvik", "public", "2026-11-21")
    assert {"dossier", "weasyprint", "pango", "followthemoney", "normaliser"} <= set(manifest["tools"])


def test_the_fonts_of_the_manifest_are_files_of_this_machine(public: ReadPdf) -> None:
    listed = subprocess.run(["fc-list", ":family=Noto Sans", "file"], capture_output=True, text=True, check=True)
    paths = [Path(line.rstrip(": ")) for line in listed.stdout.splitlines()]
    known = {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    fonts = {font["name"]: font for font in json_of(public, "manifest.json")["fonts"]}

    assert fonts["Noto Sans Regular"]["sha256"] in known
    assert fonts["Noto Sans Regular"]["version"].startswith("Version ")


def test_every_hash_of_the_table_is_printed(public: ReadPdf) -> None:
    words = squashed(public.tree.text)
    for row in json_of(public, "manifest.json")["files"]:
        assert row["sha256"] in words
        assert squashed(row["name"] + row["title"]) in words
    assert "sha256sum-cSHA256SUMS" in words


def test_every_quotation_stands_where_its_claim_says_in_the_attached_text(public: ReadPdf) -> None:
    files = files_of(public)
    names = {
        (row["source"], row["capture"]): row["name"]
        for row in json_of(public, "manifest.json")["files"]
        if row["relationship"] == "Supplement"
    }
    checked = 0
    for claim in json_of(public, "claims.json")["claims"]:
        for excerpt in claim["excerpts"]:
            text = files[names[excerpt["source"], excerpt["capture"]]].decode()
            exact, position = excerpt["selector"][:2]
            found = text[position["start"] : position["end"]]
            assert normalise(found).text == normalise(exact["exact"]).text
            checked += 1
    assert checked > 10


def test_the_digest_of_every_claim_can_be_computed_from_what_is_attached(public: ReadPdf) -> None:
    """As docs/export.md says how, without anything of the program."""
    head = json_of(public, "claims.json")
    texts = {(row["source"], row["capture"]): row["sha256"] for row in head["texts"]}
    files = files_of(public)

    assert {row["sha256"] for row in head["texts"]} == {
        hashlib.sha256(files[row["file"]]).hexdigest() for row in head["texts"]
    }
    assert len(head["claims"]) > 10
    assert any(each["capture_sha256"] is None for claim in head["claims"] for each in claim["excerpts"])
    for claim in head["claims"]:
        rests_on = claim["excerpts"]
        said = {
            "text": claim["text"],
            "quotations": [
                "\n".join(
                    [
                        each["selector"][0]["exact"],
                        *(f"[{row['lang']}, {row['by']}] {row['text']}" for row in each["translations"]),
                    ]
                )
                for each in rests_on
            ],
            "sources": [each["source"] for each in rests_on],
            "captures": [each["capture_sha256"] or texts[each["source"], each["capture"]] for each in rests_on],
        }
        assert hashlib.sha256(rfc8785.dumps(said)).hexdigest() == claim["digest"], claim["key"]


def test_names_are_replaced_in_what_is_attached_and_what_names_them_is_not(public: ReadPdf) -> None:
    files = files_of(public)

    assert "a demonstrator, [Victim A], who was fined" in files["text.courier.c1.txt"].decode()
    for name, data in files.items():
        assert not [word for word in WITHHELD if word.encode() in data], name
    assert "Text of E1, capture c1, names or passages withheld" in spaced(public.tree.text)


def test_what_may_be_shown_whole_is_attached_as_it_was_collected(made: Path, public: ReadPdf) -> None:
    assert files_of(public)["capture.gazette.c1.html"] == (made / "evidence/gazette/page.html").read_bytes()

    with ReadPdf(made / "build/internal/halvik.pdf") as internal:
        assert files_of(internal)["capture.courier.c1.txt"] == (made / TEXT).read_bytes()


def test_the_entities_are_those_of_the_export_and_of_this_dossier_only(made: Path, public: ReadPdf) -> None:
    assert dossier(made, "export").code == 0
    exported = (made / "build/public/export/entities.ftm.json").read_bytes().splitlines()

    rows = files_of(public)["person.ftm.json"].splitlines()

    assert set(rows) <= set(exported)
    ids = {json.loads(row)["id"] for row in rows}
    assert {"veltania-harbour-halvik", "veltania-harbour-clearing-2024", "veltania-harbour-courier"} <= ids
    assert not [id_ for id_ in ids if "stranger" in id_ or "tossen" in id_]
    for row in map(json.loads, rows):
        references = {
            value for values in row["properties"].values() for value in values if value.startswith("veltania-")
        }
        assert references <= ids


def test_the_claims_are_those_printed(made: Path, public: ReadPdf) -> None:
    claims = {claim["key"]: claim for claim in json_of(public, "claims.json")["claims"]}
    words = squashed(public.tree.text)

    assert {"halvik/name/1", "halvik/act/clearing-2024", "halvik/finding/eu-ghr/assembly", "halvik/summary/1"} <= set(
        claims
    )
    assert not [key for key in claims if key.startswith(("stranger/", "tossen/", "victim"))]
    for claim in claims.values():
        if claim["kind"] == "prose":
            assert squashed(claim["text"].replace('"', "")[:60]) in words.replace('"', ""), claim["key"]


def test_a_document_for_one_regime_carries_the_findings_of_that_regime(made: Path, public: ReadPdf) -> None:
    with ReadPdf(made / "build/public/halvik.eu-ghr.pdf") as document:
        own = {claim["key"] for claim in json_of(document, "claims.json")["claims"]}
        assert json_of(document, "manifest.json")["regimes"] == ["eu-ghr"]
    every = {claim["key"] for claim in json_of(public, "claims.json")["claims"]}

    assert every - own == {"halvik/finding/us-glomag/direct"}


def test_what_is_too_large_is_named_with_its_hash_and_not_attached(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(made, tmp_path / "case"))
    data = (root / "evidence/gazette/page.html").read_bytes()
    texts = [root / "evidence" / source / "text.c1.txt" for source in ("courier", "gazette")]
    monkeypatch.setattr(attachments, "MAX_BYTES", sum(path.stat().st_size for path in texts) + 10)

    assert dossier(root, "build").code == 0

    with ReadPdf(root / "build/public/halvik.pdf") as document:
        words, manifest = squashed(document.tree.text), json_of(document, "manifest.json")
        assert "capture.gazette.c1.html" not in files_of(document)
        assert "text.gazette.c1.txt" in files_of(document)
    digest = hashlib.sha256(data).hexdigest()
    assert [(row["name"], row["sha256"]) for row in manifest["not_attached"]] == [("capture.gazette.c1.html", digest)]
    assert squashed("as it was collected: not attached, too large for this file; ask for it") in words
    assert digest in words


def test_a_changed_file_makes_the_document_anew(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "case"))
    build = ("build", "--as", "html")
    assert "0 dossiers rendered" in dossier(root, "build").out
    assert "1 dossier rendered" in dossier(root, *build).out
    assert "0 dossiers rendered" in dossier(root, *build).out
    with (root / "evidence/gazette/page.html").open("a") as file:
        file.write("<!-- collected anew -->\n")
    for lock in ("source.lock.json", "text.c1.txt"):
        (root / "evidence/gazette" / lock).unlink()
    assert pin(root).code == 0

    assert "1 dossier rendered" in dossier(root, *build).out


def test_files_with_attachments_pass_a_strict_reader(made: Path) -> None:
    for path in sorted((made / "build").rglob("*.pdf")):
        assert strict_failures(path) == [], path


def test_a_capture_whose_bytes_alone_name_somebody_goes_by_its_text(tmp_path: Path) -> None:
    """The author in the properties of a Word file is no part of its text: nothing else would hold the file back."""
    from docx import Document

    written = Document()
    written.core_properties.author = "Ilva Brandt"
    written.add_paragraph("The minister ordered it.")
    root = write_case(tmp_path / "case", **{
        PEOPLE: FILES[PEOPLE],
        "evidence/gazette/source.yml": GAZETTE.replace("page.html", "page.docx"),
    })  # fmt: skip
    written.save(str(root / "evidence/gazette/page.docx"))
    change(
        root, PEOPLE, "cite: courier/order\n    does_not_say", "cite: [courier/order, gazette/order]\n    does_not_say"
    )
    assert pin(root).code == 0
    for edition in ("public", "internal"):
        built = dossier(root, "build", "--as", "pdf,html", "--edition", edition)
        assert built.code == 0, built.out
        with ReadPdf(root / f"build/{edition}/halvik.pdf") as document:
            files = files_of(document)
        assert ("capture.gazette.c1.docx" in files) == (edition == "internal")
        assert files["text.gazette.c1.txt"] == b"The minister ordered it.\n"
    assert "Not shown whole in this edition" in (root / "build/public/halvik.html").read_text(encoding="utf-8")
