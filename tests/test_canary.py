"""One case with a canary in every field a case can carry: no byte of a wider edition, and no message, may hold one.

The fields are read from the code: a key that is new must be given a canary here, or a reason why it can hold none.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from followthemoney import model

from dossier.case import entities as keys_of_entities
from dossier.case import loading, sources
from dossier.ftm import NOT_IN_CASES
from tests.cases import dossier, pin, write_case

# Latin, Cyrillic, Greek, Arabic, Chinese: words that stand nowhere else
SCRIPTS = ("Qwyxalor", "Жъфщалор", "Ξψφαλορ", "ظغثقلور", "龘鱻麤灪")
TEXTS = ("name", "text", "string", "html", "address")
PEOPLE, SOURCE = "entities/people.yml", "evidence/courier/source.yml"

# Every key of the case format: where this case has a canary in it, or why it can hold none.
CLOSED = "one of a list of words, a number or a date"
IDS = "ids and addresses of the case; an id with a withheld name is an error"
KEYS = {
    loading.CASE_KEYS: {
        "sections": "passage", "not_names": "canary", "author": IDS, "reviewers": "a reviewer of the internal edition",
        **dict.fromkeys(("format", "release", "as_of", "language", "policy", "regimes", "editions"), CLOSED),
        **dict.fromkeys(("name", "prefix", "title", "publisher", "base_url", "design"), "the publisher's own"),
    },
    keys_of_entities.ENTITY_KEYS: {
        "withhold": "canary", "also_borne_by": "canary",
        "consent": "with", "properties": "every property", "note": "canary", "dossier": "passage",
        "does_not_say": "canary", "label": "what prints instead", "author": IDS,
        **dict.fromkeys(("id", "cite", "offices", "acts"), IDS),
        **dict.fromkeys(("schema", "person", "minor", "when", "edition", "publish", "attribution"), CLOSED),
    },
    keys_of_entities.VALUE_KEYS: {
        "value": "canary", "derived": "canary", "note": "canary", "author": IDS, "cite": IDS,
        **dict.fromkeys(("lang", "edition"), CLOSED),
    },
    keys_of_entities.OFFICE_KEYS: {
        "status": "canary", "derived": "canary", "note": "canary", "author": IDS, "post": IDS, "cite": IDS,
        **dict.fromkeys(("seen", "from", "to", "edition"), CLOSED),
    },
    keys_of_entities.ACT_KEYS: {
        "role": "canary", "does_not_say": "canary", "note": "canary", "author": IDS, "act": IDS, "cite": IDS,
        **dict.fromkeys(("attribution", "date", "edition"), CLOSED),
    },
    sources.SOURCE_KEYS: {
        "properties": "every property", "capture": "of an internal source", "captures": "the same",
        "assessment": "of an internal source", "excerpts": "canary", "origin": IDS, "relies_on": IDS, "author": IDS,
        **dict.fromkeys(("schema", "edition", "public", "hostile"), CLOSED),
    },
    sources.CAPTURE_KEYS: {
        **dict.fromkeys(("file", "method", "url", "archive_url", "note"), "canary, of an internal source"),
        **dict.fromkeys(("media_type", "captured_at", "encoding"), CLOSED),
    },
    sources.EXCERPT_KEYS: {
        **dict.fromkeys(("quote", "prefix", "suffix", "translations", "note"), "canary"), "author": IDS,
        **dict.fromkeys(("capture", "speech", "edition"), CLOSED),
    },
}  # fmt: skip


@pytest.mark.parametrize("keys", KEYS, ids=lambda keys: keys[0])
def test_every_key_of_the_case_format_is_thought_of(keys: tuple[str, ...]) -> None:
    assert {*keys} <= {*KEYS[keys]}, f"give these a canary, or a reason: {set(keys) - set(KEYS[keys])}"


def words(script: int) -> str:
    return SCRIPTS[script % len(SCRIPTS)]


def properties(schema: str, start: int, without: str = "") -> str:
    """Every property of a schema that takes free words, each with a canary."""
    rows, number = [], start
    for name, prop in sorted(model[schema].properties.items()):
        if prop.stub or prop.type.name not in TEXTS or name == without:
            continue
        value = words(number) if prop.max_length < 40 else f"{words(number)} {words(number + 1)}"
        rows.append(f"  {name}: {{value: {value}, note: {words(2)}, derived: {words(3)}}}")
        number += 1
    return "\n".join(rows) + "\n"


def usable() -> list[str]:
    """The schemata of things a case can hold that need nothing but words."""
    return sorted(
        schema.name
        for schema in model
        if not schema.abstract and schema.is_a("Thing") and not schema.is_a("Document")
        and schema.name not in NOT_IN_CASES
        and all(schema.get(name) and schema.get(name).type.name in TEXTS for name in schema.required)
    )  # fmt: skip


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_case(tmp_path_factory.mktemp("canary") / "case")
    names = "".join(
        f"    - {{value: {one} {other}, lang: eng}}\n"
        for one, other in zip(SCRIPTS, SCRIPTS[1:] + SCRIPTS[:1], strict=True)
    )
    with (root / PEOPLE).open("a", encoding="utf-8") as file:
        file.write(
            f"---\nid: victim-9\nschema: Person\nperson: victim\nlabel: Victim Z\nwithhold: [{', '.join(SCRIPTS)}]\n"
            f"consent: {{scope: share, with: {words(1)}, date: 2025-01-01}}\nnote: {words(0)}\n"
            f"also_borne_by: {{name: {words(0)}, by: halvik, because: {words(1)}}}\n"
            f"cite: courier/named\nproperties:\n  alias:\n{names}"
            + properties("Person", 0, "alias")
        )  # fmt: skip
        for number, schema in enumerate(usable()):
            file.write(
                f"---\nid: hidden-{number}\nschema: {schema}\nedition: internal\nlabel: something\n"
                f"note: {words(number)}\n"
                f"{'person: other' + chr(10) if schema == 'Person' else ''}properties:\n{properties(schema, number)}"
            )
    text = (root / PEOPLE).read_text(encoding="utf-8")
    text = text.replace(
        "  - act: beating-2024\n",
        f"  - act: search-2024\n    attribution: unnamed\n    edition: internal\n    role: {words(0)} said\n"
        f"    does_not_say: {words(1)}\n    note: {words(2)}\n    cite: courier/hidden\n  - act: beating-2024\n",
    ).replace("  context: [search-2024]\n", "").replace(
        "offices:\n",
        f"offices:\n  - {{post: interior-minister, edition: internal, status: {words(3)}, derived: {words(4)}, "
        f"note: {words(0)}}}\n",
    ).replace(
        "    Whether he knew", f"    {' '.join(SCRIPTS)} met him. {{.analysis edition=internal}}\n\n    Whether he knew"
    )  # fmt: skip
    (root / PEOPLE).write_text(text, encoding="utf-8")
    named = f"The reporter met {' and '.join(SCRIPTS)} in the square that night, and wrote it down."
    hidden = f"A note in the margin says that {words(0)} and {words(1)} had been there before."
    capture = root / "evidence/courier/capture.txt"
    capture.write_text(f"{capture.read_text(encoding='utf-8')}\n{named}\n\n{hidden}\n", encoding="utf-8")
    source = (root / SOURCE).read_text(encoding="utf-8")
    excerpts = (
        f"  named: {named}\n  hidden:\n    edition: internal\n    quote: {hidden}\n    note: {words(2)}\n"
        f"    translations: [{{lang: fra, text: {words(3)}, by: {words(4)}}}]\n"
    )
    (root / SOURCE).write_text(source + excerpts, encoding="utf-8")
    folder = root / "evidence/diary"
    folder.mkdir()
    (folder / "page.txt").write_text(
        f"{' '.join(SCRIPTS)} wrote this diary in the winter of that year.\n", encoding="utf-8"
    )
    (folder / "source.yml").write_text(
        f"schema: Article\norigin: velta-courier\nedition: internal\nproperties:\n{properties('Article', 0)}"
        f"capture: {{file: page.txt, method: {words(1)}, note: {words(2)}}}\n"
        f"assessment: {{reliability: C, credibility: 3, because: {words(4)}}}\n"
        f"excerpts:\n  winter: {' '.join(SCRIPTS)} wrote this diary in the winter of that year.\n",
        encoding="utf-8",
    )
    with (root / "case.yml").open("a", encoding="utf-8") as file:
        file.write(
            f"not_names: [{words(0)}]\nsections:\n  ask: |\n    Read {words(0)}. {{.analysis edition=internal}}\n"
        )
    pinned = pin(root)
    assert pinned.code == 0, pinned.out
    return root


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text in the files below a folder: names, bytes, and of PDFs pages, streams, strings and attachments."""
    for path in sorted(folder.rglob("*")):
        yield path.name, path.name
        if path.is_file():
            yield from _texts(path.name, path.read_bytes())


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
        yield name, data.decode(encoding, errors="ignore")
    escaped = data.decode("utf-8", errors="ignore")
    yield name, re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), escaped)
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        yield name, "".join(page.get_textpage().get_text_range() for page in document)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, thing in enumerate(pdf.objects):
                if isinstance(thing, pikepdf.Stream):
                    yield from _texts(
                        f"{name}#{number}", thing.read_bytes() if _decodes(thing) else thing.read_raw_bytes()
                    )
                elif isinstance(thing, pikepdf.Dictionary):
                    yield name, " ".join(str(value) for value in thing.values() if isinstance(value, pikepdf.String))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.namelist():
                yield from _texts(f"{name}/{entry}", archive.read(entry))


def _decodes(stream: pikepdf.Stream) -> bool:
    filters = stream.get("/Filter")
    return filters is None or str(filters) == "/FlateDecode"


def found(texts: Iterator[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which canaries stand where."""
    return {
        (where, script)
        for where, text in texts
        for script in SCRIPTS
        if script.casefold() in unicodedata.normalize("NFC", text).casefold()
    }


@pytest.mark.parametrize("edition", ["public", "authority", "internal"])
def test_no_canary_comes_out_of_an_edition_that_withholds_it(canary: Path, edition: str) -> None:
    for command in ("build", "export"):
        done = dossier(canary, command, "--edition", edition)
        assert done.code == 0, done.out
        if edition != "internal":
            assert not found(iter([("message", done.out + done.err)]))
    there = found(everything(canary / "build" / edition))

    if edition != "internal":
        assert not there
        return
    for file in ("entities.ftm.json", "statements.csv", "claims.json"):
        assert {script for where, script in there if where == file} == {*SCRIPTS}, file
    assert {script for where, script in there if where.startswith("halvik.pdf")} == {*SCRIPTS}


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PEOPLE, "label: Victim Z\n", f"label: Victim Z\nminor: {SCRIPTS[0]}x\n"),
        (PEOPLE, "label: Victim Z\n", f"label: Victim Z\n{SCRIPTS[1]}x: y\n"),
        (PEOPLE, "label: Victim Z\n", f"label: Victim Z\nwhen: {{after: {SCRIPTS[2]}x}}\n"),
        (PEOPLE, "cite: courier/named", f"cite: courier/{SCRIPTS[3]}x"),
        (PEOPLE, "cite: courier/hidden", f"cite: courier/{SCRIPTS[0]}x"),
        (PEOPLE, "edition=internal}", f"edition=internal .{SCRIPTS[0]}x}}"),
        (SOURCE, "in the margin says that", f"in the margin said {SCRIPTS[4]}x that"),
        (SOURCE, "The reporter met", f"The reporter knew {SCRIPTS[0]}x and met"),
        ("evidence/diary/source.yml", "credibility: 3", f"credibility: {SCRIPTS[1]}x"),
        ("evidence/diary/source.yml", "file: page.txt", f"file: {SCRIPTS[1]}x.txt"),
    ],
)
def test_no_message_quotes_a_canary(canary: Path, form: str, file: str, old: str, new: str) -> None:
    """Also where it stands in a word of its own, which no list of names has."""
    path = canary / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    try:
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        done = dossier(canary, "check", "--format", form)
    finally:
        path.write_text(before, encoding="utf-8")
    assert done.code == 1
    assert not found(
        iter(
            [
                (
                    "message",
                    json.dumps(json.loads(done.out), ensure_ascii=False) if form == "json" else done.out + done.err,
                )
            ]
        )
    )
