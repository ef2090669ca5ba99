"""The programs that others point at a publication take it as it is, and lose nothing: each the real one.

`tools/bootstrap.sh system` puts each into an environment of its own; only loopback is contacted.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from followthemoney import Dataset, StatementEntity

from dossier.ftm import is_reference
from tests.cases import assert_told, change, dossier
from tests.test_export import Entities, by_ftm, copy_shipped, read

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
DATASET = "kz_womens_rights"
TARGETS = 6
DOSAYEV = "kz-womens-rights-dosayev"


def program(name: str, command: str) -> str:
    """A command of a program in its own environment."""
    path = ROOT / f".venv-{name}" / "bin" / command
    assert path.is_file(), f"run: bash tools/bootstrap.sh system ({path.name} is missing)"
    return str(path)


def ran(*args: str, cwd: Path, **env: str) -> str:
    """What a command printed; it must have ended well."""
    whole = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")} | env
    done = subprocess.run(args, cwd=cwd, env=whole, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def documented(section: str, language: str) -> str:
    """The first example in a section of docs/export.md, word for word."""
    page = (ROOT / "docs/export.md").read_text(encoding="utf-8")
    return page.split(f"\n### {section}\n", 1)[1].split(f"```{language}\n", 1)[1].split("```", 1)[0]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def served(handler: Callable[..., SimpleHTTPRequestHandler]) -> Iterator[str]:
    """A server on loopback; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def site(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A web server with release 1 in `data/` and, in `next/`, release 2 with one act renamed, one added, one gone."""
    folder = tmp_path_factory.mktemp("site")
    with served(partial(Quiet, directory=str(folder))) as address:
        assert dossier(shipped, "export", "--base-url", f"{address}/data").code == 0
        shutil.copytree(shipped / "build/public/export", folder / "data")
        case = folder.parent / "second"
        shutil.copytree(shipped, case, ignore=shutil.ignore_patterns("build"))
        change(case, "case.yml", "release: 1", "release: 2")
        with (case / "entities/added.yml").open("w") as file:
            file.write("id: added-post\nschema: Position\nproperties: {name: An added post}\n")
        options = ("--base-url", f"{address}/next", "--since", str(folder / "data"))
        result = dossier(case, "export", *options)
        assert result.code == 0, result.out
        shutil.copytree(case / "build/public/export", folder / "next")
        yield folder, address


@pytest.fixture(scope="module")
def public(site: tuple[Path, str]) -> Path:
    return site[0] / "data"


# ------------------------------------------------------------------------------------------------------ followthemoney


def test_ftm_keeps_every_value_through_its_commands(public: Path, tmp_path: Path) -> None:
    ftm, entities = str(Path(sys.executable).with_name("ftm")), str(public / "entities.ftm.json")
    ran(ftm, "validate", "-i", entities, "-o", "validated.json", cwd=tmp_path)
    ran(ftm, "statements", "-d", DATASET, "-f", "csv", "-o", "statements.csv", entities, cwd=tmp_path)
    for source, goal in ((tmp_path / "statements.csv", "again.json"), (public / "statements.csv", "own.json")):
        ran(ftm, "aggregate-statements", "-i", str(source), "-o", goal, "-d", DATASET, cwd=tmp_path)

    whole = read(public)
    assert len(whole) > 100
    for name in ("validated.json", "again.json", "own.json"):
        assert by_ftm((tmp_path / name).read_bytes()) == whole, name


# ------------------------------------------------------------------------------------------------------- nomenklatura


def test_nomenklatura_finds_our_person_on_a_list_and_merges_nothing_away(public: Path, tmp_path: Path) -> None:
    """`nk xref` decides by itself above a threshold; `nk apply` then rewrites ids, and loses no value."""
    listed = {"id": "list-1", "schema": "Person", "datasets": ["list"],
              "properties": {"name": ["DOSAYEV, Erbolat"], "country": ["kz"]}}  # fmt: skip
    both = tmp_path / "both.json"
    both.write_bytes((public / "entities.ftm.json").read_bytes() + json.dumps(listed).encode() + b"\n")
    database = f"sqlite:///{tmp_path / 'resolver.db'}"
    nk = partial(ran, program("nomenklatura", "nk"), cwd=tmp_path, NOMENKLATURA_DB_URL=database)

    nk("xref", "--auto-threshold", "0.75", str(both))
    nk("apply", "-o", str(tmp_path / "applied.json"), str(both))

    given, applied = lines(both), lines(tmp_path / "applied.json")
    canonical = {row["id"]: out["id"] for row, out in zip(given, applied, strict=True)}
    assert canonical[DOSAYEV] == canonical["list-1"] not in (DOSAYEV, "list-1"), "the two are one person now"
    assert {id_ for id_, other in canonical.items() if id_ != other} == {DOSAYEV, "list-1"}, "and nobody else is"
    for row, out in zip(given, applied, strict=True):
        references = {name for name in row["properties"] if is_reference(row["schema"], name)}
        assert out["schema"] == row["schema"]
        assert {prop: set(values) for prop, values in out["properties"].items()} == {
            prop: {canonical[value] for value in values} if prop in references else set(values)
            for prop, values in row["properties"].items()
        }


# ---------------------------------------------------------------------------------------------------------------- ftmq


def test_ftmq_filters_the_entities(public: Path, tmp_path: Path) -> None:
    ftmq, entities = program("ftmq", "ftmq"), str(public / "entities.ftm.json")
    ran(ftmq, "q", "-i", entities, "-o", "persons.json", "-q", "filter:schema=Person", cwd=tmp_path)
    ran(ftmq, "q", "-i", entities, "-o", "all.json", "-d", DATASET, cwd=tmp_path)

    persons = by_ftm((tmp_path / "persons.json").read_bytes())
    assert persons == {id_: row for id_, row in read(public).items() if row[0] == "Person"}
    assert len(persons) == TARGETS
    assert by_ftm((tmp_path / "all.json").read_bytes()) == read(public)


def test_ftmq_fills_a_store_of_its_own_from_the_entities(public: Path, tmp_path: Path) -> None:
    ftmq, store = program("ftmq", "ftmq"), f"sqlite:///{tmp_path / 'store.db'}"
    ran(ftmq, "q", "-i", str(public / "entities.ftm.json"), "-o", store, cwd=tmp_path)
    ran(ftmq, "store", "iterate", "-i", store, "-o", "out.json", cwd=tmp_path)

    assert by_ftm((tmp_path / "out.json").read_bytes()) == read(public)


def test_ftmq_takes_the_index_for_a_dataset(public: Path, tmp_path: Path) -> None:
    ftmq = program("ftmq", "ftmq")
    ran(ftmq, "dataset", "generate", "-i", str(public / "index.json"), "-o", "dataset.json", cwd=tmp_path)
    made, index = (json.loads(path.read_bytes()) for path in (tmp_path / "dataset.json", public / "index.json"))

    for key in ("name", "title", "description", "version", "updated_at", "last_export", "entity_count", "thing_count"):
        assert made[key] == index[key]
    assert made["publisher"]["official"] is False
    assert [(row["name"], row["url"], row["checksum"]) for row in made["resources"]] == [
        (row["name"], row["url"], row["checksum"]) for row in index["resources"]
    ]


# --------------------------------------------------------------------------------------------------------------- yente

LOADED = """
import asyncio, json, sys
from yente.data.manifest import Catalog, Manifest
from yente.data.updater import DatasetUpdater
from yente.search.indexer import iter_entity_docs

async def load(manifest, name, base):
    catalog = await Catalog.load(await Manifest.load(manifest))
    dataset = catalog.require(name)
    updater = await DatasetUpdater.build(dataset, base)
    docs = [doc async for doc in iter_entity_docs(updater, "index")]
    return {"version": dataset.model.version, "incremental": updater.is_incremental, "due": updater.needs_update(),
            "docs": docs}

found = asyncio.run(load(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None))
print(json.dumps(found, default=list))
"""


def yente(manifest: str, folder: Path, base: str | None = None) -> dict[str, Any]:
    """What yente would index: its manifest, catalogue, updater, loader and document builder, without an index."""
    path = folder / "manifest.yml"
    path.write_text(manifest)
    args = [program("yente", "python"), "-c", LOADED, str(path), DATASET, *([base] if base else [])]
    printed = ran(*args, cwd=folder, YENTE_DATA_PATH=str(folder), YENTE_INDEX_TYPE="elasticsearch")
    found: dict[str, Any] = json.loads(printed.strip().split("\n")[-1])
    return found


def manifest(address: str) -> str:
    """The five lines that docs/export.md gives."""
    block = documented("yente", "yaml")
    assert len(block.strip().splitlines()) <= 5
    return block.replace("https://example.org/data", address)


def indexed(found: dict[str, Any]) -> Entities:
    """The entities of yente's documents; a document gives what is left of a deleted one as nothing."""
    rows = {doc["_id"]: doc.get("_source") for doc in found["docs"]}
    return {
        id_: (source["schema"], {prop: set(values) for prop, values in source["properties"].items()})
        for id_, source in rows.items()
        if source
    }


def test_yente_loads_the_publication_over_http_by_the_documented_manifest(
    site: tuple[Path, str], tmp_path: Path
) -> None:
    folder, address = site
    found = yente(manifest(f"{address}/data"), tmp_path)

    assert found["version"] == "20261121000001-pub"
    assert found["due"] is True
    assert found["incremental"] is False
    assert indexed(found) == read(folder / "data")
    dosayev = next(doc["_source"] for doc in found["docs"] if doc["_id"].endswith("-dosayev"))
    assert dosayev["target"] is True
    assert {"erbolat", "dosayev"} <= set(dosayev["name_parts"])


def test_yente_takes_a_file_by_its_path(public: Path, tmp_path: Path) -> None:
    found = yente(
        f"datasets:\n  - name: {DATASET}\n    title: A case\n    path: {public / 'entities.ftm.json'}\n", tmp_path
    )

    assert indexed(found) == read(public)


def test_yente_goes_on_by_the_delta(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    found = yente(manifest(f"{address}/next"), tmp_path, "20261121000001-pub")

    assert (found["due"], found["incremental"]) == (True, True)
    assert [doc["_id"] for doc in found["docs"]] == ["kz-womens-rights-added-post"]
    assert {**read(folder / "data"), **indexed(found)} == read(folder / "next")

    older = yente(manifest(f"{address}/next"), tmp_path, "20261120000001-pub")
    assert older["incremental"] is False
    assert indexed(older) == read(folder / "next")
    assert yente(manifest(f"{address}/next"), tmp_path, "20261121000002-pub")["due"] is False


def test_yente_refuses_entities_that_are_not_what_the_index_says(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    shutil.copytree(folder / "data", folder / "spoilt")
    for path in (folder / "spoilt").glob("*.json"):
        path.write_text(path.read_text(encoding="utf-8").replace(f"{address}/data", f"{address}/spoilt"))
    with (folder / "spoilt/entities.ftm.json").open("a") as file:
        file.write("\n")

    with pytest.raises(AssertionError, match="ChecksumError"):
        yente(manifest(f"{address}/spoilt"), tmp_path)


# ------------------------------------------------------------------------------------------------ a crawler, and Aleph


class Crawl:
    """What a crawler of OpenSanctions is given, with FtM's own entities: its runner is no package that can be had."""

    def __init__(self, data_url: str, folder: Path) -> None:
        self.data_url, self.folder = data_url, folder
        self.emitted: list[StatementEntity] = []

    def fetch_resource(self, name: str, url: str) -> Path:
        """Download a file, once."""
        (self.folder / name).write_bytes(httpx.get(url).raise_for_status().content)
        return self.folder / name

    def make(self, schema: str) -> StatementEntity:
        """An entity that cleans every value it is given."""
        return StatementEntity(Dataset({"name": "crawled", "title": "Crawled"}), {"schema": schema})

    def emit(self, entity: StatementEntity) -> None:
        """Keep it."""
        self.emitted.append(entity)


def test_the_documented_crawler_takes_every_value(site: tuple[Path, str], tmp_path: Path) -> None:
    folder, address = site
    code: dict[str, Any] = {}
    exec(documented("An OpenSanctions crawler", "python"), code)
    context = Crawl(f"{address}/data/entities.ftm.json", tmp_path)
    code["crawl"](context)

    found = {e.id: (e.schema.name, {p: set(values) for p, values in e.properties.items()}) for e in context.emitted}
    assert found == read(folder / "data")


class Aleph(SimpleHTTPRequestHandler):
    """As much of Aleph's API as an upload asks for; keeps what it is sent."""

    sent: list[tuple[str, dict[str, Any]]] = []  # noqa: RUF012 - a handler is made for every request

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        """No collection has that foreign id yet."""
        self._answer({"results": [], "total": 0, "limit": 10, "offset": 0})

    def do_POST(self) -> None:
        """A collection is made, or entities are written."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"] == "ApiKey key"
        self.sent += [(self.path, row) for row in (body if isinstance(body, list) else [body])]
        self._answer({"id": "7", "foreign_id": DATASET})

    def _answer(self, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def test_aleph_is_sent_every_value_by_the_documented_command(public: Path) -> None:
    name, *args = documented("Aleph", "console").split("\n")[0].removeprefix("$ ").split()
    with served(Aleph) as address:
        known = {"https://aleph.example.org": address, "…": "key"}
        ran(program("alephclient", name), *(known.get(arg, arg) for arg in args), cwd=public)

    (_, collection), *rows = Aleph.sent
    assert collection["foreign_id"] == DATASET
    assert {path.split("?")[0] for path, _ in rows} == {"/api/2/collections/7/_bulk"}
    sent = {row["id"]: (row["schema"], {prop: set(v) for prop, v in row["properties"].items()}) for _, row in rows}
    assert sent == read(public)


# ---------------------------------------------------------------------------------------------------------- the stores


def postgres_folder() -> Path:
    """Where initdb is: Debian keeps it off the path."""
    found = [Path(name).resolve() for name in [shutil.which("initdb")] if name]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "run: bash tools/bootstrap.sh system (PostgreSQL is missing)"
    return found[0].parent


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A cluster of our own on a socket of our own, run by an unprivileged user; its address with a password."""
    programs = postgres_folder()
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # where others may go, and short: the name of a socket is limited
    user: dict[str, Any] = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("nobody")
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        os.chown(folder, account.pw_uid, account.pw_gid)
    (folder / "password").write_text("se@cret")
    (folder / "password").chmod(0o644)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    run = partial(subprocess.run, cwd=folder, env=env, check=True, capture_output=True, timeout=120, **user)
    run([str(programs / "initdb"), "-D", "data", "-U", "me", "-A", "scram-sha-256", "--pwfile=password", "-N"])
    command = [str(programs / "postgres"), "-D", "data", "-k", str(folder), "-c", "listen_addresses=", "-F"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, **user)
    try:
        ready = [str(programs / "pg_isready"), "-h", str(folder), "-q"]
        for _ in range(300):
            if subprocess.run(ready, env=env, check=False).returncode == 0:
                break
            assert server.poll() is None, (folder / "log").read_text()
            threading.Event().wait(0.1)
        yield f"postgresql://me:se%40cret@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        server.wait(timeout=60)
        shutil.rmtree(folder)


def stored(uri: str) -> dict[str, set[tuple[str, str, str, str, str]]]:
    """The statements of a database by dataset, read with SQLAlchemy alone."""
    from sqlalchemy import create_engine, text

    engine = create_engine(uri)
    found = defaultdict(set)
    with engine.connect() as connection:
        for row in connection.execute(text("SELECT dataset, id, entity_id, prop, value, lang FROM statement")):
            found[row[0]].add((row[1], row[2], row[3], row[4], row[5] or ""))
    engine.dispose()
    return dict(found)


def of_file(folder: Path) -> set[tuple[str, str, str, str, str]]:
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as file:
        keys = ("id", "entity_id", "prop", "value", "lang")
        return {tuple(row[key] for key in keys) for row in csv.DictReader(file)}  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_store_holds_what_was_published_last_and_leaves_others_alone(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    uri = request.getfixturevalue("postgres") if kind == "postgresql" else f"sqlite:///{tmp_path / 'ftm.db'}"
    case = copy_shipped(tmp_path)
    folder = case / "build/public/export"

    first = dossier(case, "export", "--to", uri)
    assert first.code == 0, first.out
    assert "cret" not in first.out + first.err
    whole = of_file(folder)
    assert stored(uri) == {DATASET: whole}
    assert f"{len(whole):,} statements loaded" in first.out
    assert dossier(case, "export", "--to", uri).code == 0
    assert stored(uri) == {DATASET: whole}, "loading again changes nothing"

    change(case, "case.yml", "name: kz_womens_rights", "name: another")
    assert dossier(case, "export", "--out", str(tmp_path / "another"), "--to", uri).code == 0
    assert set(stored(uri)) == {DATASET, "another"}
    change(case, "case.yml", "name: another", "name: kz_womens_rights")
    change(case, "case.yml", "release: 1", "release: 2")
    (case / "entities/added.yml").write_text("id: added-post\nschema: Position\nproperties: {name: An added post}\n")
    assert dossier(case, "export", "--to", uri).code == 0
    assert stored(uri)[DATASET] == of_file(folder) != whole
    assert len(stored(uri)["another"]) == len(whole)
    (case / "entities/added.yml").unlink()
    change(case, "case.yml", "release: 2", "release: 3")
    assert dossier(case, "export", "--to", uri).code == 0
    assert stored(uri)[DATASET] == whole, "what is no longer said is gone"


def test_ftmq_reads_the_store(postgres: str, public: Path, shipped: Path, tmp_path: Path) -> None:
    assert dossier(shipped, "export", "--out", str(tmp_path), "--to", postgres).code == 0
    from ftmq.store import get_store
    from ftmq.store.base import get_linker

    store = get_store(postgres, dataset=DATASET, linker=get_linker(postgres))
    entities = list(store.iterate())
    store.engine.dispose()
    found = {e.id: (e.schema.name, {p: set(values) for p, values in e.properties.items()}) for e in entities}

    assert found == read(public)


def test_a_wrong_password_is_told_and_not_shown(postgres: str, shipped: Path, tmp_path: Path) -> None:
    wrong = postgres.replace("se%40cret", "other%40cret")
    result = dossier(shipped, "export", "--out", str(tmp_path), "--to", wrong)

    assert_told(result, "store-failed")
    assert "cret" not in result.out + result.err


def test_a_load_that_fails_leaves_the_store_as_it_was(
    postgres: str, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from dossier.publish import store

    assert dossier(shipped, "export", "--out", str(tmp_path), "--to", postgres).code == 0
    before, read_statements = stored(postgres), store.read_statements

    def breaks(path: Path) -> Iterator[Any]:
        with contextlib.closing(read_statements(path)) as statements:
            yield from itertools.islice(statements, 100)
        raise OperationalError("the server went away", None, Exception())

    monkeypatch.setattr(store, "read_statements", breaks)
    assert_told(dossier(shipped, "export", "--out", str(tmp_path), "--to", postgres), "store-failed")

    assert stored(postgres) == before
