"""The own words of a case's template: what prints of it that is no text of the case, and the source to approve."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jinja2 import Environment, nodes

from dossier.case.model import ACT_SCHEMATA, IDENTIFYING_PROPERTIES, NAME_PROPERTIES, Entity, OwnBlock
from dossier.look.kinds import Fault
from dossier.names.matching import fold_text
from dossier.names.said import Called, Naming
from dossier.problems import message

# Tags that part no word; behind any other a word ends.
_INLINE = ("span", "strong", "em", "b", "i", "small")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)[^<>]*>")
_LANG = re.compile(r'\blang="([^"]*)"')
_BEGINS, _ENDS = re.compile(r"[^\W\d_]"), re.compile(r"[^\W\d_][\u0300-\u036f]*\Z")
_LABEL = re.compile(r"\[[^\[\]]*\]")
_MIN_MARK = 5  # signs of a number or an address: a shorter one stands in too many texts by chance
_MOST_CHOICES = 4  # of branches that are read one by one, beside all of them in a row
_NEW_LINE = re.compile(r"\r\n|\r|\n")  # as Jinja2 reads them


# --- the source of one block


def own_words(block: OwnBlock) -> str:
    r"""The source of a block alone, as it stands between `{% block … %}` and `{% endblock %}`; lines end with `\n`.

    It holds every word that the block prints of its own, and all that decides where the words print. Raises
    ValueError when the block does not stand in its source, which `read_templates` sees to.
    """
    source = "\n".join(_NEW_LINE.split(block.source))
    begin: int | None = None
    names: list[str] = []  # in the tag that is read
    for start, kind, value in _tokens(source):
        if kind == "block_begin":
            names, tag = [], start
        elif kind == "name":
            names.append(value)
            if begin is not None and names == ["endblock"]:
                return source[begin:tag]
        elif kind == "block_end" and names[:2] == ["block", block.name]:
            begin = source.index("%}", start) + 2
    raise ValueError(f"there is no block {block.name}")


def _tokens(source: str) -> Iterator[tuple[int, str, str]]:
    """Each token of a template with where it begins; between two of them is nothing but white space."""
    at = 0
    for _line, kind, value in Environment().lexer.tokeniter(source, None):
        start = source.index(value, at)
        at = start + len(value)
        yield start, kind, value


# --- what prints


@dataclass(frozen=True)
class _Words:
    """Words of the template, without its markup."""

    text: str
    line: int


@dataclass(frozen=True)
class _Value:
    """What is not the template's: a text of the case, a number. It may be empty."""


@dataclass(frozen=True)
class _Row:
    parts: tuple[_Part, ...]


@dataclass(frozen=True)
class _Either:
    """One of its parts prints, or, when it is `optional`, none."""

    parts: tuple[_Part, ...]
    optional: bool = False


@dataclass(frozen=True)
class _Again:
    """It prints any number of times."""

    part: _Part


_Part = _Words | _Value | _Row | _Either | _Again


def naming_of(entities: Iterable[Entity], *, replaced: bool = False) -> Naming:
    """The names of a case that no template may say.

    Of persons that is every word of a name, for a surname or a first name names them too, and the label that stands for
    one who is withheld. The words of other names are words of every day: `Interior`, `Ministry`. Of bodies, posts and
    whatever else has a name it is the whole name. Names of acts are words of ours and name nobody. With `replaced`,
    names are those of a view, in which labels in brackets stand for names.
    """
    return Naming(filter(None, (_called(entity, replaced) for entity in entities)))


def _called(entity: Entity, replaced: bool) -> Called | None:
    if entity.schema in ACT_SCHEMATA:
        return None
    names = [value.text for value in entity.values if value.prop in NAME_PROPERTIES] + [*entity.withhold]
    marks = [value.text for value in entity.values if value.prop in IDENTIFYING_PROPERTIES]
    person = entity.schema == "Person" or bool(entity.person)
    if replaced:  # what is left of a person's name still names; of another it may be any word
        names = [_LABEL.sub(" ", name) for name in names if person or not _LABEL.search(name)]
        marks = [mark for mark in marks if not _LABEL.search(mark)]
    return Called(
        entity.caption,
        tuple(name for name in names if name.strip()),
        person,
        tuple(mark for mark in marks if len(mark) >= _MIN_MARK),
        (entity.label,) if entity.label else (),
    )


def parted_words(body: Iterable[nodes.Node]) -> Iterator[Fault]:
    """Words of the template that stand in pieces: parted by an expression or a branch.

    What they say would show in print alone, and may differ from document to document.
    """
    lines: list[int] = []
    _edges(_read(body), lines)
    for line in dict.fromkeys(lines):
        yield line, message("a word in pieces, parted by an expression or a branch (write it in one)")


def named_in(body: Iterable[nodes.Node], naming: Naming) -> Iterator[tuple[Called, int]]:
    """Whom the words of a block name, each once, with the line."""
    body = list(body)
    whole = _read(body)
    texts = [[*_leaves(whole, choice)] for choice in (None, *range(_MOST_CHOICES))]
    texts.append([part for node in body for part in _languages(node)])
    told: set[Called] = set()
    for text in {text.words: text for text in map(_Text.of, texts)}.values():
        for called, at in naming.find(text.words):
            if called not in told:
                told.add(called)
                yield called, text.line(at)


def bare(markup: str) -> str:
    """The words of plain markup: tags that part no word are left out, others become a space."""
    return html.unescape(_TAG.sub(_instead, markup))


def _instead(tag: re.Match[str]) -> str:
    lines = "\n" * tag[0].count("\n")
    return lines if tag[1] in _INLINE else f" {lines}"


@dataclass
class _Text:
    """Words in a row, folded as names are looked for, with the line of each part."""

    words: str = ""
    _starts: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, parts: Iterable[_Words | _Value]) -> _Text:
        """The words of some parts."""
        text = cls()
        for part in parts:
            text.add(part)
        return text

    def add(self, part: _Words | _Value) -> None:
        """Append what one part prints."""
        if isinstance(part, _Words):
            self._starts.append((len(self.words), part.line))
            self.words += fold_text(part.text)
        else:
            self.words += " "

    def line(self, at: int) -> int:
        """The line in which a character stands."""
        index = bisect_right(self._starts, (at, 10**9)) - 1
        start, line = self._starts[max(index, 0)]
        return line + self.words.count("\n", start, at)


def _leaves(part: _Part, choice: int | None) -> Iterator[_Words | _Value]:
    """What prints, in a row: with every branch, or with the branch of one number wherever there are several."""
    match part:
        case _Row():
            for each in part.parts:
                yield from _leaves(each, choice)
        case _Either():
            if choice is None:
                for each in part.parts:
                    yield from _leaves(each, choice)
                    yield _Value()
            elif choice < len(part.parts) or not part.optional:
                yield from _leaves(part.parts[min(choice, len(part.parts) - 1)], choice)
        case _Again():
            yield from _leaves(part.part, choice)
            yield from _leaves(part.part, choice)
        case _:
            yield part


@dataclass(frozen=True)
class _Edges:
    """The line of a letter of the template's own that may stand first or last; and whether nothing may print."""

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    empty: bool = True


def _edges(part: _Part, parted: list[int]) -> _Edges:
    """What a part begins and ends with; `parted` takes the lines of words in pieces."""
    match part:
        case _Words():
            text = fold_text(part.text)
            begins = (part.line,) if _BEGINS.match(text) else ()
            ends = (part.line + text.count("\n"),) if _ENDS.search(text) else ()
            return _Edges(begins, ends, not text)
        case _Row():
            found = _Edges()
            for each in part.parts:
                after = _edges(each, parted)
                if found.last and after.first:
                    parted.append(after.first[0])
                found = _Edges(
                    found.first or (after.first if found.empty else ()),
                    after.last or (found.last if after.empty else ()),
                    found.empty and after.empty,
                )
            return found
        case _Either():
            rows = [_edges(each, parted) for each in part.parts]
            return _Edges(
                next((row.first for row in rows if row.first), ()),
                next((row.last for row in rows if row.last), ()),
                part.optional or any(row.empty for row in rows),
            )
        case _Again():
            found = _edges(part.part, parted)
            if found.first and found.last:
                parted.append(found.first[0])
            return _Edges(found.first, found.last)
    return _Edges()


def _read(body: Iterable[nodes.Node]) -> _Part:
    """What a block prints, without its markup."""
    return _Row(tuple(part for node in body for part in _read_one(node)))


def _read_one(node: nodes.Node) -> Iterator[_Part]:
    match node:
        case nodes.Output():
            for child in node.nodes:
                if isinstance(child, nodes.TemplateData):
                    yield _Words(bare(child.data), child.lineno)
                else:
                    yield _printed(child)
        case nodes.If():
            branches = (node.body, *(each.body for each in node.elif_), node.else_)
            yield _Either(tuple(map(_read, branches)), optional=not node.else_)
        case nodes.For():
            yield _Either((_Again(_read(node.body)), _read(node.else_)), optional=True)


def _printed(node: nodes.Node) -> _Part:
    """What an expression prints."""
    match node:
        case nodes.Const():
            return _Words(str(node.value), node.lineno)
        case nodes.Concat():
            return _Row(tuple(map(_printed, node.nodes)))
        case nodes.CondExpr():
            branches = (node.expr1, node.expr2) if node.expr2 else (node.expr1,)
            return _Either(tuple(map(_printed, branches)), optional=node.expr2 is None)
        case nodes.And() | nodes.Or():
            return _Either((_printed(node.left), _printed(node.right)))
        case nodes.Filter(name="default" | "join") if node.node:
            more = tuple(map(_printed, node.args))
            keyed = tuple(_printed(each.value) for each in node.kwargs)
            if node.name == "default":
                return _Either((_printed(node.node), *more, *keyed))
            return _Again(_Row((_Value(), *more, *keyed)))
        case nodes.Filter() if node.node and node.name in ("trim", "upper", "lower", "capitalize"):
            return _printed(node.node)
    return _Value()


def _languages(node: nodes.Node) -> Iterator[_Words]:
    """The marks of languages in the tags of a block: nobody reads them, and they are in every form of the document."""
    for data in node.find_all(nodes.TemplateData) if not isinstance(node, nodes.TemplateData) else (node,):
        for found in _LANG.finditer(data.data):
            yield _Words(f"{found[1].replace('-', ' ')}. ", data.lineno + data.data.count("\n", 0, found.start()))
