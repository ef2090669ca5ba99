"""Runs a case's own templates: in Jinja2's immutable sandbox, with plain texts for data and a budget for loops.

What a template prints stands in its block and nowhere else, and a block that has texts of the case prints all of them.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Template, TemplateError, Undefined, nodes
from markupsafe import Markup

from dossier.editions import OwnBlock, VisiblePassage, own_template_sandbox
from dossier.problems import Place, Quoted, Term, stop
from dossier.render.document import Document
from dossier.render.document.model import ActDetail, Line
from dossier.render.legible import tokens

MAX_STEPS = 1_000_000  # of all loops of one run: each time round takes as many as there are parts in the loop
MAX_PRINTED = 1_000_000  # characters
_STEPS, _TEXT = "count steps", "text"  # our own filters; no template can name one that is not allowed
_MISTAKES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class _Shown:
    """A text of the case that a template must print; made when it is printed, so that citations count in order."""

    def __init__(self, make: Callable[[], Markup]) -> None:
        self._make = make
        self._printed = False

    def __html__(self) -> Markup:
        self._printed = True
        return self._make()


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
            data["passages"] = [
                {
                    "text": _shown(shown, partial(self._print.passage, passage)),
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
        return printed

    def _about(self) -> dict[str, Any]:
        document, meta = self._document, self._document.view.meta
        return {
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
            "regimes": [regime.name for regime in document.regimes],
        }

    def _act(self, act: ActDetail, shown: list[_Shown]) -> dict[str, Any]:
        text, quotation = self._print.text, self._print.quotation
        return {
            "when": _shown(shown, partial(text, act.date)),
            "actor": _shown(shown, partial(text, act.actor)),
            "ties": _shown(shown, partial(text, act.ties)),
            "facts": [{"label": line.label, "text": _shown(shown, partial(self._fact, line))} for line in act.lines],
            "quotations": [_shown(shown, partial(quotation, each)) for each in act.quotations],
        }

    def _fact(self, line: Line) -> Markup:
        inferred = f" (inferred: {line.inferred})" if line.inferred else ""
        return self._print.text(f"{line.text}{inferred}") + self._print.cite(line.cite)


def _shown(shown: list[_Shown], make: Callable[[], Markup]) -> _Shown:
    """A text that must be printed, noted in `shown`."""
    shown.append(_Shown(make))
    return shown[-1]


def _run(block: OwnBlock, data: dict[str, Any], text: Callable[[object], Markup]) -> Markup:
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
    return Markup("".join(parts))


def _template(block: OwnBlock, text: Callable[[object], Markup]) -> Template:
    """The block, compiled with our own eyes in it: on its loops, on what it joins, and on what it prints."""
    steps, room = MAX_STEPS, MAX_PRINTED

    def counted(items: Any, parts: int) -> Iterator[Any]:
        nonlocal steps
        for item in items:
            steps -= parts
            if steps < 0:
                raise _TooMuchError(f"its loops take more than {MAX_STEPS:,} steps")
            yield item

    def joined(items: Iterable[Any], between: Any = "") -> str:
        nonlocal room
        parts = [str(_a_text(item)) for item in items]
        room -= sum(map(len, parts)) + len(str(_a_text(between))) * len(parts)
        if room < 0:
            raise _TooMuchError(f"it joins more than {MAX_PRINTED:,} characters")
        return str(between).join(parts)

    def printed(value: Any) -> Markup:
        return Markup(value.__html__()) if hasattr(value, "__html__") else text(_a_text(value))

    environment = own_template_sandbox()
    environment.finalize = printed
    environment.filters |= {_STEPS: counted, _TEXT: _a_text, "join": joined}
    tree = environment.parse(block.source, filename=block.place.file)
    body = next(node.body for node in tree.find_all(nodes.Block) if node.name == block.name)
    tree = nodes.Template(body, lineno=1)
    for loop in list(tree.find_all(nodes.For)):
        parts = [nodes.Const(sum(1 for _ in loop.find_all(nodes.Node)))]
        loop.iter = nodes.Filter(loop.iter, _STEPS, parts, [], None, None, lineno=loop.lineno)
    for chain in list(tree.find_all(nodes.Concat)):
        chain.nodes = [_checked(node) for node in chain.nodes]
    for filtered in list(tree.find_all(nodes.Filter)):
        if filtered.name in _OF_TEXTS and filtered.node:
            filtered.node = _checked(filtered.node)
    for words in tree.find_all(nodes.TemplateData):
        words.data = tokens(words.data)
    tree.set_environment(environment)
    code = environment.compile(tree, block.name, block.place.file)
    return Template.from_code(environment, code, {})


_OF_TEXTS = ("upper", "lower", "capitalize", "trim")


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
