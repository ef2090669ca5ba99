"""The only YAML reader of the project: safe, literal and strict, with a line number for every value.

A plain scalar is the text as written: `no` is the word no, `0123` keeps its zero, `12:30` is no number. What YAML
would make of a value that is *not* its text (a null, a value cut by ` #`, a merge, a tag) is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dossier.formats.reading import TooLarge, read_file
from dossier.problems import Explained, Message, Place, Problems, Quoted, Term, message, os_reason
from dossier.text.normalise import MAX_MARKS, heap_of_marks

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 30
MAX_LINE = 2_000  # of a line that is looked at for how to quote it
MAX_ALIASED_NODES = 1_000

_NULLS = {"", "~", "null", "Null", "NULL"}
# a comment one space after a plain scalar: most likely a "#" that belongs to the value
_CUT = re.compile(r" #")
# line breaks to YAML that no editor shows as one
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: the text as written, without the line break that ends a block. `literal` marks a `|` block."""

    value: str
    place: Place
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: `entries` in the order written, `keys` the place of each key."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Text | Items | Table


def read_yaml(path: Path, file: str, problems: Problems) -> list[Node]:
    """Read every document of a YAML file.

    `file` is the name used in places. Returns the documents' root nodes; what cannot be read is added to `problems`
    and left out, so an empty list means that nothing of the file can be used. Never raises for the file's content.
    """
    text = _decoded(path, file, problems)
    return [] if text is None else parse_yaml(text, file, problems)


def parse_yaml(text: str, file: str, problems: Problems) -> list[Node]:
    """As `read_yaml`, of a text with plain line breaks."""
    found = len(problems)
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            problems.add("yaml-tab", Place(file, number), "A tab stands in this line.")
        if hidden := _HIDDEN_BREAK.search(line):
            problems.add(
                "bad-text",
                Place(file, number),
                "The line break U+{hidden:04X} stands in this line.",
                hidden=ord(hidden[0]),
            )
    if len(problems) > found:
        return []
    try:
        return list(_Composer(file, text, problems).documents())
    except yaml.YAMLError as error:
        place = _place_of(error, file, text)
        problems.add(
            "yaml-syntax",
            place,
            "The YAML cannot be read: {reason}.{quoting}",
            reason=Quoted(_reason(error)),
            quoting=_quoting(text.split("\n")[place.line - 1]),
        )
        return []
    except _TooMuch as error:
        problems.add(error.code, error.place, error.reason)
        return []


def read_one(path: Path, file: str, problems: Problems) -> Table | None:
    """Read a file that holds exactly one mapping; None (and a problem) when it does not."""
    found = len(problems)
    documents = read_yaml(path, file, problems)
    if len(problems) > found and not documents:
        return None
    if len(documents) != 1:
        problems.add(
            "yaml-documents", Place(file), "The file holds {count} YAML documents instead of one.", count=len(documents)
        )
        return None
    return as_table(documents[0], problems)


def as_table(node: Node, problems: Problems) -> Table | None:
    """The node when it is a mapping, else None and a problem."""
    if isinstance(node, Table):
        return node
    problems.add("wrong-type", node.place, "A mapping (`key: value` lines) is expected here.")
    return None


def plain(node: Node) -> str | list[Any] | dict[str, Any]:
    """A node without its places: texts, lists and mappings."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def _decoded(path: Path, file: str, problems: Problems) -> str | None:
    try:
        data = read_file(path, MAX_BYTES)
    except TooLarge:
        problems.add("file-too-large", Place(file), "The file has more than {max_bytes:,} bytes.", max_bytes=MAX_BYTES)
        return None
    except OSError as error:
        problems.add("file-unreadable", Place(file), "The file cannot be read: {reason}.", reason=os_reason(error))
        return None
    if not data.strip():
        problems.add("file-empty", Place(file), "The file is empty.")
        return None
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        problems.add("file-binary", Place(file, line), "The file holds a NUL byte.")
        return None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.add("file-not-utf8", Place(file, line), "Byte 0x{byte:02x} is not UTF-8.", byte=data[error.start])
        return None
    if (heap := heap_of_marks(text)) is not None:
        line = text[:heap].count("\n") + 1
        problems.add(
            "marks-heaped", Place(file, line), "More than {max_marks} marks stand on one letter.", max_marks=MAX_MARKS
        )
        return None
    return text


class _TooMuch(Explained):
    def __init__(self, code: str, place: Place, reason: Message) -> None:
        super().__init__(reason)
        self.code, self.place = code, place


class _Composer:
    """Builds nodes from the parser's events; PyYAML's own composer would resolve types and expand aliases unchecked."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self._file = file
        self._lines = text.split("\n")
        self._problems = problems
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._aliased = 0
        self._made = 0

    def documents(self) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._anchors.clear()
                node = self._node(next(self._events), 0)
                # an empty document between two `---` is a null: already reported
                if not (isinstance(node, Text) and node.value == ""):
                    yield node

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1)

    def _node(self, event: Any, depth: int) -> Node:
        place = self._place(event)
        if depth > MAX_DEPTH:
            reason = message("The YAML is nested more than {most} levels deep.", most=MAX_DEPTH)
            raise _TooMuch("yaml-too-deep", place, reason)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, place)
        before = self._made
        self._made += 1
        if getattr(event, "tag", None) is not None:
            self._problems.add("yaml-tag", place, "The tag {tag!r} is used here.", tag=Quoted(str(event.tag)))
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Items(tuple(self._until(yaml.SequenceEndEvent, depth)), place)
        else:
            node = self._table(depth, place)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, self._made - before)
        return node

    def _until(self, end: type[yaml.Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), end):
            yield self._node(event, depth + 1)

    def _alias(self, event: yaml.AliasEvent, place: Place) -> Node:
        if event.anchor not in self._anchors:
            reason = message("The alias *{name} has no anchor before it.", name=Quoted(str(event.anchor)))
            raise _TooMuch("yaml-syntax", place, reason)
        node, size = self._anchors[event.anchor]
        self._aliased += size
        self._made += size
        if self._aliased > MAX_ALIASED_NODES:
            reason = message("The aliases expand to more than {most:,} values.", most=MAX_ALIASED_NODES)
            raise _TooMuch("yaml-alias-budget", place, reason)
        return node

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Text:
        value: str = event.value
        if not event.style:  # plain: None from PyYAML's own parser, '' from libyaml's
            if value in _NULLS:
                self._problems.add(
                    "yaml-null",
                    place,
                    "`{null}` is YAML's null; as text it is written {quoted}."
                    if value
                    else "There is no value here; as text it is written {quoted}.",
                    null=Term(value),
                    quoted=Term(_quoted(value)),
                )
            else:
                self._cut(event, value)
        elif event.style in "|>":
            value = value.rstrip("\n")
        return Text(value, place, literal=event.style == "|")

    def _cut(self, event: Any, value: str) -> None:
        mark = event.end_mark
        rest = self._lines[mark.line][mark.column :] if mark.line < len(self._lines) else ""
        if _CUT.match(rest):
            whole = value + rest.rstrip()
            self._problems.add(
                "yaml-cut",
                Place(self._file, mark.line + 1),
                "YAML keeps only {value!r} and reads the rest as a comment; quoted, the value is {whole}.",
                value=Quoted(value),
                whole=Quoted(_quoted(whole)),
            )

    def _table(self, depth: int, place: Place) -> Table:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key_place = self._place(event)
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Text):
                self._problems.add("wrong-type", key_place, "A key must be a single word.")
            elif key.value in entries:
                self._problems.add(
                    "duplicate-key",
                    key_place,
                    "The key {key!r} stands already in line {line}.",
                    key=Quoted(key.value),
                    line=keys[key.value].line,
                )
            else:
                entries[key.value] = value
                keys[key.value] = key_place
        return Table(entries, keys, place)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_KEY_AND_VALUE = re.compile(r"\s*(?:- +)*(?P<key>[\w.-]+): +(?P<value>[^\s\[{|>].*?)\s*")


def _quoting(line: str) -> Message:
    """What the value of a line looks like quoted, when quoting it mends the line.

    Its words are not shown: who is withheld is not known of a file that cannot be read.
    """
    nothing = Message("")
    if len(line) > MAX_LINE:
        return nothing
    match = _KEY_AND_VALUE.fullmatch(line)
    if match is None:
        in_brackets = re.search(r"[\[{].*[\]}]", line)
        return message(" In `[…]` and `{…}`, quote a text that holds one of `,:[]{}`.") if in_brackets else nothing
    key, value = match["key"], match["value"]
    if value[:1] in "'\"" and len(value) > 1 and value[-1] == value[0]:
        value = value[1:-1]
    if _parses(f"{key}: {match['value']}") or not _parses(f"{key}: {_quoted(value)}"):
        return nothing
    if "'" in value:
        return message(" As text the value is written `{key}: '…'`, with each ' in it doubled.", key=Quoted(key))
    return message(" As text the value is written `{key}: '…'`.", key=Quoted(key))


def _parses(text: str) -> bool:
    try:
        return bool(list(yaml.parse(text, Loader=_LOADER)))
    except yaml.YAMLError:
        return False


def _place_of(error: yaml.YAMLError, file: str, text: str) -> Place:
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    last = text.rstrip().count("\n")
    if begun is not None and (mark is None or mark.line > last):
        mark = begun  # what was never closed is told where it begins, not behind the last line
    if mark is not None:
        return Place(file, min(mark.line, last) + 1)
    position = getattr(error, "position", None)
    return Place(file, text[: position or 0].count("\n") + 1)


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text is no YAML"
    context = getattr(error, "context", None)
    said = f"{problem} {context}" if context else str(problem)
    plain = next((words for begin, words in _IN_PLAIN_WORDS if said.startswith(begin)), None)
    return f"{plain} (YAML: {said})" if plain else said


# What YAML's parsers say, libyaml's and PyYAML's own -> what it means to somebody who writes a case.
_INDENTED = "this line is indented otherwise than the lines beside it, or something above it is not closed"
_IN_PLAIN_WORDS = (
    ("mapping values are not allowed", "a colon with a space behind it begins a value, and there is one too many"),
    ("did not find expected '-' indicator", "a line of this list does not begin with `- `, or is indented otherwise"),
    ("did not find expected key", _INDENTED),
    ("expected <block end>", _INDENTED),
    ("could not find expected ':'", "this line has no colon, or is indented otherwise than the text it belongs to"),
    ("did not find expected ',' or ']'", "a list in brackets lacks a comma or its `]`"),
    ("did not find expected ',' or '}'", "a mapping in braces lacks a comma or its `}`"),
    ("found unexpected end of stream", "a quotation mark is not closed"),
    ("found character that cannot start any token", "a value cannot begin with this character unless it is quoted"),
)
