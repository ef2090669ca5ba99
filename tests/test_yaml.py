"""The YAML reader: a value is the text as written, a mistake has its line, and nothing is read that is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.case.yaml import MAX_ALIASED_NODES, MAX_BYTES, Items, Node, Table, Text, parse_yaml, read_one, read_yaml
from dossier.problems import Place, Problems


def read(tmp_path: Path, content: str | bytes) -> tuple[list[Node], Problems]:
    path = tmp_path / "a.yml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    problems = Problems()
    return read_yaml(path, "a.yml", problems), problems


def plain(node: Node) -> object:
    """The node as text, lists and dicts."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def reported(problems: Problems) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in problems if problem.place]


# -------------------------------------------------------------------------------------- a value is the text as written


@pytest.mark.parametrize(
    "scalar",
    [
        "no", "yes", "on", "off", "true", "False", "NO", "0123456", "0o17", "0x1F", "12:30", "190:20:30", "2023-04-12",
        "2023-04-12T10:00:00Z", "1e3", "6.02e23", ".inf", "-.inf", ".nan", "1_000", "+7", "66,000", "=", "<<x",
        "nullish",
        "C#", "a#b", "a:b", "1.10", "Ω≈ç", "Нұрсұлтан", "x - y", "-5", "100%",
    ],
)  # fmt: skip
def test_plain_scalars_stay_as_written(tmp_path: Path, scalar: str) -> None:
    nodes, problems = read(tmp_path, f"key: {scalar}\nlist:\n  - {scalar}\n")

    assert plain(nodes[0]) == {"key": scalar, "list": [scalar]}
    assert not problems


@pytest.mark.parametrize("key", ["no", "on", "12:30", "2023", "1e3"])
def test_keys_stay_as_written(tmp_path: Path, key: str) -> None:
    nodes, problems = read(tmp_path, f"{key}: x\n")

    assert plain(nodes[0]) == {key: "x"}
    assert not problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'no'", "no"),
        ('"null"', "null"),
        ("''", ""),
        ("'~'", "~"),
        ("'it''s # here'", "it's # here"),
        (r'"a\tb \u00e9"', "a\tb é"),
        ("|\n  One.\n  Two # three\n", "One.\nTwo # three"),
        ("|\n  One.\n\n  Two.\n", "One.\n\nTwo."),
        ("|-\n  no\n", "no"),
        ("|+\n  One.\n\n", "One."),
        (">-\n  The first\n  and the second.\n", "The first and the second."),
        (">\n  One: two\n  - three\n", "One: two - three"),
        (">-\n  One paragraph\n\n  and another\n", "One paragraph\nand another"),
        ("plain over\n  two lines", "plain over two lines"),
        ("|2\n    indented\n", "  indented"),
    ],
)
def test_quoted_and_block_styles(tmp_path: Path, written: str, value: str) -> None:
    nodes, problems = read(tmp_path, f"key: {written}\n")

    assert plain(nodes[0]) == {"key": value}
    assert not problems


@pytest.mark.parametrize(
    "content",
    [
        "key: value  # two spaces before a comment\n",
        "# a comment of its own\nkey: value\n",
        "key: value\n # a comment on the next line\n",
        "key: value\n\n  # another\n",
        "key: 'value' # after quotes\n",
        'key: "value" # after quotes\n',
        "key: value        # aligned with others\n",
    ],
)
def test_comments_are_no_part_of_a_value(tmp_path: Path, content: str) -> None:
    nodes, problems = read(tmp_path, content)

    assert plain(nodes[0]) == {"key": "value"}
    assert not problems


# ----------------------------------------------------------------------------------------- what YAML would reinterpret


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL", " # only a comment"])
@pytest.mark.parametrize("where", ["key: {}\n", "key:\n  - {}\n", "key: [a, {}, b]\n"], ids=["key", "item", "flow"])
def test_a_null_is_an_error_with_its_quoted_form(tmp_path: Path, null: str, where: str) -> None:
    if where.startswith("key: [") and null in ("", " # only a comment"):
        where = "key: {{a: {}\n  }}\n"  # there is no empty item in a flow sequence
    _, problems = read(tmp_path, where.format(null))

    assert [problem.code for problem in problems] == ["yaml-null"]
    assert f"'{null}'" in problems[0].message or "''" in problems[0].message


@pytest.mark.parametrize(
    ("content", "whole", "line"),
    [
        ("key: House #5\n", "'House #5'", 1),
        ("a: b\nkey: Section #1: more\n", "'Section #1: more'", 2),
        ("key:\n  - It's #1\n", "'It''s #1'", 2),
        ("key: plain over\n  two #lines\n", "'plain over two #lines'", 2),
        ("key: {a: b #c\n  }\n", "'b #c'", 1),
    ],
)
def test_a_value_cut_by_a_number_sign_is_an_error_with_its_quoted_form(
    tmp_path: Path, content: str, whole: str, line: int
) -> None:
    _, problems = read(tmp_path, content)

    assert reported(problems) == [("yaml-cut", line)]
    assert whole in problems[0].message


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a: 1\nb: !!str 5\n", "yaml-tag", 2),
        ("a: !!python/object/apply:os.system [id]\n", "yaml-tag", 1),
        ("a: !own {b: c}\n", "yaml-tag", 1),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3),
        ("a:\n  b: 1\n  'b': 2\n", "duplicate-key", 3),
        ("a: {b: 1, b: 2}\n", "duplicate-key", 1),
        ("a: 1\nb:\tc\n", "yaml-tab", 2),
        ("a: |\n  x\ty\n", "yaml-tab", 2),
        ("? [a, b]\n: c\n", "wrong-type", 1),
        ("a: 1\nb: [\n", "yaml-syntax", 2),
        ("a: b: c\n", "yaml-syntax", 1),
        ("a: 'b\n\nc: d\n", "yaml-syntax", 1),
        ("a: 1\nb: *gone\n", "yaml-syntax", 2),
        ("a: &x [*x]\n", "yaml-syntax", 1),
        ("a: 1\n b: 2\n", "yaml-syntax", 2),
        ("a: @x\n", "yaml-syntax", 1),
        ("a: 1\nb: \x07\n", "yaml-syntax", 2),
        ("%YAML 9.9\n---\na: 1\n", "yaml-syntax", 1),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "yaml-too-deep", 1),
        ("a:\n" + "".join("  " * n + "- \n" for n in range(1, 60)), "yaml-too-deep", 32),
    ],
    ids=[
        "tag", "python-tag", "own-tag", "duplicate-key", "duplicate-quoted-key", "duplicate-flow-key", "tab",
        "tab-in-block",
        "key-is-a-list", "unclosed-list", "two-colons", "unclosed-quote", "alias-without-anchor", "alias-to-itself",
        "wrong-indent", "at-sign", "control-character", "unknown-version", "too-deep-flow", "too-deep-block",
    ],
)  # fmt: skip
def test_what_is_not_plain_yaml_is_an_error_with_its_line(tmp_path: Path, content: str, code: str, line: int) -> None:
    _, problems = read(tmp_path, content)

    assert (code, line) in reported(problems)


def test_a_merge_key_is_an_ordinary_key(tmp_path: Path) -> None:
    nodes, problems = read(tmp_path, "a: &x {b: 1}\nc:\n  <<: *x\n")

    assert plain(nodes[0]) == {"a": {"b": "1"}, "c": {"<<": {"b": "1"}}}
    assert not problems


# ------------------------------------------------------------------------------------------------------------- aliases


def test_a_few_aliases_are_read(tmp_path: Path) -> None:
    nodes, problems = read(tmp_path, "a: &x [courier/order]\nb: *x\n")

    assert plain(nodes[0]) == {"a": ["courier/order"], "b": ["courier/order"]}
    assert not problems


def test_an_alias_bomb_is_told_before_it_expands(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    nodes, problems = read(tmp_path, "\n".join(levels))

    assert nodes == []
    # ten aliases of eleven values in line 2, of 111 in line 3: the first thousand is passed there
    assert reported(problems) == [("yaml-alias-budget", 3)]
    assert f"{MAX_ALIASED_NODES:,}" in problems[0].message


def test_the_alias_budget_holds_for_the_whole_file(tmp_path: Path) -> None:
    document = "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
    _, problems = read(tmp_path, "---\n".join([document] * 20))

    assert [problem.code for problem in problems] == ["yaml-alias-budget"]


# ----------------------------------------------------------------------------------------------------- bytes and lines


def test_every_document_keeps_its_lines(tmp_path: Path) -> None:
    content = "# people\nid: a\n---\nid: b\nname: >-\n  Folded over\n  two lines\nlist:\n  - x\n---\n\nid: c\n"
    nodes, problems = read(tmp_path, content)

    assert not problems
    first, second, third = nodes
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert isinstance(third, Table)
    assert first.keys["id"] == Place("a.yml", 2)
    assert second.keys == {"id": Place("a.yml", 4), "name": Place("a.yml", 5), "list": Place("a.yml", 8)}
    assert second.entries["list"].items[0].place == Place("a.yml", 9)
    assert third.keys["id"] == Place("a.yml", 12)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no-BOM", "BOM"])
def test_line_endings_and_byte_order_mark_change_nothing(tmp_path: Path, ending: str, mark: bytes) -> None:
    content = "id: a\ntext: |\n  One\n  two\n---\nid: b\nid: c\nname: d #e\n"
    nodes, problems = read(tmp_path, mark + content.replace("\n", ending).encode())

    assert [plain(node) for node in nodes] == [{"id": "a", "text": "One\ntwo"}, {"id": "b", "name": "d"}]
    assert reported(problems) == [("duplicate-key", 7), ("yaml-cut", 8)]


@pytest.mark.parametrize(
    "character", ["\u2028", "\u2029", "\x85"], ids=["line-separator", "paragraph-separator", "next-line"]
)
def test_a_line_break_that_no_editor_shows_is_an_error(tmp_path: Path, character: str) -> None:
    _, problems = read(tmp_path, f"a: 1\nb: one{character} two\nc: 3\n")

    assert reported(problems) == [("bad-text", 2)]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "file-empty", 1),
        (b" \n\n", "file-empty", 1),
        (b"a: 1\nb: \x00\n", "file-binary", 2),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file-binary", 3),
        (b"a: 1\n\nname: Jos\xe9\n", "file-not-utf8", 3),
        ("name: José\n".encode("utf-16"), "file-binary", 1),
        (b"a: \xed\xa0\x80\n", "file-not-utf8", 1),
    ],
    ids=["empty", "blank", "nul", "png", "latin-1", "utf-16", "surrogate"],
)
def test_bytes_that_are_no_utf8_text(tmp_path: Path, data: bytes, code: str, line: int) -> None:
    nodes, problems = read(tmp_path, data)

    assert nodes == []
    assert reported(problems) == [(code, line)]


def test_a_file_over_twenty_megabytes_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "big.yml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    problems = Problems()

    assert read_yaml(tmp_path / "big.yml", "big.yml", problems) == []
    assert reported(problems) == [("file-too-large", 1)]


def test_a_missing_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    problems = Problems()

    assert read_yaml(tmp_path / "none.yml", "none.yml", problems) == []
    assert read_yaml(tmp_path, "folder.yml", problems) == []
    assert [problem.code for problem in problems] == ["file-unreadable", "file-unreadable"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a: 1\n---\nb: 2\n", "yaml-documents"),
        ("# nothing\n", "yaml-documents"),
        ("- a\n", "wrong-type"),
        ("word\n", "wrong-type"),
    ],
)
def test_a_file_of_one_mapping_holds_one_mapping(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "case.yml").write_text(content)
    problems = Problems()

    assert read_one(tmp_path / "case.yml", "case.yml", problems) is None
    assert [problem.code for problem in problems] == [code]


def test_every_mistake_of_a_file_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "a: 1\na: 2\nb: ~\nc: x #y\nd: !!str e\n")

    assert reported(problems) == [("duplicate-key", 2), ("yaml-null", 3), ("yaml-cut", 4), ("yaml-tag", 5)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("title: Halvik: a minister\n", "As text the value is written `title: '…'`."),
        ("- because: @courier says so\n", "As text the value is written `because: '…'`."),
        ("title: 'it's so'\n", "As text the value is written `title: '…'`, with each ' in it doubled."),
        ("x: {because: a, b [@courier/order]}\n", "In `[…]` and `{…}`, quote a text that holds one of `,:[]{}`."),
    ],
)
def test_what_quoting_mends_is_shown_quoted_without_its_words(text: str, shown: str) -> None:
    problems = Problems()
    assert parse_yaml(text, "a.yml", problems) == []
    assert problems[0].message.endswith(shown)
    assert "Halvik" not in problems[0].message


@pytest.mark.parametrize("text", ["a: 1\n b: 2\n", "k: v\n  more: x\n", "a: [b\n", "a: |x\n"])
def test_what_quoting_does_not_mend_is_not_shown_quoted(text: str) -> None:
    problems = Problems()
    assert parse_yaml(text, "a.yml", problems) == []
    assert "As text" not in problems[0].message
