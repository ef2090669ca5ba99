"""Measures `dossier screen`: 6 and 600 persons against a list of 1,000,000 generated entities with planted matches.

`python -m benchmarks.screening` generates the list into build/benchmarks/screening/ (once), runs the real command in a
process of its own for each number of persons, and nomenklatura by itself on a sample of the same list; it prints a
table. Wall seconds and peak memory are of the whole process, imports included. Needs the extra `screening`.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "build" / "benchmarks" / "screening"
ENTITIES = 1_000_000
SAMPLE = 20_000
PERSONS = (6, 600)
SEED = 8
# How a planted record writes the name of the person it is.
PLANTED = ("same", "cyrillic", "patronymic and order", "one letter", "soft letters", "one word")

_ONSETS = [
    "b",
    "ch",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "t",
    "v",
    "z",
    "zh",
    "kr",
    "st",
    "tr",
    "dr",
]
_VOWELS, _CODAS = ["a", "e", "i", "o", "u", "ya", "yu"], ["", "", "", "n", "r", "l", "k", "m", "s"]
_ENDINGS = ["ov", "ev", "in", "enko", "sky", "ian", "son", "ez", "bayev", "ulin", "ard", "elli", "off", "man"]
_CYRILLIC = {"zh": "ж", "ch": "ч", "sh": "ш", "ya": "я", "yu": "ю"} | dict(
    zip("abcdefghijklmnoprstuvyz", "абцдефгхийклмнопрстувыз", strict=True)
)


@dataclass(frozen=True)
class Person:
    """Somebody invented, in the case."""

    number: int
    first: str
    last: str
    born: int

    @property
    def id(self) -> str:
        """As in the case."""
        return f"person-{self.number}"


def syllable(rng: random.Random) -> str:
    """A syllable."""
    return rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)


def pools(rng: random.Random) -> tuple[list[str], list[str]]:
    """3,000 first names and 60,000 surnames, the first of each the most common, as in life."""
    first = sorted({"".join(syllable(rng) for _ in range(rng.choice((2, 2, 3)))) for _ in range(4_000)})[:3_000]
    last = sorted({"".join(syllable(rng) for _ in range(2)) + rng.choice(_ENDINGS) for _ in range(90_000)})[:60_000]
    rng.shuffle(first)
    rng.shuffle(last)
    return first, last


def common(rng: random.Random, pool: list[str]) -> str:
    """One of a pool, the first ones much oftener."""
    return pool[int(len(pool) * rng.random() ** 2)]


def cyrillic(name: str) -> str:
    """A name as somebody would write it who hears it."""
    out, rest = "", name.lower()
    while rest:
        key = next(key for key in _CYRILLIC if rest.startswith(key))
        out, rest = out + _CYRILLIC[key], rest[len(key) :]
    return out.title()


def persons(count: int) -> list[Person]:
    """The persons of the case: names of the same pools as the list's, so that many records resemble them."""
    rng = random.Random(f"{SEED} persons")
    first, last = pools(random.Random(SEED))
    return [
        Person(n, common(rng, first).title(), common(rng, last).title(), rng.randint(1945, 1985)) for n in range(count)
    ]


def spelled(person: Person, how: str, rng: random.Random) -> list[str]:
    """The names of a person, spelled in one of the ways planted."""
    first, last = person.first, person.last
    if how == "cyrillic":
        return [f"{cyrillic(first)} {cyrillic(last)}"]
    if how == "patronymic and order":
        return [f"{last.upper()}, {first} Maratovich"]
    if how == "one letter":
        place = rng.randrange(1, len(last) - 1)
        return [f"{first} {last[:place]}{rng.choice('aeioklmnr')}{last[place:]}"]
    if how == "soft letters":
        return [f"{first} {last.replace('ya', 'ia').replace('yu', 'iu').replace('ov', 'off').replace('ev', 'yev')}"]
    if how == "one word":
        return [f"{first}{last.lower()}"]
    return [f"{first} {last}"]


def planted(person: Person) -> Iterator[dict[str, object]]:
    """The record of a person, and its designation."""
    rng = random.Random(f"{SEED} {person.number}")
    how = PLANTED[person.number % len(PLANTED)]
    yield entity(f"planted-{person.number}", spelled(person, how, rng), str(person.born), ["sanction"])
    yield {
        "id": f"sanction-{person.number}",
        "schema": "Sanction",
        "datasets": ["bench"],
        "properties": {"entity": [f"planted-{person.number}"], "authority": ["A council"], "startDate": ["2024-01-01"]},
    }


def entity(id_: str, names: list[str], born: str, topics: list[str]) -> dict[str, object]:
    """A record of a person."""
    return {
        "id": id_,
        "caption": names[0],
        "schema": "Person",
        "datasets": ["bench"],
        "first_seen": "2024-01-01T00:00:00",
        "properties": {"name": names, "birthDate": [born], "country": ["kz"], "topics": topics},
    }


def generate() -> Path:
    """The list, a fifth of it companies, a third of its persons with a second name in Cyrillic."""
    folder = FOLDER / "list"
    if (folder / "index.json").is_file():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rng = random.Random(SEED)
    first, last = pools(random.Random(SEED))
    hidden = {ENTITIES // (max(PERSONS) + 1) * (person.number + 1): person for person in persons(max(PERSONS))}
    with (folder / "entities.ftm.json").open("w", encoding="utf-8") as file:
        for number in range(ENTITIES):
            rows: list[dict[str, object]] = []
            if number in hidden:
                rows += planted(hidden[number])
            if number % 5 == 0:
                name = f"{common(rng, last).title()} Trading {number}"
                rows.append({"id": f"c{number}", "schema": "Company", "properties": {"name": [name]}})
            else:
                names = [f"{common(rng, first).title()} {common(rng, last).title()}"]
                if number % 3 == 0:
                    names.append(" ".join(map(cyrillic, names[0].split())))
                rows.append(entity(f"p{number}", names, str(rng.randint(1930, 2000)), ["role.pep"]))
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    index = {
        "name": "bench",
        "title": "Generated list",
        "version": "20261101000000-abc",
        "updated_at": "2026-11-01",
        "resources": [{"name": "entities.ftm.json"}],
    }
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


def case(count: int) -> Path:
    """A case of so many officials, with nothing but names."""
    root = FOLDER / f"case{count}"
    shutil.rmtree(root, ignore_errors=True)
    (root / "entities").mkdir(parents=True)
    (root / "case.yml").write_text(
        "format: 1\nname: bench\ntitle: Bench\npublisher: {name: Bench}\nas_of: 2026-11-21\nregimes: []\n",
        encoding="utf-8",
    )
    documents = [
        f"id: {person.id}\nschema: Person\nperson: official\nproperties: "
        f"{{name: {person.first} {person.last}, birthDate: {person.born}}}\n"
        for person in persons(count)
    ]
    (root / "entities/people.yml").write_text("---\n".join(documents), encoding="utf-8")
    return root


def timed(*command: str) -> tuple[str, str]:
    """Wall seconds, CPU seconds and peak memory (MB) of a process, as cells; and its output.

    Raises RuntimeError when it fails.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}: {out[-2000:]}")
    wall, cpu = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
    return f"{wall:.1f} | {cpu:.1f} | {usage.ru_maxrss / 1024:,.0f}", out


def plainly(count: int, size: int) -> None:
    """nomenklatura by itself: every person against every record of a sample, no pre-selection."""
    from followthemoney.proxy import EntityProxy
    from nomenklatura.matching import LogicV2

    config, compared = LogicV2.default_config(), 0
    queries = [
        EntityProxy.from_dict(entity(person.id, [f"{person.first} {person.last}"], str(person.born), []))
        for person in persons(count)
    ]
    with (FOLDER / "list/entities.ftm.json").open(encoding="utf-8") as lines:
        records = [EntityProxy.from_dict(json.loads(next(lines))) for _ in range(size)]
    for query in queries:
        for record in records:
            if record.schema.name == "Person":
                LogicV2.compare(query, record, config)
                compared += 1
    sys.stdout.write(f"{compared}\n")


def main() -> None:
    """Run everything and print the table."""
    folder = generate()
    size = (folder / "entities.ftm.json").stat().st_size / 1024**2
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {size:,.0f} MB\n")
    print("| contestant | persons | records | wall s | CPU s | peak MB | planted found |")
    print("|---|---|---|---|---|---|---|")
    for count in PERSONS:
        root = case(count)
        command = (sys.executable, "-m", "dossier", "--case", str(root), "screen", str(folder), "--format", "json")
        cells, out = timed(*command)
        found = json.loads(out)["candidates"]
        right = [
            person
            for person in persons(count)
            if f"planted-{person.number}" in {row["id"] for row in found.get(person.id, [])}
        ]
        missed = sorted({PLANTED[p.number % len(PLANTED)] for p in persons(count) if p not in right})
        said = f"{len(right)} of {count}" + (f" (missed: {', '.join(missed)})" if missed else "")
        print(f"| dossier screen | {count} | {ENTITIES:,} | {cells} | {said} |", flush=True)
    few = PERSONS[0]
    cells, _ = timed(sys.executable, "-m", "benchmarks.screening", "plainly", str(few), str(SAMPLE))
    print(f"| nomenklatura, every pair | {few} | {SAMPLE:,} | {cells} | – |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["plainly"]:
        plainly(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
