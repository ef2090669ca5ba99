"""Runs a case's own templates: in Jinja2's immutable sandbox, with plain texts for data and a budget for loops.

What a template prints stands in its block and nowhere else, and a block that has texts of the case prints all of them,
in their order. What it prints of its own names nobody: a second look at the words, after the one at the template.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from jinja2 import Environment, Template, TemplateError, Undefined, nodes, pass_environment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from dossier.editions import (
    OwnBlock,
    VisiblePassage,
    naming_of,
    own_bare_words,
    own_template_body,
    own_template_sandbox,
)
from dossier.names.said import Naming
from dossier.problems import Place, Quoted, Term, stop
from dossier.render.document import Document
from dossier.render.document.model import ActDetail, Line
from dossier.text.visible import tokens

MAX_STEPS = 1_000_000  # of all loops of one run: each time round takes as many as there are parts in the loop
MAX_PRINTED = 1_000_000  # characters
# Our own filters; no template can name one that is not allowed.
_STEPS, _TEXT, _JOINED = "count steps", "text", "joined texts"
# What stands around a value of the case in what a template prints, and around the template's own words in that value.
# None of them can be printed: the legible form of any text has tokens for them.
_OPEN, _OWN, _CLOSE = "\ue000", "\ue001", "\ue002"
_VALUES = re.compile(f"{_OPEN}([^{_OWN}]*){_OWN}([^{_CLOSE}]*){_CLOSE}")
_MISTAKES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class _Row:
    """Texts of the case that print in their order, each once."""

    def __init__(self) -> None:
        self.length = self._printed = 0

    def print(self, index: int) -> None:
        """Note that one of them prints. Raises TemplateError when it is not the next."""
        if index != self._printed:
            raise TemplateError("it prints texts of the case in another order than theirs, or one of them twice")
        self._printed += 1


class _Shown:
    """A text of the case that a template must print; made when it is printed, so that citations count in order.

    In a row, it prints behind those that were made before it.
    """

    def __init__(self, make: Callable[[], Markup], row: _Row | None = None) -> None:
        self._make = make
        self._row = row
        self._index = row.length if row else 0
        self._printed = False
        if row:
            row.length += 1

    def __html__(self) -> Markup:
        if self._row:
            self._row.print(self._index)
        self._printed = True
        return self._make()


class _Text(str):
    """A text with something of the case in it; `own` is what of it are the template's own words."""

    __slots__ = ("own",)
    own: str

    @classmethod
    def of(cls, text: str, own: str = " ") -> _Text:
        """A text with its own words: by themselves none."""
        made = cls(text)
        made.own = own
        return made


class _TooMuchError(TemplateError):
    """A template that loops or prints beyond its budget."""


@dataclass(frozen=True, slots=True)
class Printers:
    """How texts of the case become markup on this page."""

    text: Callable[[object], Markup]
    passage: Callable[[VisiblePassage], Markup]
    quotation: Callable[[Any], Markup]
    cite: Callable[[Iterable[str]], Markup]


class OwnBlocks:
    """The blocks of a document that its case replaces; called by the page for each block it may replace."""

    def __init__(self, document: Document, printers: Printers) -> None:
        self._blocks = {block.name: block for block in document.view.meta.templates}
        self._document = document
        self._print = printers

    def __call__(
        self, name: str, passages: Iterable[VisiblePassage] | None = None, act: ActDetail | None = None
    ) -> Markup | None:
        """What the case's template prints for a block; None when the case does not replace it.

        Raises Stop, with file and line, when the template fails, prints too much, or leaves out a text of the case.
        """
        block = self._blocks.get(name.replace("-", "_"))
        if block is None:
            return None
        shown: list[_Shown] = []
        data: dict[str, Any] = {"document": self._about()}
        if passages is not None:
            row = _Row()
            data["passages"] = [
                {
                    "text": _shown(shown, partial(self._print.passage, passage), row),
                    "item": passage.item,
                    "bullet": passage.bullet,
                    "depth": passage.depth,
                    "analysis": passage.analysis,
                }
                for passage in passages
            ]
        if act is not None:
            data["act"] = self._act(act, shown)
        printed = _run(block, data, self._print.text)
        left_out = sum(not each._printed for each in shown)
        if left_out:
            raise stop(
                "template-failed",
                "The block {name!r} leaves out {left_out} of the {all} texts that the case has for it.",
                block.place,
                name=Term(block.name),
                left_out=left_out,
                all=len(shown),
            )
        return self._judged(block, printed)

    @cached_property
    def _naming(self) -> Naming:
        return naming_of(self._document.view.entities.values(), replaced=True)

    def _judged(self, block: OwnBlock, printed: str) -> Markup:
        """What a block prints, when the words of its own name nobody. Raises Stop when they do."""
        own = _VALUES.sub(lambda value: value[2] + " " * bool(value[1]), printed)
        for called, _ in self._naming.find(own_bare_words(own)):
            raise stop(
                "template-names",
                "The words that the block {block!r} prints name {name}, in whole or in part.",
                block.place,
                block=Term(block.name),
                name=Quoted(called.caption),
            )
        return Markup(_VALUES.sub(r"\1", printed))

    def _about(self) -> dict[str, Any]:
        document, meta = self._document, self._document.view.meta
        texts = {
            "title": document.title,
            "kind": document.kind,
            "person": document.person.caption,
            "office": document.office_line,
            "case": meta.title,
            "as_of": document.as_of,
            "edition": document.view.edition,
            "publisher": meta.publisher.name,
            "url": meta.publisher.url or "",
            "contact": meta.publisher.contact or "",
        }
        regimes = [_Text.of(regime.name) for regime in document.regimes]
        return {**{name: _Text.of(text) for name, text in texts.items()}, "regimes": regimes}

    def _act(self, act: ActDetail, shown: list[_Shown]) -> dict[str, Any]:
        text, quotation = self._print.text, self._print.quotation
        facts, quotations = _Row(), _Row()
        return {
            "when": _shown(shown, partial(text, act.date)),
            "actor": _shown(shown, partial(text, act.actor)),
            "ties": _shown(shown, partial(text, act.ties)),
            # A label says what its text is: without it, a text on which nobody relies could read as a statement.
            "facts": [
                {
                    "label": _shown(shown, partial(text, line.label), facts),
                    "text": _shown(shown, partial(self._fact, line), facts),
                }
                for line in act.lines
            ],
            "quotations": [_shown(shown, partial(quotation, each), quotations) for each in act.quotations],
        }

    def _fact(self, line: Line) -> Markup:
        inferred = f" (inferred: {line.inferred})" if line.inferred else ""
        return self._print.text(f"{line.text}{inferred}") + self._print.cite(line.cite)


def _shown(shown: list[_Shown], make: Callable[[], Markup], row: _Row | None = None) -> _Shown:
    """A text that must be printed, noted in `shown`."""
    shown.append(_Shown(make, row))
    return shown[-1]


def _run(block: OwnBlock, data: dict[str, Any], text: Callable[[object], Markup]) -> str:
    parts: list[str] = []
    room = MAX_PRINTED
    try:
        for part in _template(block, text).generate(data):
            parts.append(part)
            room -= len(part)
            if room < 0:
                raise _TooMuchError(f"it prints more than {MAX_PRINTED:,} characters")
    except _MISTAKES as error:
        place = Place(block.place.file, _line_of(error, block))
        raise stop(
            "template-failed",
            "The block {name!r} fails: {reason}.",
            place,
            name=Term(block.name),
            reason=Quoted(str(error)),
        ) from None
    return "".join(parts)


class _Budget:
    """What all loops and joins of one run may take."""

    def __init__(self) -> None:
        self._steps, self._room = MAX_STEPS, MAX_PRINTED

    def counted(self, items: Any, parts: int) -> Iterator[Any]:
        """The items of a loop, each of which takes as many steps as the loop has parts."""
        for item in _a_list(items):
            self._steps -= parts
            if self._steps < 0:
                raise _TooMuchError(f"its loops take more than {MAX_STEPS:,} steps")
            yield item

    def joined(self, items: Any, between: Any = "") -> _Text:
        """The texts of a list, joined."""
        parts = [_a_text(item) for item in _a_list(items)]
        self._room -= sum(len(str(part)) for part in parts) + len(str(_a_text(between))) * len(parts)
        if self._room < 0:
            raise _TooMuchError(f"it joins more than {MAX_PRINTED:,} characters")
        return _Text.of(str(between).join(map(str, parts)), _own(between).join(map(_own, parts)))


def _template(block: OwnBlock, text: Callable[[object], Markup]) -> Template:
    """The block, compiled with our own eyes in it: on its loops, on what it joins, and on what it prints."""
    environment = _environment(text)
    tree = _Joining().visit(nodes.Template(own_template_body(block), lineno=1))
    for loop in list(tree.find_all(nodes.For)):
        parts = [nodes.Const(sum(1 for _ in loop.find_all(nodes.Node)))]
        loop.iter = nodes.Filter(loop.iter, _STEPS, parts, [], None, None, lineno=loop.lineno)
    for filtered in list(tree.find_all(nodes.Filter)):
        if filtered.name in _OF_TEXTS and filtered.node:
            filtered.node = _checked(filtered.node)
    for words in tree.find_all(nodes.TemplateData):
        words.data = tokens(words.data)
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str):
            constant.value = tokens(constant.value)
    tree.set_environment(environment)
    code = environment.compile(tree, block.name, block.place.file)
    return Template.from_code(environment, code, {})


def _environment(text: Callable[[object], Markup]) -> Environment:
    """The sandbox, with filters that keep the template's own words apart from texts of the case."""

    def printed(value: Any) -> Markup:
        if isinstance(value, _Shown):
            return _marked(value.__html__(), "")
        # words of the template's own that are known before it runs are markup by now
        return value if isinstance(value, Markup) else _marked(text(_a_text(value)), _own(value))

    environment, budget = own_template_sandbox(), _Budget()
    environment.finalize = printed
    filters = environment.filters
    filters |= {_STEPS: budget.counted, _TEXT: _a_text, _JOINED: _concatenated, "join": budget.joined}
    filters |= {name: partial(_changed, filters[name]) for name in _OF_TEXTS}
    filters |= {name: _of_list(filters[name]) for name in _OF_LISTS}
    filters["length"] = lambda items: len(_a_list(items))
    return environment


_OF_TEXTS = ("upper", "lower", "capitalize", "trim")
_OF_LISTS = ("first", "last")


class _Joining(NodeTransformer):
    """What `~` joins becomes the list that a filter joins: the own words of each part are kept apart there."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - the name that Jinja2 looks for
        """One chain."""
        parts = nodes.List([_checked(self.visit(part)) for part in node.nodes], lineno=node.lineno)
        return nodes.Filter(parts, _JOINED, [], [], None, None, lineno=node.lineno)


def _concatenated(parts: Iterable[Any]) -> _Text:
    parts = list(parts)
    return _Text.of("".join(map(str, parts)), "".join(map(_own, parts)))


def _changed(change: Callable[[str], str], value: str | int) -> str:
    """A text changed by a filter. The template's own words are never changed by one."""
    return _Text.of(change(str(value)), _own(value)) if isinstance(value, _Text) else change(str(value))


def _of_list(find: Callable[[Environment, list[Any]], Any]) -> Callable[[Environment, Any], Any]:
    @pass_environment
    def found(environment: Environment, items: Any) -> Any:
        return find(environment, _a_list(items))

    return found


def _a_list(items: Any) -> list[Any]:
    """A list of the data. Raises TemplateError for a text: from letters any word can be put together."""
    if isinstance(items, Undefined):
        str(items)  # raises
    if isinstance(items, list):
        return items
    raise TemplateError(f"only lists have parts, not a {type(items).__name__}")


def _own(value: Any) -> str:
    """What of a value are the template's own words."""
    if isinstance(value, _Text):
        return value.own
    return value if isinstance(value, str) else " "


def _marked(printed: Markup, own: str) -> Markup:
    """What a value prints, with what of it are the template's own words."""
    return Markup(f"{_OPEN}{printed}{_OWN}{escape(tokens(own))}{_CLOSE}")


def _checked(node: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, _TEXT, [], [], None, None, lineno=node.lineno)


def _a_text(value: Any) -> str | int:
    """A value that is a text or a number; a text of the case is neither: it prints whole, and as it is.

    Raises TemplateError for anything else.
    """
    if isinstance(value, Undefined):
        str(value)  # raises: nothing unknown prints as nothing
    if isinstance(value, str | int):
        return value
    raise TemplateError(f"only texts can be printed, not a {type(value).__name__}")


def _line_of(error: BaseException, block: OwnBlock) -> int:
    lines = [row.lineno for row in traceback.extract_tb(error.__traceback__) if row.filename == block.place.file]
    return next((line for line in reversed(lines) if line), block.place.line)
