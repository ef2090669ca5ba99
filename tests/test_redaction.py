"""What may be printed of a problem is decided by the types of its arguments: no rewording changes what is redacted."""

from __future__ import annotations

import ast
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from dossier.case.model import Case
from dossier.loading import load_case
from dossier.problems import (
    KINDS,
    File,
    Harmless,
    Id,
    Listed,
    Message,
    Place,
    Problems,
    Quoted,
    Term,
    Words,
    listed,
    message,
)
from dossier.withholding.redact import redact_for_log, redact_for_print, redact_unread
from dossier.withholding.who import public_redactor
from tests.cases import WITHHELD, change, pin, write_case
from tests.rewording import told, told_in_other_words
from tests.test_bad_input import CHOICES, KEYS, REFERENCES, SAID, VALUES, YAML, Mistake

PACKAGE = Path(__file__).parent.parent / "dossier"
CASE, PEOPLE, OFFICES, ACTS = "case.yml", "entities/people.yml", "entities/offices.yml", "entities/acts.yml"
SOURCE = "evidence/courier/source.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    case = write_case(tmp_path / "case")
    assert pin(case).code == 0
    return case


# ------------------------------------------------------------------------------- rewording changes no redaction


def many_mistakes(root: Path) -> None:
    """Mistakes of many kinds, in shown and in hidden records, some with a withheld name or near to one."""
    for file, old, new in [
        (PEOPLE, "name: Ilva Brandt", "name: Ilva Brandt\n  birthDate: Ilva Brandt\n  country: Nowhere"),
        (PEOPLE, "label: Victim A", "label: Victim A\nminor: Brandd\nlabell: x\nIlvva: y\nconsent: {scope: Brandt}"),
        (PEOPLE, "context: [search-2024]", "context: [ilva-brandt]"),
        (PEOPLE, "[@courier/reply]", "so Brandd said. {.Ilva}"),
        (PEOPLE, "person: official", "person: offical"),
        (PEOPLE, "attribution: body", "attribution: ilva"),
        (ACTS, "involved: victim-1", "involved: ilva.brandt"),
        (ACTS, "  involved", "  Ilva Brandt: x\n  involved"),
        (ACTS, "date: 2024-04-14", "date: ~"),
        (OFFICES, "name: Interior", "nmae: Interior"),
        (SOURCE, "Ilva Brandt, who was fined 66,000", "Ilva Brandd, who was fined 660,000"),
        (SOURCE, "  reply:", "  Ilva Brandt:"),
        (SOURCE, "reliability: C", "reliability: Ilva Brandt"),
        (SOURCE, "method: supplied", "method: supplied\n  media_type: text/ilva\n  brandt: x"),
        (CASE, "release: 1", "release: Ilva  Brandt\ntitel: x"),
    ]:
        change(root, file, old, new)
    (root / "entities/ilva-brandt.yml").write_text("id: brandt-1\nschema: Persn\nperson: [\n")
    (root / "entities/more.yml").write_text("id: tossen\nschema: Person\nperson: victim\nnote: *brandt\n")
    (root / "evidence/courier/custody.c1.json").write_text('{"format": "Ilva Brandt"}')


def in_diary(root: Path) -> None:
    """Mistakes in a source that only the internal edition shows: nothing of it is quoted."""
    change(root, SOURCE, "origin: velta-courier", "origin: velta-courier\nedition: internal")
    change(root, SOURCE, "reliability: C", "reliability: Neighbour")
    change(root, SOURCE, "Later that night police", "Later that evening police")
    change(root, SOURCE, "66,000", "67,000")
    change(root, SOURCE, "method: supplied", "method: supplied\n  media_type: neighbour/plain")


def case_unreadable(root: Path) -> None:
    """As `many_mistakes`, where nobody can say who is withheld."""
    many_mistakes(root)
    change(root, CASE, "name: veltania_harbour", "name: [")


def mistakes_of(group: list[Mistake]) -> Callable[[Path], None]:
    """Every mistake of a group in one case, as far as one leaves the words that another changes."""

    def make(root: Path) -> None:
        for mistake in group:
            if mistake.old in (root / mistake.file).read_text():
                change(root, mistake.file, mistake.old, mistake.new)

    return make


@pytest.mark.parametrize(
    "break_it",
    [many_mistakes, in_diary, case_unreadable, *map(mistakes_of, (KEYS, CHOICES, VALUES, YAML, REFERENCES, SAID))],
)
def test_rewording_every_message_changes_no_redaction(
    root: Path, break_it: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(root)
    before, after = told_in_other_words(root, monkeypatch)

    assert len(before) > 3
    for problem in after:
        assert not [name for name in WITHHELD if name.casefold() in str(problem).casefold()]


def test_figures_of_a_hidden_quotation_may_be_shown_and_words_may_not(root: Path) -> None:
    change(root, SOURCE, "66,000 talers", "67,000 talers")
    drifted = [problem for problem in told(root) if problem.code == "quotation-drifted"]
    assert ["67,000" in problem.message for problem in drifted] == [True]

    change(root, SOURCE, "who was fined", "who was heavily fined")
    drifted = [problem for problem in told(root) if problem.code == "quotation-drifted"]
    assert [problem.message for problem in drifted] == [KINDS["quotation-drifted"].means]


def test_a_misspelt_word_of_the_format_is_shown_in_a_hidden_record_and_another_word_is_not(root: Path) -> None:
    change(root, PEOPLE, "label: Victim A", "label: Victim A\nwithold: x")
    (misspelt,) = [problem for problem in told(root) if problem.code == "unknown-key"]
    assert misspelt.message == "The key 'withold' is not known here. Did you mean 'withhold'?"

    change(root, PEOPLE, "withold: x", "neighbour: x")
    (other,) = [problem for problem in told(root) if problem.code == "unknown-key"]
    assert other.message == KINDS["unknown-key"].means


# ------------------------------------------------------------------------------------------ each type of argument

NAMES = ["Ilva Brandt", "BRANDT", "ilva-brandt", "ilva_brandt.pdf", "evidence/ilva-brandt/page.txt", "https://x/Brandt"]
SHOWN, HIDDEN = Place(PEOPLE, 1), Place(PEOPLE, 1_000)


@pytest.fixture
def case(root: Path) -> Case:
    found = load_case(root, Problems())
    assert found is not None
    return found


def problem_with(arg: Any, place: Place | None) -> Problems:
    problems = Problems()
    problems.add("bad-text", place, "So it is: {arg!s}.", message("Look at {arg}.", arg=arg), arg=arg)
    return problems


def forms(words: Any) -> Iterator[Any]:
    """An argument alone, in a list, in a message, and in both."""
    yield words
    yield Listed((Term("a"), words))
    yield message("{words}", words=words)
    yield message("{rows}", rows=Listed((message("{words} and {words}", words=words),)))


def redactions(case: Case) -> list[Callable[[Problems], Problems]]:
    replacer = public_redactor(case)
    return [
        lambda problems: redact_for_print(problems, case),
        lambda problems: redact_for_log(problems, case),
        lambda problems: redact_unread(problems, replacer),
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [Quoted, Harmless, Id, File, str])
def test_a_withheld_name_prints_from_no_type_of_argument(case: Case, kind: type[Any], name: str) -> None:
    """A plain `str`, which type checking refuses, is treated as words of the case."""
    for redact in redactions(case):
        for arg in forms(kind(name)):
            for place in (None, SHOWN, Place(f"entities/{name}", 3)):
                (redacted,) = redact(problem_with(arg, place))
                assert not [part for part in WITHHELD if part.casefold() in str(redacted).casefold()], redacted


def test_what_the_program_itself_says_is_always_shown(case: Case) -> None:
    for redact in redactions(case):
        for arg in (*forms(Term("Brandt")), 7, 0.5):
            problems = problem_with(arg, Place(SOURCE, 1))
            assert redact(problems) == problems


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        (Quoted("the neighbour"), True),
        (cast(Words, "the neighbour"), True),
        (Id("neighbour-7"), True),
        (Id("victim-1"), False),
        (Id("courier/order"), False),
        (Id("internal"), False),
        (File("page.txt"), False),
        (Harmless("66,000"), False),
        (Term("the neighbour"), False),
    ],
    ids=str,
)
def test_what_is_hidden_is_quoted_in_no_log(case: Case, words: Words, quoted: bool) -> None:
    hidden = case.entities["victim-1"].place
    for arg in forms(words):
        (problem,) = redact_for_log(problem_with(arg, hidden), case)
        assert (problem.message == KINDS["bad-text"].means) is quoted
        assert (problem.cure == KINDS["bad-text"].cure) is quoted
        (shown,) = redact_for_log(problem_with(arg, case.entities["tossen"].place), case)
        assert shown.message == f"So it is: {arg}."


def test_where_case_yml_cannot_be_read_only_it_is_quoted(case: Case) -> None:
    replacer = public_redactor(case)
    for words in (Quoted("x"), Id("victim-1"), File("page.txt")):
        for arg in forms(words):
            (other,) = redact_unread(problem_with(arg, SHOWN), replacer)
            (own,) = redact_unread(problem_with(arg, Place(CASE, 1)), replacer)
            assert other.message == KINDS["bad-text"].means
            assert own.message == f"So it is: {arg}."


# ------------------------------------------------------------------------------------------- templates are constants


@cache
def modules() -> dict[str, ast.Module]:
    """The program's, but for `leaks`: what it says are no problems, and it has an `Unreadable` of its own."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name not in ("problems", "leaks")]
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def explained() -> dict[str, int]:
    """The exceptions whose text is a message, with the position of the template among their arguments."""
    found = {"Explained": 0}
    classes = [node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in range(3):  # a subclass may stand before its base
        for node in classes:
            if any(isinstance(base, ast.Name) and base.id in found for base in node.bases):
                made = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
                names = [arg.arg for arg in made[0].args.args[1:]] if made else ["template"]
                found[node.name] = names.index("template") if "template" in names else len(names)
    return found


EXPLAINED = explained()
OWN_ARGUMENTS = {"cure", "missing", "place", "code", "template"}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def templates(call: ast.Call) -> Iterator[ast.expr]:
    """Which arguments of a call are messages, or templates of one."""
    name = name_of(call)
    at = {"message": [0], "stop": [1, 3], **{name: [place] for name, place in EXPLAINED.items()}}.get(name, [])
    if name == "add" and len(call.args) > 1 and not isinstance(call.args[0], ast.Call):  # of a set it has one argument
        at = [2, 3]
    yield from (call.args[place] for place in at if place < len(call.args))
    if at:
        yield from (word.value for word in call.keywords if word.arg in ("cure", "template"))


def is_message(node: ast.expr, scope: ast.AST, constants: set[str]) -> bool:
    """Whether an expression is constant text, or a message that was made where another call is looked at."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.IfExp):
        return is_message(node.body, scope, constants) and is_message(node.orelse, scope, constants)
    if isinstance(node, ast.Call):
        return name_of(node) in ("message", "Message", "unended", *returning_messages())
    if isinstance(node, ast.Attribute):
        return node.attr in ("reason", "what", "how", "cure")
    if isinstance(node, ast.Name):
        return node.id in constants or is_local_message(node.id, scope, constants)
    return False


def is_local_message(name: str, scope: ast.AST, constants: set[str]) -> bool:
    """Whether a variable is said to be a message, or only ever made one."""
    values: list[ast.expr] = []
    for node in ast.walk(scope):
        if isinstance(node, ast.arg) and node.arg == name:
            return node.annotation is not None and "Message" in ast.unparse(node.annotation)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            return "Message" in ast.unparse(node.annotation)
        if isinstance(node, ast.Assign):
            values += [node.value for each in node.targets if isinstance(each, ast.Name) and each.id == name]
        if isinstance(node, ast.NamedExpr) and node.target.id == name:
            values.append(node.value)
    return bool(values) and all(is_message(value, scope, constants) for value in values)


@cache
def returning_messages() -> set[str]:
    """The functions of the program that return a message."""
    functions = [node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {each.name for each in functions if each.returns and ast.unparse(each.returns).startswith("Message")}


def constants_of_the_program() -> set[str]:
    """The names that any module gives to constant text, or to a message."""
    found = set()
    for tree in modules().values():
        for node in tree.body:
            if isinstance(node, ast.Assign) and is_message(node.value, tree, set()):
                found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {name for name in found if name.isupper()}


@cache
def calls() -> list[tuple[str, ast.Call, ast.AST]]:
    """Every call of the program, with its place, once for each function around it (the module when there is none)."""
    found: list[tuple[str, ast.Call, ast.AST]] = []
    for file, tree in modules().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        within = {id(node): scope for scope in functions for node in ast.walk(scope)}
        for scope in (tree, *functions):
            for node in ast.walk(scope):
                if isinstance(node, ast.Call) and (scope is not tree or id(node) not in within):
                    found.append((f"{file}:{node.lineno}", node, scope))
    return found


def test_every_template_is_constant_text() -> None:
    constants = constants_of_the_program()
    good: set[tuple[str, str]] = set()
    seen: dict[tuple[str, str], None] = {}
    for place, call, scope in calls():
        for node in templates(call):
            key = (place, ast.unparse(node))
            seen[key] = None
            if is_message(node, scope, constants):
                good.add(key)

    assert len(seen) > 200
    assert [key for key in seen if key not in good] == []


def test_every_template_names_the_arguments_it_is_given() -> None:
    wrong = []
    for place, call, _ in calls():
        given = {word.arg or "**" for word in call.keywords} - OWN_ARGUMENTS
        for node in list(templates(call))[:1]:
            options = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
            texts = [each.value for each in options if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            used = (
                {field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field}
                if given
                else set()
            )
            if texts and used != given:
                wrong.append((place, used ^ given))
    assert wrong == []


TYPED = """\
problems.add("leak", None, "{x}", x=Quoted(word))
problems.add("leak", None, "{x} {y}", x=3, y=Listed((Id(word), message("{z}", z=Term("a")))))
problems.add("leak", None, "{x}", "", x=File(word))
"""
UNTYPED = """\
problems.add("leak", None, "{x}", x=word)
problems.add("leak", None, "{x}", x=path)
stop("leak", "{x}", x=word)
message("{x}", x=word)
Listed((word,))
Explained("{x}", x=word)
"""


def test_type_checking_refuses_a_plain_text_as_an_argument(tmp_path: Path) -> None:
    head = (
        "from pathlib import Path\n\n"
        "from dossier.problems import Explained, File, Id, Listed, Problems, Quoted, Term, message, stop\n\n\n"
        "def say(problems: Problems, word: str, path: Path) -> None:\n"
    )
    file = tmp_path / "snippet.py"
    file.write_text(head + "".join(f"    {line}\n" for line in (TYPED + UNTYPED).splitlines()))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(file)],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        check=False,
    )
    refused = [int(line.split(":")[1]) for line in done.stdout.splitlines() if "[arg-type]" in line]
    first = len((head + TYPED).splitlines()) + 1

    assert refused == [*range(first, first + len(UNTYPED.splitlines()))], done.stdout + done.stderr


# ------------------------------------------------------------------------------------------- messages inside messages


@pytest.mark.parametrize(
    ("said", "begun"),
    [
        (message("it is empty"), "It is empty"),
        (message("{name} is damaged", name=File("page.html")), "Page.html is damaged"),
        (message("{name!r} is damaged", name=File("page.html")), "'page.html' is damaged"),
        (message("{at} is not UTF-8", at=message("byte {number:,}", number=1_200)), "Byte 1,200 is not UTF-8"),
        (message("{count} bytes", count=5), "5 bytes"),
        (message(""), ""),
    ],
)
def test_a_reason_begins_a_sentence_in_capitals(said: Message, begun: str) -> None:
    assert str(said.capitalised()) == begun
    assert [type(words) for words in said.capitalised().words()] == [type(words) for words in said.words()]


def test_a_list_of_nothing_says_so() -> None:
    assert str(listed(Id, ["a", "b"], none="none")) == "a, b"
    assert str(listed(Id, [], none="none")) == "none"
    assert str(listed(Id, [])) == ""
