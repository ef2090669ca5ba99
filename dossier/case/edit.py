"""Edits YAML files as a person would: a few lines added, every comment, quote and order left as it is.

An edit works on the text of a file. `append` adds one key to a mapping, `several` turns a single value into a mapping
of several, `extend` lengthens a list; all read their own result back and compare, so that an edit can add only what was
meant. `in_document` edits one document of a file that holds several.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from dossier.case.yaml import parse_yaml, plain
from dossier.problems import Explained, Id, Problems, Quoted, message

WIDTH = 120
# What YAML reads as written when it stands unquoted, in a block and in braces alike.
_PLAIN = re.compile(r"(?!(?:null|Null|NULL)\Z)[A-Za-z0-9][\w./@+()%-]*(?: [\w./@+()%-]+)*(?<!:)")
# Line breaks that only YAML sees, and what is no text at all.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")

# A text, or a mapping of texts, lists of texts and further mappings.
Value = str | Mapping[str, Any]


class NotEditable(Explained):
    """A file whose form cannot be extended by lines; the message says what to write by hand."""


class KeyExists(NotEditable):
    """The key to be added stands there already."""


def append(text: str, path: Sequence[str], key: str, value: Value) -> str:
    """The text of a YAML file with one more key, the last of the mapping at `path`, which is made when missing.

    Raises NotEditable when the key exists, or when the result would read otherwise than meant.
    """

    def expect(values: Any) -> None:
        for step in path:
            values = values.setdefault(step, {})
        values[key] = dict(value) if isinstance(value, Mapping) else value

    return _edited(text, lambda lines: _append(lines, tuple(path), key, value), expect)


def several(text: str, single: str, plural: str, name: str) -> str:
    """The text with the value under the top-level key `single` as the entry `name` of a mapping `plural`.

    Raises NotEditable when there is no such key, or when the result would read otherwise than meant.
    """

    def expect(values: Any) -> None:
        values[plural] = {name: values.pop(single)}

    return _edited(text, lambda lines: _several(lines, single, plural, name), expect)


def extend(text: str, path: Sequence[str], key: str, values: Sequence[Value]) -> str:
    """The text of a YAML file with further entries in the list under `key` of the mapping at `path`.

    A single value there becomes the first of a list; what is missing is made. Raises NotEditable when the result would
    read otherwise than meant.
    """
    more = [dict(value) if isinstance(value, Mapping) else value for value in values]

    def expect(parsed: Any) -> None:
        for step in path:
            parsed = parsed.setdefault(step, {})
        there = parsed.get(key, "")
        parsed[key] = [*(there if isinstance(there, list) else [there] if there != "" else []), *more]

    return _edited(text, lambda lines: _extend(lines, tuple(path), key, more), expect)


def in_document(text: str, id_: str, edit: Callable[[str], str]) -> str:
    """The text of a file of several documents, the one whose `id` is given edited; every other line as it was.

    Raises NotEditable when there is no such document, or its first line stands behind the dashes.
    """
    parts = re.split(r"(?m)^(---(?:[ \t].*)?(?:\r?\n|\Z))", text)
    for number in range(0, len(parts), 2):
        head, body = parts[number - 1] if number else "", parts[number]
        if re.match(rf"(?s)(?:.*\n)?id:[ \t]*['\"]?{re.escape(id_)}['\"]?[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)", body):
            if head[3:].strip() and not head[3:].strip().startswith("#"):
                raise NotEditable("something stands behind the dashes above it")
            rest = body[len(body.rstrip("\r\n")) :]
            parts[number] = edit(body).rstrip("\r\n") + (rest or "\n")
            return "".join(parts)
    raise NotEditable("{id!r} is not found in the file", id=Id(id_))


def add_document(text: str, rows: Mapping[str, Value | Sequence[str]]) -> str:
    """The text of a file of several documents with one more at its end; of an empty text a file with this one.

    Raises NotEditable when the file cannot be read, or when the result would read otherwise than meant.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    document = new_file(rows)
    before = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
    only_comments = all(not line.strip() or line.startswith("#") for line in before.split("\n"))
    apart = "" if not before else "\n" if only_comments else "\n---\n"
    result = f"{before}{apart}{document}"
    problems = Problems()
    known = [] if only_comments else parse_yaml(before + "\n", "", problems)
    nodes = parse_yaml(result, "", problems)
    if problems or [plain(node) for node in nodes[:-1]] != [plain(node) for node in known] or len(nodes) <= len(known):
        raise NotEditable("the file cannot be extended by a document")
    return ("\ufeff" if text.startswith("\ufeff") else "") + result.replace("\n", ending)


def new_file(rows: Mapping[str, Value | Sequence[str]]) -> str:
    """A YAML file with these keys, in this order."""
    lines: list[str] = []
    for key, value in rows.items():
        if isinstance(value, str | Mapping):
            lines += _block(key, value, 0)
        else:
            lines.append(f"{_key(key)}: [{', '.join(_flow(item) for item in value)}]")
    return "\n".join(lines) + "\n"


def _edited(text: str, edit: Callable[[list[str]], list[str]], expect: Callable[[Any], None]) -> str:
    mark, ending = ("\ufeff" if text.startswith("\ufeff") else ""), ("\r\n" if "\r\n" in text else "\n")
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        expected = _values(plain)
        result = "\n".join(edit(plain.rstrip("\n").split("\n"))) + "\n"
        expect(expected)
        same = _values(result) == expected
    except (yaml.YAMLError, RecursionError, TypeError, KeyError, AttributeError):
        same = False
    if not same:
        raise NotEditable("the file cannot be extended by lines")
    return mark + result.replace("\n", ending)


def _values(text: str) -> Any:
    """Every value of a file as the strict reader reads it: texts, lists and mappings."""
    problems = Problems()
    nodes = parse_yaml(text, "", problems)
    if problems or len(nodes) != 1:
        reason = problems[0].what.unended() if problems else message("It holds not exactly one mapping")
        raise NotEditable("the file would not be read as it is meant. {reason}", reason=reason)
    return plain(nodes[0])


def _root(lines: list[str]) -> yaml.MappingNode:
    node = yaml.compose("\n".join(lines) + "\n", Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        raise NotEditable("the file holds no mapping")
    return node


def _child(node: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((name, value) for name, value in node.value if name.value == key), None)


def _append(lines: list[str], path: tuple[str, ...], key: str, value: Any) -> list[str]:
    node = _root(lines)
    for depth, step in enumerate(path):
        found = _child(node, step)
        if found is None:
            nested: Any = {key: value}
            for name in reversed(path[depth + 1 :]):
                nested = {name: nested}
            return _put(lines, node, step, nested)
        if not isinstance(found[1], yaml.MappingNode):
            raise NotEditable("the key {key!r} takes a mapping", key=Quoted(step))
        node = found[1]
    if _child(node, key):
        raise KeyExists("the key {key!r} stands there already", key=Quoted(key))
    return _put(lines, node, key, value)


def _extend(lines: list[str], path: tuple[str, ...], key: str, values: list[Any]) -> list[str]:
    node: yaml.Node = _root(lines)
    for step in path:
        found = _child(node, step) if isinstance(node, yaml.MappingNode) else None
        if found is None:
            return _append(lines, path, key, values)
        node = found[1]
    if not isinstance(node, yaml.MappingNode):
        raise NotEditable("the key {key!r} takes a mapping", key=Quoted(path[-1]))
    found = _child(node, key)
    if found is None:
        return _put(lines, node, key, values)
    name, there = found
    flow = ", ".join(map(_flow, values))
    if isinstance(there, yaml.SequenceNode) and not there.flow_style:
        at, indent = _end(lines, there), there.start_mark.column
        return [*lines[:at], *(f"{' ' * indent}- {_flow(value)}" for value in values), *lines[at:]]
    if isinstance(there, yaml.SequenceNode):
        mark, before = (there.value[-1].end_mark, ", ") if there.value else (there.start_mark, "")
        return _insert(lines, mark.line, mark.column + (not there.value), before + flow)
    if isinstance(there, yaml.ScalarNode) and there.start_mark.index == there.end_mark.index:
        return _insert(lines, name.end_mark.line, name.end_mark.column + 1, f" [{flow}]")
    if isinstance(there, yaml.MappingNode) and not there.flow_style:
        first, end, indent = there.start_mark.line, _end(lines, there), " " * there.start_mark.column
        kept = [f"{indent}- {lines[first][len(indent) :]}"]
        kept += [f"  {line}" if line.strip() else line for line in lines[first + 1 : end]]
        return [*lines[:first], *kept, *(f"{indent}- {_flow(value)}" for value in values), *lines[end:]]
    if isinstance(there, yaml.ScalarNode) and there.style in ("|", ">"):
        raise NotEditable("the key {key!r} holds a block of text", key=Quoted(key))
    closed = _insert(lines, there.end_mark.line, there.end_mark.column, f", {flow}]")
    return _insert(closed, there.start_mark.line, there.start_mark.column, "[")


def _insert(lines: list[str], line: int, column: int, text: str) -> list[str]:
    return [*lines[:line], f"{lines[line][:column]}{text}{lines[line][column:]}", *lines[line + 1 :]]


def _put(lines: list[str], node: yaml.MappingNode, key: str, value: Any) -> list[str]:
    if node.flow_style:
        return _put_flow(lines, node, f"{_key(key)}: {_flow(value)}")
    indent = node.start_mark.column
    at = _end(lines, node)
    while at < len(lines) and re.match(rf" {{{max(indent, 1)},}}#", lines[at]):
        at += 1  # comments of the mapping's own depth belong to what stands above them
    return [*lines[:at], *_block(key, value, indent), *lines[at:]]


def _put_flow(lines: list[str], node: yaml.MappingNode, entry: str) -> list[str]:
    """Behind the last value inside the braces: what follows it, a comment too, stays where it is."""
    if node.value:
        mark, before = node.value[-1][1].end_mark, ", "
        line, column = mark.line, mark.column
    else:
        line, column, before = node.start_mark.line, node.start_mark.column + 1, ""
    written = lines[line]
    return [*lines[:line], f"{written[:column]}{before}{entry}{written[column:]}", *lines[line + 1 :]]


def _end(lines: list[str], node: yaml.Node) -> int:
    """The index of the line behind a node."""
    last = node
    while isinstance(last, yaml.MappingNode | yaml.SequenceNode) and not last.flow_style and last.value:
        tail = last.value[-1]
        last = tail[1] if isinstance(last, yaml.MappingNode) else tail
    end = int(last.end_mark.line)
    if last.end_mark.column > 0 or (isinstance(last, yaml.ScalarNode) and last.style not in ("|", ">")):
        end += 1
    end = min(end, len(lines))
    # the mark behind a block of text lies behind blank lines and comments that are not its own
    while end > last.start_mark.line + 1 and _is_beside(lines[end - 1], last):
        end -= 1
    return end


def _is_beside(line: str, node: yaml.Node) -> bool:
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return not line.strip() or (block and line.startswith("#"))


def _several(lines: list[str], single: str, plural: str, name: str) -> list[str]:
    found = _child(_root(lines), single)
    if found is None:
        raise NotEditable("the key {key!r} is missing", key=Quoted(single))
    key, value = found
    first, end = key.start_mark.line, _end(lines, value)
    rest = lines[first][key.end_mark.column :]
    inner = [f"  {line}" if line.strip() else line for line in lines[first + 1 : end]]
    return [*lines[:first], f"{plural}:", f"  {name}{rest}", *inner, *lines[end:]]


def _block(key: str, value: Any, indent: int) -> list[str]:
    head = f"{' ' * indent}{_key(key)}:"
    if isinstance(value, Mapping):
        return [head, *(line for name, inner in value.items() for line in _block(name, inner, indent + 2))]
    if isinstance(value, list | tuple):
        return [head, *(line for item in value for line in _item(item, indent + 2))]
    first, *rest = scalar(value, indent + 2)
    return [f"{head} {first}", *rest]


def _item(text: Value, indent: int) -> list[str]:
    if isinstance(text, Mapping):
        return [f"{' ' * indent}- {_flow(text)}"]
    first, *rest = scalar(text, indent + 2)
    return [f"{' ' * indent}- {first}", *rest]


def scalar(text: str, indent: int) -> list[str]:
    """The lines of a text as a value in a block: the first stands behind the key, the rest is indented so far."""
    pad, width = " " * indent, WIDTH - indent
    if _ODD.search(text) or text != text.strip() or not text:
        return [_quoted(text)]
    if "\n" in text:
        rows = text.split("\n")
        return [_quoted(text)] if any(row != row.rstrip() for row in rows) else ["|-", *(pad + row for row in rows)]
    if len(text) <= width - 30:
        return [_flow(text)]
    if "  " in text:
        return [_quoted(text)]
    return [">-", *(pad + row for row in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    text: str = value
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _key(key: str) -> str:
    return _flow(key)


def _quoted(text: str) -> str:
    """In double quotes, with the escapes that JSON and YAML share."""
    return _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
