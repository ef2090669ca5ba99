"""Messages as a template and typed arguments, so that what may be shown is decided by the type and never by wording.

A template is a constant of the program, in the form of `str.format`: `"{id} has no property {prop!r}."`. Each argument
says by its type where its text comes from. `{x}` prints the text, `{x!r}` prints it in quotation marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

_FIRST_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """A text in a message; its class says where the text comes from, and so who may read it."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return repr(self.text)

    def __format__(self, spec: str) -> str:
        return format(self.text, spec)


class Quoted(Words):
    """Words of the case, or of any file that is read: they may name or describe somebody withheld."""

    __slots__ = ()


class Harmless(Words):
    """Words of the case that may be shown where the rest of it is hidden: a misspelt word of the format, figures.

    A name in them is replaced all the same.
    """

    __slots__ = ()


class Id(Words):
    """The id of something in the case: an entity, source, excerpt, act, regime, edition. A name may hide in it."""

    __slots__ = ()


class File(Words):
    """A file name, a path or an address. A name may hide in it."""

    __slots__ = ()


class Term(Words):
    """The program's own words, or another program's: a key, a schema, a choice, a reason. Never words of the case."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Several arguments in one place, with a separator between them."""

    items: tuple[Arg, ...]
    separator: str = ", "

    def __str__(self) -> str:
        return self.separator.join(map(str, self.items))


@dataclass(frozen=True, slots=True)
class Message:
    """A template with its arguments, by name. A template without arguments is printed as it is, braces included."""

    template: str
    args: tuple[tuple[str, Arg], ...] = ()

    def __str__(self) -> str:
        return self.template.format(**dict(self.args)) if self.args else self.template

    def words(self) -> Iterator[Words]:
        """Every text that is an argument, those in lists and nested messages too."""
        for _, arg in self.args:
            yield from _words(arg)

    def changed(self, change: Callable[[Words], Words]) -> Message:
        """The message with every text that is an argument replaced by what `change` makes of it."""
        return replace(self, args=tuple((name, _changed(arg, change)) for name, arg in self.args))

    def unended(self) -> Message:
        """The same without the full stop at its end, to stand inside a sentence."""
        last, arg = self.args[-1] if self.args else ("", None)
        if not isinstance(arg, Message) or not self.template.endswith(f"{{{last}}}"):
            return replace(self, template=self.template.removesuffix("."))
        if str(arg):
            return replace(self, args=(*self.args[:-1], (last, arg.unended())))
        return replace(self, template=self.template.removesuffix(f"{{{last}}}").removesuffix("."))

    def capitalised(self) -> Message:
        """The same with its first letter in capitals, to stand as a sentence."""
        first = _FIRST_FIELD.match(self.template)
        if first is None or not self.args:
            return replace(self, template=_capitalised(self.template))
        return replace(self, args=tuple((name, _begun(arg) if name == first[1] else arg) for name, arg in self.args))


Arg = Words | Message | Listed | int | float


def message(template: str, **args: Arg) -> Message:
    """A message; the template is a constant, never built from the case."""
    return Message(template, tuple(args.items()))


class Explained(Exception):
    """An exception whose text is a message: `reason` may go into the message of a problem, its types kept."""

    def __init__(self, template: str | Message, **args: Arg) -> None:
        self.reason = template if isinstance(template, Message) else message(template, **args)
        super().__init__(str(self.reason))


class Invalid(Explained, ValueError):
    """Why a file is not of the right form."""


def reason_of(error: Exception) -> Arg:
    """Why something could not be read, for the message of a problem: anything not known to be safe is quoted."""
    if isinstance(error, Explained):
        return error.reason
    if isinstance(error, json.JSONDecodeError):  # says where, and nothing of what stands there
        return Term(str(error))
    return os_reason(error) if isinstance(error, OSError) else Quoted(str(error))


def os_reason(error: OSError) -> Words:
    """Why the operating system refused a file; without words of its own, what Python says, which names the file."""
    return Term(error.strerror) if error.strerror else File(str(error))


def listed(kind: type[Words], texts: Iterable[str], separator: str = ", ", none: str = "") -> Listed:
    """Several texts of one kind in one place; `none` is said when there are none."""
    return Listed(tuple(map(kind, texts)) or (Term(none),), separator)


def _capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _begun(arg: Arg) -> Arg:
    """The argument with which a sentence begins, its first letter in capitals."""
    if isinstance(arg, Words):
        return replace(arg, text=_capitalised(arg.text))
    return arg.capitalised() if isinstance(arg, Message) else arg


def _words(arg: Arg) -> Iterator[Words]:
    if isinstance(arg, Message):
        yield from arg.words()
    elif isinstance(arg, Listed):
        for item in arg.items:
            yield from _words(item)
    elif not isinstance(arg, int | float):
        yield _safe(arg)


def _changed(arg: Arg, change: Callable[[Words], Words]) -> Arg:
    if isinstance(arg, Message):
        return arg.changed(change)
    if isinstance(arg, Listed):
        return replace(arg, items=tuple(_changed(item, change) for item in arg.items))
    return arg if isinstance(arg, int | float) else change(_safe(arg))


def _safe(arg: object) -> Words:
    """An argument that is a text; whatever type checking let through untyped may be words of the case."""
    return arg if isinstance(arg, Words) else Quoted(str(arg))
