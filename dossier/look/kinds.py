"""What the expressions of a case's own template can be: a text prints whole, and no name decides what prints.

From letters of texts any word can be put together, and words chosen by a name are words about that person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from dossier.problems import Message, Quoted, Term, message

Fault = tuple[int, Message]  # the line, and what stands there


@dataclass(frozen=True)
class _List:
    of: _Kind


@dataclass(frozen=True)
class _Record:
    fields: Mapping[str, _Kind]


_Kind = str | _List | _Record
_Kinds = tuple[_Kind, ...]  # all that an expression may be
_Scope = Mapping[str, _Kinds]

_OWN = "words of the template"
_TEXT, _ABOUT, _NUMBER = "text", "text that names the person", "number"
_WHOLE = "text of the case"  # prints as it is, once
_TEXTS = (_OWN, _TEXT, _ABOUT)

# The texts of `document` that differ with the person whom it is about.
ABOUT_PERSON = ("title", "person", "office")
_PASSAGE = _Record({"text": _WHOLE, **dict.fromkeys(("item", "bullet", "depth", "analysis"), _NUMBER)})
_DATA: _Scope = {
    "document": (
        _Record(
            {
                **dict.fromkeys(("kind", "case", "as_of", "edition", "publisher", "url", "contact"), _TEXT),
                **dict.fromkeys(ABOUT_PERSON, _ABOUT),
                "regimes": _List(_TEXT),
            }
        ),
    ),
    "passages": (_List(_PASSAGE),),
    "act": (
        _Record(
            {
                **dict.fromkeys(("when", "actor", "ties"), _WHOLE),
                "facts": _List(_Record({"label": _WHOLE, "text": _WHOLE})),
                "quotations": _List(_WHOLE),
            }
        ),
    ),
}
_OF_LISTS = ("first", "last", "length", "join")
_OF_LETTERS = ("upper", "lower", "capitalize")


def kind_faults(body: Iterable[nodes.Node]) -> Iterator[Fault]:
    """Texts that are cut into letters, and names that are changed or compared, in what a block holds."""
    yield from _faults(body, _DATA)


def _faults(body: Iterable[nodes.Node], scope: _Scope) -> Iterator[Fault]:
    for node in body:
        if isinstance(node, nodes.For):
            yield from _faults((node.iter,), scope)
            inside = {**scope, **_of_loop(node, scope)}
            if not _is_list(_kinds(node.iter, scope)):
                yield node.lineno, message("a loop over the letters of a text (only lists have parts)")
            yield from _faults([*([node.test] if node.test else []), *node.body], inside)
            yield from _faults(node.else_, scope)
            continue
        if fault := _fault(node, scope):
            yield node.lineno, fault
        yield from _faults(node.iter_child_nodes(), scope)


def _of_loop(loop: nodes.For, scope: _Scope) -> _Scope:
    parts = _parts(_kinds(loop.iter, scope))
    name = loop.target.name if isinstance(loop.target, nodes.Name) else ""
    strictest = next((kind for kind in (_ABOUT, _OWN, _TEXT, *parts) if kind in parts), _NUMBER)
    return {name: parts, "loop": (_Record({"previtem": strictest, "nextitem": strictest}),)}


def _fault(node: nodes.Node, scope: _Scope) -> Message | None:
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
        if not _is_list(_kinds(node.node, scope)):
            return message("a letter of a text (only lists have parts)")
    elif isinstance(node, nodes.Filter) and node.node:
        if node.name == "trim" and (node.args or node.kwargs):
            return message("the filter {name!r} with the letters to take off", name=Quoted(node.name))
        return _filter_fault(node.name, _kinds(node.node, scope))
    elif isinstance(node, nodes.Compare):
        found = [kind for each in (node.expr, *(row.expr for row in node.ops)) for kind in _kinds(each, scope)]
        if _ABOUT in found:
            return message(
                "a comparison with {names}, which differ with the person",
                names=Term(", ".join(f"document.{name}" for name in ABOUT_PERSON)),
            )
        if _WHOLE in found:
            return message("a comparison with a text of the case, which can only be printed")
    return None


def _filter_fault(name: str, kinds: _Kinds) -> Message | None:
    if name in _OF_LISTS and not _is_list(kinds):
        return message("the filter {name!r} on the letters of a text (only lists have parts)", name=Quoted(name))
    if name in (*_OF_LETTERS, "trim") and _OWN in kinds:
        return message("the filter {name!r} on words of the template (write them as they print)", name=Quoted(name))
    if name in _OF_LETTERS and _ABOUT in kinds:
        return message("the filter {name!r} on a text that names the person (it prints as it is)", name=Quoted(name))
    return None


def _is_list(kinds: _Kinds) -> bool:
    """Whether an expression is a list, for all that is known; what is not known at all fails when it is run."""
    return not any(kind in _TEXTS or isinstance(kind, _Record) for kind in kinds)


def _parts(kinds: _Kinds) -> _Kinds:
    return _each(kind.of for kind in kinds if isinstance(kind, _List))


def _kinds(node: nodes.Node, scope: _Scope) -> _Kinds:
    """All that an expression may be; nothing where it is unknown."""
    match node:
        case nodes.Const():
            return (_OWN,) if isinstance(node.value, str) else (_NUMBER,)
        case nodes.Name():
            return scope.get(node.name, ())
        case nodes.Getattr():
            return _field(_kinds(node.node, scope), node.attr)
        case nodes.Getitem(arg=nodes.Const(value=key)):
            kinds = _kinds(node.node, scope)
            return _parts(kinds) if isinstance(key, int) else _field(kinds, str(key))
        case nodes.Filter():
            return _filtered(node, scope)
        case nodes.CondExpr():
            branches = (node.expr1, node.expr2) if node.expr2 else (node.expr1,)
            return _each(kind for each in branches for kind in _kinds(each, scope))
        case nodes.And() | nodes.Or():
            return _each(kind for each in (node.left, node.right) for kind in _kinds(each, scope))
        case nodes.Concat():
            found = _each(kind for each in node.nodes for kind in _kinds(each, scope))
            return _each((_TEXT, *(kind for kind in found if kind in _TEXTS)))
    return (_NUMBER,)


def _filtered(node: nodes.Filter, scope: _Scope) -> _Kinds:
    kinds = _kinds(node.node, scope) if node.node else ()
    more = _each(kind for each in node.args for kind in _kinds(each, scope))
    if node.name == "default":
        return _each((*kinds, *more))
    if node.name in ("first", "last"):
        return _parts(kinds)
    if node.name == "length":
        return (_NUMBER,)
    if node.name == "join":
        return _each((_TEXT, *(kind for kind in (*_parts(kinds), *more) if kind in _TEXTS)))
    return kinds


def _field(kinds: _Kinds, name: str) -> _Kinds:
    return _each(kind.fields[name] for kind in kinds if isinstance(kind, _Record) and name in kind.fields)


def _each(kinds: Iterable[_Kind]) -> _Kinds:
    found: list[_Kind] = []
    for kind in kinds:
        if kind not in found:
            found.append(kind)
    return tuple(found)
