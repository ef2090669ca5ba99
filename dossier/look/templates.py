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

from dossier.case.fields import corrected
from dossier.case.files import inside, name_in_case
from dossier.case.model import OwnBlock
from dossier.formats.reading import TooLarge, read_file
from dossier.look.kinds import Fault, kind_faults
from dossier.look.own_words import named_in, parted_words
from dossier.names.said import Called, Naming
from dossier.problems import File, Message, Place, Problems, Quoted, Term, Words, listed, message, os_reason

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
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
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
            problems.add("unknown-file", Place(file), "Only files that end in .html are read here.")
        elif inside(path, folder, root, Place(file), problems):
            for block in _blocks_of(path, file, problems):
                if block.name in found:
                    problems.add(
                        "duplicate-id",
                        block.place,
                        "The block {name!r} stands already at {first}.",
                        name=Term(block.name),
                        first=File(str(found[block.name].place)),
                    )
                else:
                    found[block.name] = block
    return tuple(found.values())


def body_of(block: OwnBlock) -> list[nodes.Node]:
    """What stands in a block, as Jinja2 reads it."""
    tree = sandbox().parse(block.source, filename=block.place.file)
    return next(node.body for node in tree.find_all(nodes.Block) if node.name == block.name)


def named_by(block: OwnBlock, naming: Naming) -> Iterator[tuple[Called, Place]]:
    """Whom the own words of a block name, each once, and where."""
    for called, line in named_in(body_of(block), naming):
        yield called, Place(block.place.file, line)


def _is_the_programs(folder: Path) -> bool:
    """The project is itself a case, and its folder of this name holds the program's templates."""
    return all((folder / name).is_file() for name in ("dossier.html", "dossier.css"))


def _blocks_of(path: Path, file: str, problems: Problems) -> Iterator[OwnBlock]:
    try:
        source = read_file(path, MAX_BYTES).decode("utf-8")
    except TooLarge:
        problems.add("file-too-large", Place(file), "A template has at most {max_bytes:,} bytes.", max_bytes=MAX_BYTES)
        return
    except OSError as error:
        problems.add("file-unreadable", Place(file), "It cannot be read: {reason}.", reason=os_reason(error))
        return
    except UnicodeDecodeError:
        problems.add("file-not-utf8", Place(file), "The template is not in UTF-8.")
        return
    try:
        template = sandbox().parse(source, filename=file)
    except TemplateSyntaxError as error:
        problems.add(
            "template-refused",
            Place(file, error.lineno),
            "The template cannot be read: {reason}.",
            reason=Quoted(str(error.message)),
        )
        return
    except RecursionError:
        problems.add("template-refused", Place(file), "The template is nested too deep.")
        return
    for node in template.body:
        if isinstance(node, nodes.Block):
            if _may_replace(node, file, problems):
                yield OwnBlock(node.name, source, Place(file, node.lineno))
        elif not (isinstance(node, nodes.Output) and all(_is_blank(child) for child in node.nodes)):
            problems.add("template-refused", Place(file, node.lineno), "Something stands outside the blocks.")


def _may_replace(block: nodes.Block, file: str, problems: Problems) -> bool:
    """Whether a block is one that a case may replace, and nothing stands in it that may not; else problems."""
    name, hint = corrected(block.name, list(BLOCKS))
    if block.name in BLOCKS:
        name = Term(block.name)
    else:
        if not hint.args:
            hint = message(" It may be one of {blocks}.", blocks=listed(Term, BLOCKS))
        at = Place(file, block.lineno)
        problems.add("template-refused", at, "The block {name!r} cannot be replaced.{hint}", name=name, hint=hint)
    faults = [*_faults(block.body, 0, 0), *_markup_faults(block.body, 0)]
    if not faults:
        faults = [*kind_faults(block.body), *parted_words(block.body)]
    for line, what in faults:
        at = Place(file, line)
        problems.add("template-refused", at, "In the block {name!r} stands {what}.", name=name, what=what)
    return block.name in BLOCKS and not faults


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TemplateData) and not node.data.strip()


def _faults(body: list[nodes.Node], loops: int, depth: int) -> Iterator[Fault]:
    """Whatever of Jinja2 is not allowed."""
    for node in body:
        if not isinstance(node, _ALLOWED):
            name = next((words for kind, words in _NAMES.items() if isinstance(node, kind)), "code")
            yield node.lineno, message("{part}", part=Term(name))
            continue
        if depth > MAX_NESTED:
            yield node.lineno, message("something nested more than {most} deep", most=MAX_NESTED)
            return
        inner = loops + isinstance(node, nodes.For)
        if fault := _fault(node, inner):
            yield node.lineno, fault
        yield from _faults(list(node.iter_child_nodes()), inner, depth + 1)


def _fault(node: nodes.Node, loops: int) -> Message | None:
    """What is not allowed in a part of Jinja2 whose kind is; `loops` counts those around its content."""
    if isinstance(node, nodes.For) and (node.recursive or loops > MAX_LOOPS):
        return message("a loop that is recursive or more than {most} deep", most=MAX_LOOPS)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        return message("the attribute {name!r}", name=Quoted(node.attr))
    if isinstance(node, nodes.Getitem) and not _is_plain_key(node.arg):
        return message("an index that is no plain name or number")
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.dyn_args or node.dyn_kwargs):
        return message("the filter {name!r}", name=Quoted(node.name))
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return message("the test {name!r}", name=Quoted(node.name))
    return None


def _is_plain_key(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and (isinstance(node.value, int) or not str(node.value).startswith("_"))


# --- markup


class _Markup:
    """What a body writes, with a sign for what an expression prints, and on which line each part of it begins."""

    def __init__(self) -> None:
        self.text = ""
        self._lines: list[tuple[int, int]] = []  # from which character on, which line

    def add(self, output: nodes.Output) -> None:
        """Append what one output writes."""
        for child in output.nodes:
            self._lines.append((len(self.text), child.lineno))
            self.text += child.data if isinstance(child, nodes.TemplateData) else _VALUE

    def line(self, position: int) -> int:
        """The line of a character."""
        start, number = next((row for row in reversed(self._lines) if row[0] <= position), (0, 1))
        return number + self.text.count("\n", start, position)

    def opened(self) -> int:
        """How many tags are open at its end, when all of them are well formed."""
        return sum(-1 if tag[1] else 1 for tag in _TAG.finditer(self.text) if tag[2] != "br" and not tag[4])


def _markup_faults(body: list[nodes.Node], depth: int) -> Iterator[Fault]:
    """Markup that is not plain, or not closed where it was opened: it could hide what stands around the block.

    `depth` says in how many tags and branches the body stands.
    """
    if depth > MAX_NESTED:
        return  # which is a fault already
    markup = _Markup()
    for node in body:
        if isinstance(node, nodes.Output):
            markup.add(node)
        elif isinstance(node, nodes.If | nodes.For):
            inner = depth + markup.opened() + 1
            for branch in (node.body, node.else_, *(each.body for each in getattr(node, "elif_", ()))):
                yield from _markup_faults(branch, inner)
    yield from _character_faults(markup)
    yield from _tag_faults(markup, depth)


def _character_faults(markup: _Markup) -> Iterator[Fault]:
    for sign in re.finditer("&", markup.text):
        if not _CHARACTER.match(markup.text, sign.start()):
            what = message("a `&` that is none of &amp; &lt; &gt; &quot; &nbsp; (write the character itself)")
            yield markup.line(sign.start()), what


def _tag_faults(markup: _Markup, depth: int) -> Iterator[Fault]:
    open_tags: list[tuple[str, int]] = []
    for sign in re.finditer("<", markup.text):
        at = sign.start()
        tag = _TAG.match(markup.text, at)
        if tag is None:
            what = message("a `<` that begins no plain tag (a tag cannot hold an expression)")
            yield markup.line(at), what
            return
        closing, name, attributes, closed = tag.groups()
        if fault := _tag_fault(name, attributes):
            yield markup.line(at), fault
        if closing and (not open_tags or open_tags.pop()[0] != name):
            yield markup.line(at), message("</{tag}>, which closes no tag opened there", tag=_tag_name(name))
            return
        if not closing and not closed and name != "br":
            open_tags.append((name, at))
            if depth + len(open_tags) > MAX_NESTED:
                what = message("<{tag}>, nested more than {most} deep", tag=_tag_name(name), most=MAX_NESTED)
                yield markup.line(at), what
                return
    for name, position in open_tags:
        yield markup.line(position), message("<{tag}>, which is not closed there", tag=_tag_name(name))


def _tag_name(name: str) -> Words:
    return Term(name) if name in TAGS else Quoted(name)


def _tag_fault(name: str, attributes: str) -> Message | None:
    if name not in TAGS:
        return message("the tag <{tag}>", tag=_tag_name(name))
    for key, value in re.findall(r'([a-z]+)="([^"]*)"', attributes):
        if key not in _ATTRIBUTES:
            return message("the attribute {key}=", key=Quoted(key))
        if _VALUE in value:
            return message("an expression inside a tag")
        if not _ATTRIBUTES[key].fullmatch(value):
            if key == "class":
                return message("the class {value!r}", value=Quoted(value))
            return message("{key}={value!r}", key=Term(key), value=Quoted(value))
        if _ATTRIBUTES[key] is _SPAN and int(value) > MAX_SPAN:
            return message("{key}={value!r}, more than {most}", key=Term(key), value=Quoted(value), most=MAX_SPAN)
    return None
