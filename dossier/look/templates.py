"""A case's own templates: which blocks they may replace, and that nothing in them can run, fetch or hide anything.

A template is judged before it is ever run: only the parts of Jinja2 named here may stand in it, and only plain markup.
What passes runs in Jinja2's immutable sandbox, with limits (`render/blocks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dossier.case.fields import suggestion
from dossier.case.files import inside, name_in_case
from dossier.case.model import OwnBlock
from dossier.problems import Place, Problems

FOLDER, ENDING = "templates", ".html"
MAX_BYTES = 64 * 1024
MAX_LOOPS = 2  # one inside the other
MAX_NESTED = 20  # parts of a template, or tags, one inside the other
MAX_SPAN = 20  # columns or rows of a cell
# The blocks that a case may replace, with what stands there otherwise.
BLOCKS = {
    "letterhead": "nothing; above the first page's title",
    "foreword": "nothing; below the contents",
    "summary": "`summary:`",
    "submitter": "`sections: submitter`, with the publisher",
    "pattern": "`sections: pattern`",
    "protected_activity": "`sections: protected-activity`",
    "associates": "`sections: associates`",
    "factors": "`sections: factors`",
    "national_interest": "`sections: national-interest`",
    "safety": "`sections: safety`",
    "act": "the lines and quotations of one act, below its heading",
    "closing": "nothing; at the end of the last part",
}
FILTERS = ("upper", "lower", "capitalize", "trim", "join", "length", "default", "first", "last")
LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem")
TESTS = ("defined", "none", "odd", "even")
TAGS = [
    "p",
    "div",
    "span",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "b",
    "i",
    "small",
    "br",
]
CLASSES = ("small", "lead", "ref", "short", "facts")
# The attributes of a tag, and what each may be.
_SPAN = re.compile("[1-9][0-9]?")
_ATTRIBUTES = {
    "class": re.compile(rf"(?:(?:{'|'.join(CLASSES)})(?: |\Z))*"),
    "scope": re.compile("col|row|colgroup|rowgroup"),
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "lang": re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "dir": re.compile("ltr|rtl"),
}
# What `&` may begin; any other character stands for itself, so that words are what they look like.
_CHARACTER = re.compile(r"&(?:amp|lt|gt|quot|nbsp);")
_ALLOWED = (
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
)
_NAMES: dict[type[nodes.Node], str] = {
    nodes.Call: "a call",
    nodes.Include: "an include",
    nodes.Import: "an import",
    nodes.FromImport: "an import",
    nodes.Extends: "an extends",
    nodes.Assign: "a set",
    nodes.AssignBlock: "a set",
    nodes.Macro: "a macro",
    nodes.CallBlock: "a call",
    nodes.Block: "a block inside a block",
    nodes.BinExpr: "arithmetic",
    nodes.List: "a list",
    nodes.Tuple: "a list",
    nodes.Dict: "a mapping",
    nodes.Slice: "a slice",
}
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z]+="[^"<>]*")*)\s*(/?)>')
_VALUE = "\ue000"  # stands for what an expression prints


class _Sandbox(ImmutableSandboxedEnvironment):
    """Names lead to data and to where a loop stands: no method of anything can be reached, let alone called."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | str) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, LoopContext) and argument in LOOP:
            return super().getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)


def sandbox() -> ImmutableSandboxedEnvironment:
    """The environment in which templates of a case are read and run: no loader, no globals, few filters."""
    environment = _Sandbox(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    for table, kept in ((environment.filters, FILTERS), (environment.tests, TESTS)):
        for name in [name for name in table if name not in kept]:
            del table[name]
    return environment


def read_templates(root: Path, problems: Problems) -> tuple[OwnBlock, ...]:
    """The blocks that the case in `root` replaces; what cannot be used is a problem and left out."""
    found: dict[str, OwnBlock] = {}
    folder = root / FOLDER
    for path in () if _is_the_programs(folder) else sorted(folder.rglob("*")):
        file = name_in_case(path, root)
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or (path.is_dir() and not path.is_symlink()):
            continue
        if path.suffix != ENDING:
            problems.add("unknown-file", Place(file), f"Only files that end in {ENDING} are read here.")
        elif inside(path, folder, root, Place(file), problems):
            for block in _blocks_of(path, file, problems):
                if block.name in found:
                    message = f"The block {block.name!r} stands already at {found[block.name].place}."
                    problems.add("duplicate-id", block.place, message)
                else:
                    found[block.name] = block
    return tuple(found.values())


def _is_the_programs(folder: Path) -> bool:
    """The project is itself a case, and its folder of this name holds the program's templates."""
    return all((folder / name).is_file() for name in ("dossier.html", "dossier.css"))


def _blocks_of(path: Path, file: str, problems: Problems) -> Iterator[OwnBlock]:
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        source = data.decode("utf-8")
    except OSError as error:
        problems.add("file-unreadable", Place(file), f"It cannot be read: {error.strerror}.")
        return
    except UnicodeDecodeError:
        problems.add("file-not-utf8", Place(file), "The template is not in UTF-8.")
        return
    if len(data) > MAX_BYTES:
        problems.add("file-too-large", Place(file), f"A template has at most {MAX_BYTES:,} bytes.")
        return
    try:
        template = sandbox().parse(source, filename=file)
    except TemplateSyntaxError as error:
        problems.add("template-refused", Place(file, error.lineno), f"The template cannot be read: {error.message}.")
        return
    except RecursionError:
        problems.add("template-refused", Place(file), "The template is nested too deep.")
        return
    for node in template.body:
        if isinstance(node, nodes.Block):
            place = Place(file, node.lineno)
            faults = [*_faults(node.body, 0, 0), *_markup_faults(node.body, 0)]
            if node.name not in BLOCKS:
                hint = suggestion(node.name, list(BLOCKS)) or f" It may be one of {', '.join(BLOCKS)}."
                problems.add("template-refused", place, f"The block {node.name!r} cannot be replaced.{hint}")
            for line, what in faults:
                problems.add("template-refused", Place(file, line), f"In the block {node.name!r} stands {what}.")
            if not faults and node.name in BLOCKS:
                yield OwnBlock(node.name, source, place)
        elif not (isinstance(node, nodes.Output) and all(_is_blank(child) for child in node.nodes)):
            problems.add("template-refused", Place(file, node.lineno), "Something stands outside the blocks.")


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TemplateData) and not node.data.strip()


def _faults(body: list[nodes.Node], loops: int, depth: int) -> Iterator[tuple[int, str]]:
    """Whatever of Jinja2 is not allowed, as (line, what)."""
    for node in body:
        if not isinstance(node, _ALLOWED):
            yield node.lineno, next((words for kind, words in _NAMES.items() if isinstance(node, kind)), "code")
            continue
        if depth > MAX_NESTED:
            yield node.lineno, f"something nested more than {MAX_NESTED} deep"
            return
        inner = loops
        if isinstance(node, nodes.For):
            inner += 1
            if node.recursive or inner > MAX_LOOPS:
                yield node.lineno, f"a loop that is recursive or more than {MAX_LOOPS} deep"
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield node.lineno, f"the attribute {node.attr!r}"
        elif isinstance(node, nodes.Getitem) and not _is_plain_key(node.arg):
            yield node.lineno, "an index that is no plain name or number"
        elif isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.dyn_args or node.dyn_kwargs):
            yield node.lineno, f"the filter {node.name!r}"
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield node.lineno, f"the test {node.name!r}"
        yield from _faults(list(node.iter_child_nodes()), inner, depth + 1)


def _is_plain_key(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and (isinstance(node.value, int) or not str(node.value).startswith("_"))


# --- markup


def _markup_faults(body: list[nodes.Node], depth: int) -> Iterator[tuple[int, str]]:
    """Markup that is not plain, or not closed where it was opened: it could hide what stands around the block.

    `depth` says in how many tags and branches the body stands.
    """
    if depth > MAX_NESTED:
        return  # which is a fault already
    text = ""
    lines: list[tuple[int, int]] = []  # from which character on, which line
    for node in body:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                words = child.data if isinstance(child, nodes.TemplateData) else _VALUE
                text, lines = text + words, [*lines, (len(text), child.lineno)]
        elif isinstance(node, nodes.If | nodes.For):
            branches = [node.body, node.else_, *(each.body for each in getattr(node, "elif_", ()))]
            opened = sum(-1 if tag[1] else 1 for tag in _TAG.finditer(text) if tag[2] != "br" and not tag[4])
            for branch in branches:
                yield from _markup_faults(branch, depth + opened + 1)

    def line(position: int) -> int:
        start, number = next((row for row in reversed(lines) if row[0] <= position), (0, 1))
        return number + text.count("\n", start, position)

    for sign in re.finditer("&", text):
        if not _CHARACTER.match(text, sign.start()):
            yield line(sign.start()), "a `&` that is none of &amp; &lt; &gt; &quot; &nbsp; (write the character itself)"
    open_tags: list[tuple[str, int]] = []
    for sign in re.finditer("<", text):
        tag = _TAG.match(text, sign.start())
        if tag is None:
            yield line(sign.start()), "a `<` that begins no plain tag (a tag cannot hold an expression)"
            return
        closing, name, attributes, closed = tag.groups()
        if fault := _tag_fault(name, attributes):
            yield line(sign.start()), fault
        if closing and (not open_tags or open_tags.pop()[0] != name):
            yield line(sign.start()), f"</{name}>, which closes no tag opened there"
            return
        if not closing and not closed and name != "br":
            open_tags.append((name, sign.start()))
            if depth + len(open_tags) > MAX_NESTED:
                yield line(sign.start()), f"<{name}>, nested more than {MAX_NESTED} deep"
                return
    for name, position in open_tags:
        yield line(position), f"<{name}>, which is not closed there"


def _tag_fault(name: str, attributes: str) -> str | None:
    if name not in TAGS:
        return f"the tag <{name}>"
    for key, value in re.findall(r'([a-z]+)="([^"]*)"', attributes):
        if key not in _ATTRIBUTES:
            return f"the attribute {key}="
        if _VALUE in value:
            return "an expression inside a tag"
        if not _ATTRIBUTES[key].fullmatch(value):
            return f"the class {value!r}" if key == "class" else f"{key}={value!r}"
        if _ATTRIBUTES[key] is _SPAN and int(value) > MAX_SPAN:
            return f"{key}={value!r}, more than {MAX_SPAN}"
    return None
