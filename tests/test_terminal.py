"""What is printed steers no terminal: names of files, words of cases and of lists, in every format."""

from __future__ import annotations

import io
import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dossier.cli import output
from dossier.problems import File, Place, Problems, Quoted
from dossier.text.visible import escaped_json, one_line, tokens, visible
from tests.cases import change, check, dossier, write_case

# A title of the window, a colour, C1's own introducer, an override, an isolate, a mark, nothing at all, half a pair.
HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202eab\u2066c\u200f\u200b\ufeff\u061c"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
FORMS = ("text", "json", "github")


@pytest.mark.parametrize("form", FORMS)
def test_a_problem_shows_what_would_steer_the_terminal(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    problems = Problems()
    problems.add("unknown-file", Place(f"entities/{HOSTILE}\nx.yml"), "{name} and {file}.", name=Quoted(HOSTILE + "\n"),
                 file=File(f"[/red]{HOSTILE}"))  # fmt: skip

    output.report(problems, output.Format(form))

    said = capsys.readouterr().out
    assert not STEERING.search(said)
    if form == "json":
        assert json.loads(said)["problems"][0]["message"] == f"{HOSTILE}\n and [/red]{HOSTILE}."
    else:
        assert len(said.splitlines()) == 1
        assert "⟨U+001B⟩" in said
        assert "⟨U+000A⟩" in said
        assert "[/red]" in said


@pytest.mark.parametrize("form", FORMS)
def test_names_of_files_and_words_of_a_case_do_not_steer_the_terminal(tmp_path: Path, form: str) -> None:
    case = write_case(tmp_path / "case")
    (case / f"entities/{HOSTILE.replace('/', '')}\nerror[x]: y.txt").write_text("x")
    Path(os.fsdecode(os.fsencode(case / "entities") + b"/\xff\xfe.txt")).write_text("x")
    change(case, "entities/people.yml", "person: official", 'person: "official\\e[2J\\u202e\\n"')

    for result in (check(case, "--format", form), dossier(case, "check", "--leaks", str(case), "--format", form)):
        assert not STEERING.search(result.out + result.err)
        assert result.code == 1
        if form == "text":
            assert not [line for line in result.out.splitlines() if line.startswith("error[x]")]
        elif form == "json":
            json.loads(result.out)


@pytest.mark.parametrize("command", [["review", "status", "--list"], ["names"], ["assess"], ["pin"]])
def test_other_commands_do_not_either(tmp_path: Path, command: list[str]) -> None:
    case = write_case(tmp_path / "case")
    change(case, "entities/people.yml", "name: Mira Tossen", 'name: "Mira \\e[2J\\u202e[/red]Tossen"')

    result = dossier(case, *command)

    assert not STEERING.search(result.out + result.err)
    assert "fault of the program" not in result.out + result.err


def test_the_consoles_show_tables_and_plain_texts_without_markup(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table()
    table.add_column("[bold]heading" + HOSTILE)
    table.add_row(f"[link=https://example.org]{HOSTILE}[/nothing] :smile:")

    output.out.print(table)
    output.out.print(f"[/red]{HOSTILE}")
    output.out.print(Text(HOSTILE), style="bold")

    said = capsys.readouterr().out
    assert not STEERING.search(said)
    assert "[/red]" in said
    assert ":smile:" in said


def test_colours_of_the_program_reach_the_terminal_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="standard", markup=False)
    console.push_render_hook(output.HOOK)

    console.print(f"a{HOSTILE}", style="bold")

    assert stream.getvalue().startswith("\x1b[1m")
    assert "\x1b]0" not in stream.getvalue()
    assert "\x1b[31m" not in stream.getvalue()


def test_every_character_that_steers_or_hides_is_shown() -> None:
    every = "".join(map(chr, [*range(0x300), *range(0x600, 0x620), *range(0x2000, 0x2100), 0xFEFF, 0xD800, 0xE000]))

    for shown in (tokens(every), visible(every), one_line(every)):
        assert not STEERING.search(shown)
        assert not [
            each for each in shown if unicodedata.category(each) in ("Cc", "Cs", "Co", "Cn") and each not in "\n\t"
        ]
    assert one_line("a\tb\nc\u2028") == "a⟨U+0009⟩b⟨U+000A⟩c⟨U+2028⟩"
    assert visible("a\r\nb\fc\rd") == "a\nb\nc⟨U+000D⟩d"
    assert not STEERING.search(escaped_json(json.dumps(every, ensure_ascii=False)))
    assert json.loads(escaped_json(json.dumps(every + "\U000e0041", ensure_ascii=False))) == every + "\U000e0041"
