"""The documentation is part of the program: what is not documented, or documented and not there, fails here.

`python -m tests.test_docs` writes the parts of the pages that are made from the program anew.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from dossier.case import model
from dossier.case.model import Case, Meta, Policy, Publisher
from dossier.case.sources import SPEECH
from dossier.checking.schemas import KEYS_FILE
from dossier.cli import app
from dossier.ftm import NOT_IN_CASES
from dossier.problems import KINDS, Place, Problems, Severity
from dossier.problems.examples import EXAMPLES
from dossier.regimes import MARKS, load_regimes
from dossier.regimes.loading import PARTS, ROLES
from dossier.text.extract import MEDIA_TYPES
from tests.cases import change, dossier

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]
FORMAT, COMMANDS, PROBLEMS, DEPENDENCIES, DESIGN = (
    DOCS / f"{name}.md" for name in ("case-format", "commands", "problems", "dependencies", "design")
)


# ------------------------------------------------------------------------------------------------ made from the program


def schemata() -> str:
    """Every schema that a case may contain."""
    from followthemoney import model as ftm

    names = sorted(name for name, schema in ftm.schemata.items() if not schema.abstract and name not in NOT_IN_CASES)
    return ", ".join(names) + "."


def refused_schemata() -> str:
    """Those that it may not."""
    return ", ".join(f"`{name}`" for name in sorted(NOT_IN_CASES))


def shipped_regimes() -> dict[str, Any]:
    place, problems = Place("case.yml"), Problems()
    ids = tuple(sorted(path.stem for path in (ROOT / "dossier" / "regimes").glob("*.yml")))
    meta = Meta("x", "x", "x", Publisher("x"), "en", "2026-11-21", 1, ids, Policy(), place)
    regimes = load_regimes(Case(DOCS, meta), problems)
    assert not problems.errors, problems
    return regimes


def regime_tables() -> str:
    """A table of the elements of each regime."""
    parts = []
    for regime in shipped_regimes().values():
        rows = [
            f"| `{element.id}` | {element.title} | {element.reference} | {'yes' if element.conduct else 'no'} "
            f"| {', '.join(element.roles)} | {element.verified} |"
            for element in regime.elements.values()
        ]
        head = f"### {regime.id}\n\n{regime.name}. {regime.standard.text}\n\n"
        table = "| element | title | reference | conduct | role | law |\n|---|---|---|---|---|---|\n"
        parts.append(head + table + "\n".join(rows))
    return "\n\n".join(parts)


def example_of(code: str) -> str:
    """Why a problem matters, and its example, of those that have one."""
    found = EXAMPLES.get(code)
    if found is None:
        return ""
    blocks = [f"```text\n{found.before}\n```", "becomes", f"```{language_of(found.after)}\n{found.after}\n```"]
    return "\n\n".join([f"\n\n{found.why}", *blocks])


def language_of(example: str) -> str:
    """The language of a piece of an example: a command, YAML, or plain words."""
    return "console" if example.startswith("$ ") else "yaml" if re.match(r"[\w_]+:( |\n)", example) else "text"


def problem_list(severity: Severity) -> str:
    """What the problems of a severity mean and what mends them, by code."""
    sources = "".join(path.read_text() for path in (ROOT / "dossier").rglob("*.py") if path.name != "kinds.py")
    parts = []
    for code, kind in sorted(KINDS.items()):
        if kind.severity is severity:
            unused = "" if f'"{code}"' in sources else " *This version does not report it yet.*"
            parts.append(f"### {code}\n\n{kind.means}{unused}<br>\nCure: {kind.cure}{example_of(code)}")
    return "\n\n".join(parts)


def modules() -> str:
    """Every module with the first line of what it says of itself."""
    rows = []
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        if path.name not in ("__init__.py", "__main__.py"):
            said = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
            rows.append(f"| `{path.relative_to(ROOT / 'dossier').as_posix()}` | {' '.join(said.split())} |")
    return "| module | says of itself |\n|---|---|\n" + "\n".join(rows)


def keys_of_the_format() -> str:
    """What docs/case-format.md says of each key, for the JSON Schemas: as plain words, without links."""
    rows: list[dict[str, list[str]]] = []
    inside = False
    for line in FORMAT.read_text(encoding="utf-8").split("\n"):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] if line.startswith("|") else []
        if cells[:2] == ["key", "takes"]:
            rows.append({})
            inside = True
        elif inside and cells and not cells[0].startswith("---"):
            rows[-1][cells[0].strip("`")] = [cells[1], cells[2], _without_links(cells[3])]
        elif not cells:
            inside = False
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _without_links(words: str) -> str:
    words = re.sub(r"(?: \(\[[a-z-]+\]\(problems[^)]*\)\)|: \[[a-z-]+\]\(problems[^)]*\))", "", words)
    words = re.sub(r"(?:: )?\[[Bb]elow\]\([^)]*\)", "", words)
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", words).strip()


MADE: dict[Path, dict[str, Callable[[], str]]] = {
    FORMAT: {"schemata": schemata, "refused schemata": refused_schemata, "regimes": regime_tables},
    PROBLEMS: {f"{severity}s": lambda severity=severity: problem_list(severity) for severity in Severity},
    DESIGN: {"modules": modules},
}


def made_anew(page: Path) -> str:
    """The page with its made parts as the program has them now."""
    text = page.read_text(encoding="utf-8")
    for name, make in MADE[page].items():
        marked = re.compile(rf"(<!-- made: {re.escape(name)} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        assert len(marked.findall(text)) == 1, f"{page.name} has no place for {name}"
        content = make()
        text = marked.sub(lambda found, content=content: f"{found[1]}\n{content}\n{found[2]}", text)
    return text


# A module more or less is no reason to fail: that list is written anew with the next change of the pages.
@pytest.mark.parametrize("page", [FORMAT, PROBLEMS], ids=lambda page: page.stem)
def test_what_is_made_from_the_program_is_up_to_date(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == made_anew(page), "run: python -m tests.test_docs"


def test_the_words_on_the_keys_in_the_schemas_are_those_of_the_page() -> None:
    assert KEYS_FILE.read_text(encoding="utf-8") == keys_of_the_format(), "run: python -m tests.test_docs"


# ---------------------------------------------------------------------------------------------------------- reading it


def sections(text: str) -> Iterator[tuple[str, str]]:
    """The (heading, content) of every part of a page, code blocks not mistaken for headings."""
    heading, lines, fenced = "", [], False
    for line in text.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        if not fenced and (found := re.match(r"#+ (.*)", line)):
            yield heading, "\n".join(lines)
            heading, lines = found[1], []
        else:
            lines.append(line)
    yield heading, "\n".join(lines)


def tables(page: Path, first: str) -> list[list[str]]:
    """The first column of every table whose first heading is `first`, without backticks."""
    found: list[list[str]] = []
    inside = False
    for line in page.read_text(encoding="utf-8").split("\n"):
        cell = line.split("|")[1].strip() if line.startswith("|") else None
        if cell is None:
            inside = False
        elif cell == first:
            inside = True
            found.append([])
        elif inside and not cell.startswith("---"):
            found[-1].append(cell.strip("`"))
    return found


# ------------------------------------------------------------------------------------------------------ the case format


def known_keys() -> dict[frozenset[str], str]:
    """The keys of every mapping that the loaders read, from the code: each `Fields(table, problems, KEYS)`.

    `read_sections` passes on keys of its own: those of `model.SECTIONS`.
    """
    found = {frozenset(model.SECTIONS): "case.model: SECTIONS"}
    argument = {"Fields": 2}
    for name in ("case.entities", "loading", "look.design", "case.screenings", "case.sources", "regimes.loading"):
        module = importlib.import_module(f"dossier.{name}")
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in argument):
                continue
            keys = node.args[argument[node.func.id] :][:1]
            if keys and not (isinstance(keys[0], ast.Name) and not hasattr(module, keys[0].id)):
                found[frozenset(eval(ast.unparse(keys[0]), vars(module)))] = f"{name}:{node.lineno}"
    return found


def test_every_key_of_the_case_format_is_documented_and_no_other() -> None:
    documented = tables(FORMAT, "key")

    assert all(len(set(keys)) == len(keys) for keys in documented)
    told, known = {frozenset(keys) for keys in documented}, known_keys()
    undocumented = {where: sorted(keys) for keys, where in known.items() if keys not in told}
    assert not undocumented
    assert not [sorted(keys) for keys in told - set(known)], "documented, and not in the program"


def test_every_choice_of_the_case_format_is_documented_and_no_other() -> None:
    from dossier.case.entities import CONSENT_SCOPES, REPLY_STATUSES

    choices = [model.PERSONS, tuple(model.ATTRIBUTIONS), model.FINDINGS, model.EDITIONS, SPEECH, tuple(MEDIA_TYPES)]
    choices += [CONSENT_SCOPES, REPLY_STATUSES, tuple(MARKS), ROLES, PARTS]

    assert sorted(map(sorted, tables(FORMAT, "value"))) == sorted(map(sorted, choices))


def named_files(text: str) -> dict[str, str]:
    """The code blocks that carry a file's name."""
    return dict(re.findall(r"^\*\*`([^`\n]+)`\*\*\n\n```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def assert_as_documented(page: Path, printed: str) -> None:
    """Each printed line stands in the page, wherever that breaks it; line numbers of the case's files may differ."""
    told = _without_numbers(page.read_text(encoding="utf-8"))
    for line in printed.strip().split("\n"):
        assert _without_numbers(line) in told, f"{page.name} does not show: {line}"


def _without_numbers(text: str) -> str:
    return re.sub(r"(\.yml):\d+", r"\1", " ".join(text.split()))


@pytest.fixture(scope="module")
def marenia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first complete case of docs/case-format.md, pinned."""
    root = tmp_path_factory.mktemp("marenia")
    first = dict(sections(FORMAT.read_text(encoding="utf-8")))["A first complete case"]
    write(root, named_files(first))
    result = dossier(root, "pin")
    assert result.code == 0, result.out
    assert_as_documented(FORMAT, result.out)
    return root


def test_the_first_case_passes_as_documented(marenia: Path) -> None:
    checked = dossier(marenia, "check", "--strict")
    built = dossier(marenia, "build")
    exported = dossier(marenia, "export")

    assert (checked.code, built.code, exported.code) == (0, 0, 0), checked.out + built.out + exported.out
    assert_as_documented(FORMAT, checked.out)
    assert_as_documented(FORMAT, built.out.split("\n")[-2])
    assert_as_documented(FORMAT, exported.out.strip().split("\n")[-1])
    assert "information note" in built.out
    assert (marenia / "build/public/torvek.pdf").is_file()


def test_the_second_source_and_the_regime_of_its_own_pass(marenia: Path, tmp_path: Path) -> None:
    root = tmp_path / "case"
    shutil.copytree(marenia, root, ignore=shutil.ignore_patterns("build"))
    files = named_files(FORMAT.read_text(encoding="utf-8"))
    write(root, {name: text for name, text in files.items() if not (root / name).exists()})
    change(root, "case.yml", "us-glomag]", "us-glomag, mr-demo]")

    assert dossier(root, "pin").code == 0
    for command in (["check", "--strict", "--full"], ["export"]):
        result = dossier(root, *command)
        assert result.code == 0, result.out
    assert "Мира Соллан" in (root / "build/public/export/entities.ftm.json").read_text(encoding="utf-8")


FRAGMENTS = re.compile(r"^( *)```yaml\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.stem)
def test_every_piece_of_yaml_can_be_read(page: Path, tmp_path: Path) -> None:
    from dossier.case.yaml import read_yaml

    for indent, text in FRAGMENTS.findall(page.read_text(encoding="utf-8")):
        file = tmp_path / "a.yml"
        file.write_text(re.sub(rf"^{indent}", "", text, flags=re.MULTILINE), encoding="utf-8")
        problems = Problems()
        assert read_yaml(file, "a.yml", problems), text
        assert not problems, f"{problems}\n{text}"


# --------------------------------------------------------------------------------------------------------- the commands


def commands() -> dict[str, Any]:
    """Every command by name; those of a group by both names, and the group where it does something by itself."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", {})
        found |= {f"{name} {each}": under for each, under in below.items()}
        if not below or command.invoke_without_command:
            found[name] = command
    return found


def options(command: Any) -> set[str]:
    """The long options of a command, and its arguments as usage shows them."""
    found = set()
    for param in command.params:
        long = [opt for opt in param.opts if opt.startswith("--")]
        found.add(
            long[0] if long else "PERSON…" if param.name == "persons" else param.metavar or str(param.name).upper()
        )
    return found - {"--help"}


def command_sections() -> dict[str, str]:
    text = COMMANDS.read_text(encoding="utf-8")
    return {
        heading.strip("`").removeprefix("dossier "): body
        for heading, body in sections(text)
        if heading.startswith("`dossier ")
    }


def documented_options(body: str) -> set[str]:
    rows = [line.split("|")[1].strip() for line in body.split("\n") if line.startswith("| `")]
    return {re.split(r"[ ,`]", row.strip("`"))[0] for row in rows}


def test_every_command_is_documented_and_no_other() -> None:
    assert set(command_sections()) == set(commands())


def test_every_option_is_documented_and_no_other() -> None:
    told = {name: documented_options(body) for name, body in command_sections().items()}
    assert told == {name: options(command) for name, command in commands().items()}

    before = documented_options(dict(sections(COMMANDS.read_text(encoding="utf-8")))["Options of every command"])
    assert before == options(typer.main.get_command(app)) | {"--help"}


def shape(value: Any) -> Any:
    """The keys of a JSON value, and of the first item of each list in it."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else []


def told_json(command: str) -> Any:
    found = re.search(r"```json\n(.*?)```", command_sections()[command], re.DOTALL)
    assert found, f"docs/commands.md shows no JSON of {command}"
    return json.loads(found[1])


@pytest.mark.parametrize("command", ["check", "pin", "build", "export", "doctor"])
def test_the_json_of_a_command_is_as_documented(command: str, marenia: Path) -> None:
    args = ["--force"] if command == "build" else []
    result = json.loads(dossier(marenia, command, *args, "--format", "json").out)
    told = told_json(command)

    assert list(told) == list(result)
    for key, value in told.items():
        if value and result[key] and key != "findings":
            assert shape(value) == shape(result[key]), key


# --------------------------------------------------------------------------------------------- dependencies and modules


def test_every_dependency_is_documented_and_no_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    lists += project["dependency-groups"].values()
    names = {re.split(r"[\[<>=~! ]", row)[0] for rows in lists for row in rows} - {"sanctions-dossier"}

    told = [name for table in tables(DEPENDENCIES, "package") for name in table]
    assert set(told) == names


def test_every_package_has_its_line_in_the_layout_and_no_module_is_made_up() -> None:
    told = {name for table in tables(DESIGN, "module") for name in table}
    package = ROOT / "dossier"

    assert not [name for name in told if not (package / name).exists()]
    top = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    top |= {path.name for path in package.glob("*.py")} - {"__init__.py"}
    assert not top - told


# --------------------------------------------------------------------------------------------------- links and the tour


def anchor(heading: str) -> str:
    """The fragment that GitHub makes of a heading."""
    words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, fragment = link.partition("#")
        goal = (page.parent / name).resolve() if name else page
        assert goal.exists(), f"{page.name}: {link}"
        assert goal.is_relative_to(ROOT)
        if fragment:
            headings = {anchor(heading) for heading, _ in sections(goal.read_text(encoding="utf-8"))}
            assert fragment in headings, f"{page.name}: {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_place_on_a_machine(page: Path) -> None:
    assert not re.findall(r"(?<![\w.:/])/(?:home|root|work|Users|tmp)\b", page.read_text(encoding="utf-8"))


def test_the_tour_of_the_readme_is_what_happens(tmp_path: Path) -> None:
    readme, root = ROOT / "README.md", tmp_path / "case"
    for name in ("case.yml", "entities", "evidence"):
        goal = root / name
        root.mkdir(exist_ok=True)
        shutil.copytree(ROOT / name, goal) if (ROOT / name).is_dir() else shutil.copy(ROOT / name, goal)

    assert_as_documented(readme, dossier(root, "check").out)
    exported = dossier(root, "export").out.strip().split("\n")[-1]
    assert_as_documented(readme, exported.replace("written.", "unchanged, not written again."))

    change(root, "evidence/fld-2023/source.yml", "decision to disallow the march", "decision to ban the march")
    broken = dossier(root, "check")
    assert broken.code == 1
    assert_as_documented(readme, next(line for line in broken.out.split("\n") if "quotation-drifted" in line))
    assert "finding-beyond-backing" in broken.out
    assert dossier(root, "build").out.strip().endswith("Nothing was written.")


def test_a_case_of_ones_own_is_made_as_the_readme_says(tmp_path: Path) -> None:
    text = dict(sections((ROOT / "README.md").read_text(encoding="utf-8")))["A case of your own"]
    report, first, dossier_of, last = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)
    (tmp_path / "gazette.txt").write_text(report, encoding="utf-8")
    case = tmp_path / "mine"
    for line in first.strip().split("\n"):
        args = shlex.split(line.removeprefix("$ dossier ").replace("../gazette.txt", str(tmp_path / "gazette.txt")))
        if line != "$ cd mine":
            done = dossier(case, *[str(case) if arg == "mine" else arg for arg in args])
            assert done.code == 0, done.out + done.err
    change(case, "entities/people.yml", "  name: Ilan Torvek\n", f"  name: Ilan Torvek\n{dossier_of}")

    checked = dossier(case, "check")
    assert checked.out.strip().endswith("0 errors, 0 warnings."), checked.out
    assert last == "$ dossier check\n$ dossier build --draft\n"
    assert dossier(case, "build", "--draft", "--as", "html").code == 0
    page = (case / "build/public/torvek.draft.html").read_text(encoding="utf-8")
    assert "Victim A" in page
    assert "Orsel" not in page


if __name__ == "__main__":
    for path in MADE:
        path.write_text(made_anew(path), encoding="utf-8")
        print(f"{path.relative_to(ROOT)} is up to date")
    KEYS_FILE.write_text(keys_of_the_format(), encoding="utf-8")
