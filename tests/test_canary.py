"""One case with a canary in every field a case can carry: no byte of a wider edition, and no message, may hold one.

The fields are read from the code: a key that is new must be given a canary here, or a reason why it can hold none.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import json
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from followthemoney import model

from dossier import loading
from dossier.case import entities, screenings, sources
from dossier.case.model import COLOURS, SECTIONS, STATEMENT_OF_REASONS
from dossier.checking.run import check_case
from dossier.evidence.custody import Origin, Transfer, record, with_transfer
from dossier.ftm import NOT_IN_CASES
from dossier.look import design
from dossier.pack import pack
from dossier.problems import Problems
from dossier.regimes import loading as regimes
from tests.cases import dossier, pin, write_case
from tests.released import everything
from tests.reviews import Keys, allow, review
from tests.rewording import told_in_other_words
from tests.test_screening import HALVIK, LIST, judge, screened

# Latin, Cyrillic, Greek, Arabic, Chinese: words that stand nowhere else
SCRIPTS = ("Qwyxalor", "Жъфщалор", "Ξψφαλορ", "ظغثقلور", "龘鱻麤灪")
ALL = " ".join(SCRIPTS)
PEOPLE, SOURCE, DIARY = "entities/people.yml", "evidence/courier/source.yml", "evidence/diary/source.yml"
EDITIONS = ("public", "partners", "authority", "internal")

# Every key of the case format: `canary` where this case has one under it, or why it can hold none.
CANARY = "canary"
CLOSED = "one of a list of words, a number or a date"
IDS = "ids and addresses of the case; an id with a withheld name is an error"
OWN = "the publisher's own"
LAW = "law: of no person; a name in it stops the build (leak-found)"
BELOW = "a mapping, whose keys stand below"
KEYS: dict[tuple[str, ...], dict[str, str]] = {
    loading.CASE_KEYS: {
        "not_names": CANARY, "author": IDS, **dict.fromkeys(("sections", "reviewers", "design", "policy"), BELOW),
        **dict.fromkeys(("format", "release", "as_of", "language", "regimes", "editions"), CLOSED),
        **dict.fromkeys(("name", "prefix", "title", "publisher", "base_url"), OWN),
    },
    ("name", "url", "country", "contact"): dict.fromkeys(("name", "url", "country", "contact"), OWN),
    ("sources_per_act", "recency_years", "approvals"):
        dict.fromkeys(("sources_per_act", "recency_years", "approvals"), CLOSED),
    loading.REVIEWER_KEYS: {"name": CANARY, "role": "what prints instead", "edition": CLOSED},
    design.DESIGN_KEYS: {"logo": BELOW, "colours": BELOW},
    design.LOGO_KEYS: {"file": "a name on disk that does not leave", "alt": CANARY},
    tuple(COLOURS): dict.fromkeys(COLOURS, CLOSED),
    (*SECTIONS, STATEMENT_OF_REASONS): {**dict.fromkeys(SECTIONS, CANARY), STATEMENT_OF_REASONS: CANARY},
    entities.ENTITY_KEYS: {
        **dict.fromkeys(("withhold", "note", "does_not_say"), CANARY), "label": "what prints instead", "author": IDS,
        **dict.fromkeys(("id", "cite"), IDS),
        **dict.fromkeys(("consent", "properties", "dossier", "offices", "acts", "when", "also_borne_by"), BELOW),
        **dict.fromkeys(("schema", "person", "minor", "edition", "publish", "attribution"), CLOSED),
    },
    entities.VALUE_KEYS: {
        **dict.fromkeys(("value", "derived", "note"), CANARY), "author": IDS, "cite": IDS,
        **dict.fromkeys(("lang", "edition"), CLOSED),
    },
    entities.OFFICE_KEYS: {
        **dict.fromkeys(("status", "derived", "note"), CANARY), "author": IDS, "post": IDS, "cite": IDS,
        **dict.fromkeys(("seen", "from", "to", "edition"), CLOSED),
    },
    entities.ACT_KEYS: {
        **dict.fromkeys(("role", "does_not_say", "note"), CANARY), "author": IDS, "act": IDS, "cite": IDS,
        **dict.fromkeys(("attribution", "date", "edition"), CLOSED),
    },
    entities.DOSSIER_KEYS: {
        **dict.fromkeys(("summary", "gap", "mitigating"), CANARY), "author": IDS, "context": IDS,
        **dict.fromkeys(("not_relied_on", "reply", "findings", "sections"), BELOW),
    },
    entities.FINDING_KEYS: {
        "because": CANARY, "needs": CANARY, "finding": CLOSED,
        **dict.fromkeys(("acts", "cite", "read", "author"), IDS),
    },
    ("name", "by", "because"): {"name": CANARY, "by": IDS, "because": CANARY},
    ("act", "because"): {"act": IDS, "because": CANARY},
    ("status", "because"): {"status": CLOSED, "because": CANARY},
    ("status", "read"): {"status": CLOSED, "read": IDS},
    ("after", "before"): {"after": CLOSED, "before": CLOSED},
    ("scope", "with", "date", "withdrawn"): {"with": CANARY, **dict.fromkeys(("scope", "date", "withdrawn"), CLOSED)},
    sources.SOURCE_KEYS: {
        **dict.fromkeys(("properties", "capture", "captures", "assessment", "excerpts", "independent"), BELOW),
        "origin": IDS, "relies_on": IDS, "author": IDS,
        **dict.fromkeys(("schema", "edition", "public", "hostile"), CLOSED),
    },
    sources.CAPTURE_KEYS: {
        **dict.fromkeys(("method", "url", "archive_url", "note"), CANARY),
        "file": "a withheld name in it is an error (id-names-withheld)",
        **dict.fromkeys(("media_type", "captured_at", "encoding"), CLOSED),
    },
    sources.EXCERPT_KEYS: {
        **dict.fromkeys(("quote", "prefix", "suffix", "note"), CANARY), "author": IDS, "translations": BELOW,
        **dict.fromkeys(("capture", "speech", "edition"), CLOSED),
    },
    ("of", "because"): {"of": IDS, "because": CANARY},
    ("reliability", "credibility", "because"): {"because": CANARY, "reliability": CLOSED, "credibility": CLOSED},
    ("lang", "text", "by"): {"text": CANARY, "by": CANARY, "lang": CLOSED},
    ("verdicts",): {"verdicts": BELOW},
    screenings.VERDICT_KEYS: {"by": CANARY, "because": CANARY, **dict.fromkeys(("verdict", "record", "when"), CLOSED)},
    regimes.REGIME_KEYS: dict.fromkeys(regimes.REGIME_KEYS, LAW),
    regimes.ELEMENT_KEYS: dict.fromkeys(regimes.ELEMENT_KEYS, LAW),
    regimes.HEADING_KEYS: dict.fromkeys(regimes.HEADING_KEYS, LAW),
    ("text", "reference", "verified"): dict.fromkeys(("text", "reference", "verified"), LAW),
    ("title",): {"title": LAW},
}  # fmt: skip
# How the readers call a set of keys that they are handed.
HANDED = {"known": (*SECTIONS, STATEMENT_OF_REASONS)}


def key_sets() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every set of keys with which a mapping of a case is read, and where."""
    root = Path(loading.__file__).parent
    for path in sorted(root.rglob("*.py")):
        module = ".".join(("dossier", *path.relative_to(root).with_suffix("").parts))
        code = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)) if "Fields(" in code else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fields":
                known = ast.Expression(node.args[2])
                names = {**HANDED, **vars(importlib.import_module(module))}
                yield f"{module}:{node.lineno}", tuple(eval(compile(known, module, "eval"), names))


@pytest.mark.parametrize(("where", "keys"), [*key_sets()])
def test_every_key_of_the_case_format_is_thought_of(where: str, keys: tuple[str, ...]) -> None:
    assert keys in KEYS, f"{where} reads keys that nobody thought of: {keys}"
    missing = {*keys} - {*KEYS[keys]}
    assert not missing, f"give these a canary, or a reason: {missing}"


def test_what_is_said_to_hold_a_canary_holds_one(canary: Path) -> None:
    files = [path.read_text(encoding="utf-8") for path in canary.rglob("*.yml")]
    held = {key for text in files for row in yaml.safe_load_all(text) for key in _held(row)}

    assert {key for keys in KEYS.values() for key, why in keys.items() if why == CANARY} <= held


def _held(row: Any) -> Iterator[str]:
    """The keys of a mapping below which, and no further mapping between, a canary stands."""
    if isinstance(row, list):
        for item in row:
            yield from _held(item)
    elif isinstance(row, dict):
        for key, value in row.items():
            rows = value if isinstance(value, list) else [value]
            if any(script in text for text in rows if isinstance(text, str) for script in SCRIPTS):
                yield key
            yield from _held(value)


def words(script: int) -> str:
    return SCRIPTS[script % len(SCRIPTS)]


# What fills a property, by its FtM type.
TEXTS = ("name", "text", "string", "html", "address")
LATIN = {
    "identifier": "QWYXALOR77", "email": "qwyxalor@qwyxalor.example", "url": "https://qwyxalor.example/qwyxalor",
    "phone": "+77019900733", "ip": "203.0.113.199", "checksum": "990077331abcdef990077331abcdef9900773319",
    "json": f'{{\\"{SCRIPTS[0]}\\": 1}}',
}  # fmt: skip
# Of identifiers with a check digit only such are taken; each stands nowhere else.
CHECKED = {
    "bic": "QWYXKZ2A", "figi": "BBG00QWYXL09", "iban": "KZ31125KZT5099007733", "imo": "IMO9988771",
    "inn": "9900773313", "isin": "XS9900773003", "lei": "9900QWYXALOR77000088", "npi": "1990077335",
    "ogrn": "9900773314410", "ssn": "219097733", "uei": "QWYXL77331K4", "uscc": "91990077QWYX77330J",
    "wikidata": "Q990077331441",
}  # fmt: skip
NUMBERS = (LATIN["phone"], LATIN["ip"], LATIN["checksum"], *CHECKED.values())
# Types of which a value is one of a list, a number, a date or an id of the case.
CLOSED_TYPES = ("country", "date", "entity", "gender", "language", "mimetype", "number", "topic")
DATE = "2020-02-02"


def things() -> list[str]:
    """The schemata a case can hold, those that others refer to first. An act link is written by shorthand."""
    found = (schema for schema in model if not schema.abstract and not schema.is_a("Document"))
    usable = (schema for schema in found if schema.name not in (*NOT_IN_CASES, "UnknownLink"))
    return [schema.name for schema in sorted(usable, key=lambda schema: (bool(schema.edge), schema.name))]


def properties(schema: str, start: int, without: Iterable[str] = ()) -> str:
    """Every property of a schema, each with a canary; with a reference or a date where one is required."""
    rows, number = [], start
    ends = [prop.name for prop in (model[schema].source_prop, model[schema].target_prop) if prop]
    for name, prop in sorted(model[schema].properties.items()):
        kind = prop.type.name
        if prop.stub or name in without:
            continue
        if kind in TEXTS:
            value = words(number) if prop.max_length < 40 else f"{words(number)} {words(number + 1)}"
            number += 1
        elif kind in LATIN or prop.format:
            value = f'"{CHECKED[prop.format] if prop.format else LATIN[kind]}"'
        elif name in (*model[schema].required, *ends):
            value = reference(prop.range.name) if prop.range else DATE
        else:
            assert kind in CLOSED_TYPES, f"{schema}:{name}: nobody thought of {kind}"
            continue
        rows.append(f"  {name}: {{value: {value}, note: {words(2)}, derived: {words(3)}}}")
    return "\n".join(rows) + "\n"


def reference(range_: str) -> str:
    """Something of the case that a property of this range may refer to."""
    if model[range_].is_a("Document"):
        return "diary"
    return next(f"hidden-{name.lower()}" for name in things() if model[name].is_a(range_))


def hidden_thing(schema: str, number: int) -> str:
    """An internal entity of a schema, with a canary in all that it can say."""
    person = "person: other\n" if schema == "Person" else ""
    rows = properties(schema, number, ("status",) if schema == "Sanction" else ())
    status = "  status: active\n" if schema == "Sanction" else ""
    return (
        f"---\nid: hidden-{schema.lower()}\nschema: {schema}\nedition: internal\nlabel: something\n{person}"
        f"cite: courier/hidden\nnote: {words(number)}\nproperties:\n{rows}{status}"
    )


def hidden_source(root: Path, schema: str, number: int) -> None:
    """An internal source of a schema, with a canary in all that it can say, and a custody record with more."""
    folder = root / f"evidence/diary-{schema.lower()}" if schema != "Article" else root / "evidence/diary"
    folder.mkdir()
    words_ = f"{ALL} wrote this diary in the winter of that year.\n".encode()
    (folder / "page.txt").write_bytes(words_)
    address = "https://qwyxalor.example/diary"
    (folder / "source.yml").write_text(
        f"schema: {schema}\norigin: velta-courier\nedition: internal\nproperties:\n{properties(schema, number)}"
        f"capture: {{file: page.txt, method: {words(1)}, note: {words(2)}, url: '{address}#{words(3)}', "
        f"archive_url: '{address}/kept#{words(4)}'}}\n"
        f"assessment: {{reliability: C, credibility: 3, because: {words(4)}}}\n"
        f"excerpts:\n  winter: {ALL} wrote this diary in the winter of that year.\n",
        encoding="utf-8",
    )
    stated = {"title": words(0), "author": words(1), "translator": words(2)}
    origin = Origin(words(3), "2025-01-01", "2025-01-01T00:00:00+00:00", collector=words(4), stated=stated, name=ALL)
    custody = record(origin, "page.txt", words_, "text/plain", words_, "text")
    handed = Transfer(words(0), words(1), "2025-01-02", words(2))
    (folder / "custody.c1.json").write_bytes(with_transfer(custody, handed, "2025-01-02T00:00:00+00:00"))


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_case(tmp_path_factory.mktemp("canary") / "case")
    write_people(root)
    write_courier(root)
    documents = [schema.name for schema in model if schema.is_a("Document") and not schema.abstract]
    for number, schema in enumerate(sorted(documents)):
        hidden_source(root, schema, number)
    (root / "logo.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{ALL}</title><desc>{ALL}</desc>'
        '<circle cx="4" cy="4" r="4"/></svg>'
    )
    (root / "templates").mkdir()
    (root / "templates/house.html").write_text(
        "{% block letterhead %}<p>{{ document.title }} {{ document.person }} {{ document.publisher }}</p>{% endblock %}"
        "{% block summary %}{% for each in passages %}<p>{{ each.text }}</p>{% endfor %}{% endblock %}"
        "{% block act %}<p>{{ act.when }} {{ act.actor }} {{ act.ties }}</p>"
        "{% for each in act.facts %}<p>{{ each.label }} {{ each.text }}</p>{% endfor %}"
        "{% for each in act.quotations %}<p>{{ each }}</p>{% endfor %}{% endblock %}"
    )
    sections = "".join(
        f"  {name}: |\n    Read {ALL}. {{.analysis edition=internal}}\n\n    Ask {ALL}. {{.analysis}}\n"
        for name in SECTIONS
    )
    with (root / "case.yml").open("a", encoding="utf-8") as file:
        file.write(
            f"editions: [{', '.join(EDITIONS)}]\nnot_names: [{words(0)}]\nsections:\n{sections}"
            f"design: {{logo: {{file: logo.svg, alt: {ALL}}}}}\n"
            f"reviewers: {{anna: {{name: {ALL}, role: counsel}}}}\n"
        )
    pinned = pin(root)
    assert pinned.code == 0, pinned.out
    screened(root, HALVIK)
    assert judge(root, "different", "--by", words(0), "--because", ALL, "--when", "2026-11-21") == 0
    keys = Keys(tmp_path_factory.mktemp("keys"))
    allow(root, keys.line("anna"))
    review(root, keys, "anna", "approve", "halvik/name/1", "halvik/finding/eu-ghr/assembly", "--note", ALL)
    return root


def write_people(root: Path) -> None:
    """A victim by every property, something of each schema, and canaries in all that is said of a nominee."""
    names = "".join(
        f"    - {{value: {one} {other}, lang: eng}}\n"
        for one, other in zip(SCRIPTS, SCRIPTS[1:] + SCRIPTS[:1], strict=True)
    )
    with (root / PEOPLE).open("a", encoding="utf-8") as file:
        file.write(
            f"---\nid: victim-9\nschema: Person\nperson: victim\nlabel: Victim Z\nwithhold: [{', '.join(SCRIPTS)}]\n"
            f"consent: {{scope: share, with: {words(1)}, date: 2025-01-01}}\nnote: {words(0)}\n"
            f"also_borne_by: {{name: {words(0)}, by: halvik, because: {words(1)}}}\n"
            f"cite: courier/named\nproperties:\n  alias:\n{names}" + properties("Person", 0, ["alias"])
        )
        file.writelines(hidden_thing(schema, number) for number, schema in enumerate(things()))
    text = (root / PEOPLE).read_text(encoding="utf-8")
    for old, new in (
        (
            "  - act: beating-2024\n",
            f"  - act: search-2024\n    attribution: unnamed\n    edition: internal\n    role: {words(0)} said\n"
            f"    does_not_say: {words(1)}\n    note: {words(2)}\n    cite: courier/hidden\n  - act: beating-2024\n"
            f"    does_not_say: what {ALL} saw\n    note: {ALL}\n",
        ),
        ("  context: [search-2024]\n", f"  not_relied_on: {{act: search-2024, because: {ALL} was not there.}}\n"),
        (
            "offices:\n",
            f"offices:\n  - {{post: interior-minister, edition: internal, status: {words(3)}, derived: {words(4)}, "
            f"note: {words(0)}}}\n",
        ),
        (
            "    Whether he knew",
            f"    {ALL} met him. {{.analysis edition=internal}}\n\n    {ALL} says so. {{.analysis}}\n\n"
            "    Whether he knew",
        ),
        ("    1. The written order", f"    1. What {ALL} knows.\n    2. The written order"),
        ("  mitigating: |\n", f"  mitigating: |\n    {ALL} told us. {{.analysis}}\n\n"),
        ("because: reprisal risk", f"because: reprisals against {ALL}"),
        ("because: He ordered the square to be cleared.", f"because: He ordered it, says {ALL}."),
        ("needs: A second origin.", f"needs: A second origin than {ALL}."),
        (
            "  findings:\n",
            f"  sections:\n    statement-of-reasons: |\n      So {ALL} said. [@courier/order]\n  findings:\n",
        ),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (root / PEOPLE).write_text(text, encoding="utf-8")


def write_courier(root: Path) -> None:
    """What the newspaper says of the victim, and what stands in a margin that the internal edition alone shows."""
    named = f"The reporter met {' and '.join(SCRIPTS)} in the square that night, and wrote it down."
    hidden = f"A note in the margin says that {words(0)} and {words(1)} had been there before."
    capture = root / "evidence/courier/capture.txt"
    capture.write_text(f"{capture.read_text(encoding='utf-8')}\n{named}\n\n{hidden}\n", encoding="utf-8")
    source = (
        (root / SOURCE)
        .read_text(encoding="utf-8")
        .replace("because: A newspaper", f"because: {ALL} wrote in it. A newspaper")
    )
    excerpts = (
        f"  named:\n    quote: {named}\n    note: {ALL} is named.\n"
        f"    translations: [{{lang: fra, text: '{ALL} était là.', by: {words(4)}}}]\n"
        f"  beside:\n    quote: in the square that night\n    prefix: '{words(4)} '\n    suffix: ', and wrote'\n"
        f"  before:\n    quote: had been there\n    prefix: 'and {words(1)} '\n    suffix: ' before'\n"
        "    edition: internal\n"
        f"  met:\n    quote: The reporter met\n    suffix: ' {words(0)}'\n"
        f"  hidden:\n    edition: internal\n    quote: {hidden}\n    note: {words(2)}\n"
        f"    translations: [{{lang: fra, text: {words(3)}, by: {words(4)}}}]\n"
    )
    (root / SOURCE).write_text(source + excerpts, encoding="utf-8")


@pytest.fixture(scope="module")
def digests(canary: Path) -> dict[str, set[str]]:
    """For each edition, the digests of claims of the case whose words it does not show as they are."""
    problems = Problems()
    checked = check_case(canary, problems)
    assert checked is not None
    whole = {claim.digest for claim in checked.claims.values()}
    views = {edition: checked.view(edition, problems) for edition in EDITIONS}
    altered = {edition: whole - {claim.digest for claim in view.claims.values()} for edition, view in views.items()}
    assert checked.claims["halvik/finding/eu-ghr/assembly"].digest in altered["public"]
    return {**altered, "internal": set()}


def found(texts: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which canaries stand where."""
    return {
        (where, script)
        for where, text in texts
        for script in (*SCRIPTS, *NUMBERS)
        if script.casefold() in unicodedata.normalize("NFC", text).casefold()
    }


# The widest and those between it and the narrowest take a quarter of a minute more.
@pytest.mark.parametrize(
    "edition", [EDITIONS[0], *(pytest.param(edition, marks=pytest.mark.system) for edition in EDITIONS[1:])]
)
def test_no_canary_comes_out_of_an_edition_that_withholds_it(
    canary: Path, digests: dict[str, set[str]], edition: str
) -> None:
    """Nor does the digest of a claim with the names in it: who guesses them could test the guess."""
    forms = "pdf,html,docx" if edition in (EDITIONS[0], EDITIONS[-1]) else "pdf"
    for command in (("build", "--as", forms), ("export",)):
        done = dossier(canary, *command, "--edition", edition)
        assert done.code == 0, done.out
        if edition != "internal":
            assert not found([("message", done.out + done.err)])
    texts = [*everything(canary / "build" / edition)]
    there = found(texts)

    assert not [name for name, text in texts if any(digest in text for digest in digests[edition])]
    if edition != "internal":
        assert not there
        return
    for file in ("entities.ftm.json", "statements.csv", "claims.json"):
        numbers = {*NUMBERS} if file != "claims.json" else set()
        assert {script for where, script in there if where == file} >= {*SCRIPTS} | numbers, file
    for file in ("halvik.pdf", "halvik.html", "halvik.docx"):
        assert {script for where, script in there if where.startswith(file)} >= {*SCRIPTS}, file


@pytest.mark.system  # half a minute, most of it drawing pages that the test above draws too
@pytest.mark.parametrize("edition", EDITIONS[:-1])
def test_no_canary_comes_out_of_what_is_packed_for_an_authority(
    canary: Path, digests: dict[str, set[str]], edition: str, tmp_path: Path
) -> None:
    """The bag and its zip, with approvals and time stamps beside what a dossier carries."""
    problems = Problems()
    checked = check_case(canary, problems)
    assert checked is not None
    assert not problems.errors
    view = checked.view(edition, problems, "eu-ghr")
    packed = pack(dataclasses.replace(view, draft=True), view.entities["halvik"], "eu-ghr", tmp_path)
    texts = [*everything(tmp_path)]

    assert packed.zip.name in {name for name, _ in texts}
    assert not found(texts)
    assert not [name for name, text in texts if any(digest in text for digest in digests[edition])]


MISTAKES = [
    (PEOPLE, "label: Victim Z\n", f"label: Victim Z\nminor: {SCRIPTS[0]}x\n"),
    (PEOPLE, "label: Victim Z\n", f"label: Victim Z\n{SCRIPTS[1]}x: y\n"),
    (PEOPLE, "label: Victim Z\n", f"label: Victim Z\nwhen: {{after: {SCRIPTS[2]}x}}\n"),
    (PEOPLE, "cite: courier/named", f"cite: courier/{SCRIPTS[3]}x"),
    (PEOPLE, "cite: courier/hidden", f"cite: courier/{SCRIPTS[0]}x"),
    (PEOPLE, "edition=internal}", f"edition=internal .{SCRIPTS[0]}x}}"),
    (SOURCE, "in the margin says that", f"in the margin said {SCRIPTS[4]}x that"),
    (SOURCE, "The reporter met", f"The reporter knew {SCRIPTS[0]}x and met"),
    (DIARY, "credibility: 3", f"credibility: {SCRIPTS[1]}x"),
    (DIARY, "file: page.txt", f"file: {SCRIPTS[1]}x.txt"),
]


def break_it(root: Path, file: str, old: str, new: str) -> None:
    """Make one mistake."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def copy(canary: Path, tmp_path: Path) -> Path:
    """The case, to be broken."""
    return shutil.copytree(canary, tmp_path / "case", ignore=shutil.ignore_patterns("build"))


@pytest.mark.parametrize(("file", "old", "new"), MISTAKES)
def test_no_message_quotes_a_canary(copy: Path, file: str, old: str, new: str) -> None:
    """Also where it stands in a word of its own, which no list of names has."""
    break_it(copy, file, old, new)
    done = dossier(copy, "check")

    assert done.code == 1
    assert not found([("message", done.out + done.err)])


def test_rewording_every_message_lets_no_canary_out(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file, old, new in MISTAKES:
        break_it(copy, file, old, new)
    _, after = told_in_other_words(copy, monkeypatch)

    assert len(after) > len(MISTAKES) // 2
    assert not found([("message", str(problem)) for problem in after])


def test_no_command_quotes_a_canary_of_a_broken_case(copy: Path, tmp_path: Path) -> None:
    for file, old, new in MISTAKES:
        break_it(copy, file, old, new)
    (copy / "evidence/courier/custody.c1.json").write_text(json.dumps({"format": ALL}))
    (copy / "screening/other.json").write_text(ALL)
    (copy / "screening" / f"{LIST}.yml").write_text(f"verdicts: {{{words(0)}x: {words(1)}}}\n", encoding="utf-8")
    (copy / "reviews/anna/broken.json").write_text(ALL)
    (tmp_path / "entities.ftm.json").write_text(json.dumps({"id": "a", "schema": ALL}) + "\n")
    (tmp_path / "list.ftm.json").write_text(json.dumps({"id": "a", "schema": ALL}) + "\n")
    commands = [
        ["check", "--format", "json"],
        ["check", "--format", "github"],
        ["build", "--format", "github"],
        ["export", "--format", "json"],
        ["pin"],
        ["assess"],
        ["excerpt", "courier", "nobody said these words", "--format", "json"],
        ["capture", str(tmp_path / "nothing.txt")],
        ["import", str(tmp_path / "entities.ftm.json"), "--origin", "velta-courier"],
        ["screen", str(tmp_path / "list.ftm.json")],
        ["review", "status"],
        ["review", "approve", "halvik/name/1", "--as", "anna"],
    ]
    for command in commands:
        done = dossier(copy, *command)
        said = done.out + done.err
        assert done.code == 1 or command[0] == "review", command
        assert "Traceback" not in said, command
        assert not found([("message", said), ("decoded", json.dumps(said))]), command


ASKED = [
    ["build", "ilva-brandt"],
    ["assess", "--person", "ilva-brandt"],
    ["assess", "--person", "ilva-brandt", "--format", "json"],
    ["export", "--since", "published/ilva-brandt"],
    ["excerpt", "ilva-brandt", "nobody said these words", "--format", "github"],
    ["capture", "brandt_statement.txt"],
    ["capture", "--retext", "ilva-brandt"],
    ["import", "brandt_list.ftm.json", "--origin", "velta-courier"],
    ["screen", "brandt_list.ftm.json"],
    ["stamp", "ilva-brandt", "--tsa", "https://tsa.example"],
    ["stamp", "--tsa", "https://ilva-brandt.tsa.invalid/"],
    ["names", "ilva-brandt"],
    ["verdict", "ilva-brandt", "halvik", "Q1", "same", "--by", "A", "--because", "b"],
    ["check", "--online", "--contact", "ilva-brandt"],
    ["check", "--leaks", "brandt_letter.pdf"],
    ["preview", "ilva-brandt"],
    ["review", "approve", "ilva-brandt/name/1", "--as", "anna"],
    ["review", "status", "--as", "ilva-brandt", "--format", "github"],
]


@pytest.mark.parametrize("command", ASKED, ids=[" ".join(command[:2]) for command in ASKED])
def test_no_message_repeats_a_name_that_was_asked_for(command: list[str], tmp_path: Path) -> None:
    """What somebody typed, in an id or a file name, may stand in a log that many read."""
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    done = dossier(root, *command)

    assert done.code == 1 or command[:2] == ["review", "status"], done.out + done.err
    assert "randt" not in done.out + done.err


def test_no_message_repeats_the_name_of_a_file_that_stands_in_the_way(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    strange = root / "build/public/export/brandt_statement.txt"
    strange.parent.mkdir(parents=True)
    strange.write_text("", encoding="utf-8")
    for edition in EDITIONS[0], EDITIONS[-1]:
        done = dossier(root, "export", "--edition", edition, "--out", str(root / "build"))
        assert "randt" not in done.out + done.err
    assert dossier(root, "export").codes() == {"output-unwritable"}


def test_where_case_yml_cannot_be_read_nothing_of_the_rest_is_quoted(tmp_path: Path) -> None:
    """Nobody can say then who is withheld: nor which misspelt name is."""
    root = write_case(tmp_path / "case")
    break_it(root, "case.yml", "format: 1", "format: 2")
    break_it(root, "case.yml", "name: veltania_harbour", "name: [")
    break_it(root, PEOPLE, "label: Victim A", "label: Victim A\nminor: Brantd")
    done = dossier(root, "check")

    assert done.code == 1
    assert "Brantd" not in done.out + done.err
    assert any(problem.file == PEOPLE for problem in done.errors)
