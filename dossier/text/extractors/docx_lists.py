"""Numbers of list items in a Word document, which its file only describes: counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dossier.text.extractors import numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "lowerLetter": numbers.doubled,
    "upperLetter": numbers.upper(numbers.doubled),
    "lowerRoman": numbers.roman,
    "upperRoman": numbers.upper(numbers.roman),
    "russianLower": numbers.russian,
    "russianUpper": numbers.upper(numbers.russian),
    "none": lambda _number: "",
}
_BULLET = "•"
# In the place of a number in a form that is not known here.
NOT_KNOWN = "[list number]"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of one level of a list are numbered; `restart` is the level after which counting begins anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    after: str = " "
    restart: int | None = None
    digits_only: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """One numbering as paragraphs name it: its levels, those that begin anew with it, and which list it counts in."""

    counted_in: str
    levels: dict[int, _Level]
    begins: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Gives each paragraph of a document, asked for in order, the number that Word shows before it."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._styles = _styles(styles) if styles is not None else {}
        self._lists = _lists(numbering, self._styles) if numbering is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def before(self, paragraph: Any) -> str:
        """What is shown before the words of a paragraph, with the space after it; empty for no item of a list."""
        id_, depth = self._place(paragraph)
        listed = self._lists.get(id_ or "")
        if listed is None or id_ is None or depth not in listed.levels:
            return ""
        level = listed.levels[depth]
        counts = self._count(id_, listed, depth)
        if level.form == "bullet":
            return _BULLET + level.after

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = listed.levels.get(at, _Level())
            form = _FORMS["decimal"] if level.digits_only else _FORMS.get(own.form)
            return form(counts.get(at, own.start)) if form else NOT_KNOWN

        text = re.sub(r"%([1-9])", shown, level.text)
        return text + level.after if text else ""

    def _count(self, id_: str, listed: _List, depth: int) -> dict[int, int]:
        """The counts of a list with one more item at a level."""
        counts = self._counts.setdefault(listed.counted_in, {})
        if id_ not in self._begun:
            self._begun.add(id_)
            for at in listed.begins:
                counts.pop(at, None)
        level = listed.levels[depth]
        counts[depth] = counts[depth] + 1 if depth in counts else listed.begins.get(depth, level.start)
        for deeper in [at for at in counts if at > depth]:
            restart = listed.levels.get(deeper, _Level()).restart
            if restart is None or depth < restart:
                del counts[deeper]
        return counts

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        """The numbering and the level (from 0) that a paragraph names, itself or by its style."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        id_, depth = _named(found)
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        seen: set[str] = set()
        while id_ is None and style in self._styles and style not in seen:
            seen.add(style)
            id_, own, parent = self._styles[style]
            if id_ is not None and depth is None:
                levels = self._lists[id_].levels if id_ in self._lists else {}
                depth = next((at for at, level in levels.items() if level.style == style), own)
            style = parent or ""
        return (None, 0) if id_ == "0" else (id_, depth or 0)


def _styles(root: Any) -> dict[str, tuple[str | None, int | None, str | None]]:
    """Of each style of paragraphs: the numbering and level that it names, and the style it is based on."""
    return {
        style.get(f"{_W}styleId"): (
            *_named(style.find(f"{_W}pPr/{_W}numPr")),
            _value(style.find(f"{_W}basedOn")),
        )
        for style in root.iter(f"{_W}style")
    }


def _lists(root: Any, styles: dict[str, tuple[str | None, int | None, str | None]]) -> dict[str, _List]:
    """Every numbering of a document by its id."""
    abstract = {each.get(f"{_W}abstractNumId"): each for each in root.iterchildren(f"{_W}abstractNum")}
    named = {
        num.get(f"{_W}numId"): _value(num.find(f"{_W}abstractNumId")) or "" for num in root.iterchildren(f"{_W}num")
    }
    found: dict[str, _List] = {}
    for num in root.iterchildren(f"{_W}num"):
        id_ = num.get(f"{_W}numId")
        own = abstract.get(named[id_])
        linked = _value(own.find(f"{_W}numStyleLink")) if own is not None else None
        if linked in styles:  # the levels are those of the list that a style names
            own = abstract.get(named.get(styles[linked][0] or "", ""), own)
        if own is None:
            continue
        row = _List(own.get(f"{_W}abstractNumId"), _levels(own))
        for override in num.iterchildren(f"{_W}lvlOverride"):
            at = _whole(override.get(f"{_W}ilvl"), 0)
            row.levels |= _levels(override)
            if (start := override.find(f"{_W}startOverride")) is not None:
                row.begins[at] = _whole(_value(start), 1)
        found[id_] = row
    return found


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for level in parent.iterchildren(f"{_W}lvl"):
        at = _whole(level.get(f"{_W}ilvl"), 0)
        restart = _value(level.find(f"{_W}lvlRestart"))
        legal = level.find(f"{_W}isLgl")
        found[at] = _Level(
            _whole(_value(level.find(f"{_W}start")), 0),
            _value(level.find(f"{_W}numFmt")) or "decimal",
            _value(level.find(f"{_W}lvlText")) or "",
            "" if _value(level.find(f"{_W}suff")) == "nothing" else " ",
            None if restart is None else _whole(restart, 0),
            legal is not None and legal.get(f"{_W}val") not in ("0", "false", "off"),
            _value(level.find(f"{_W}pStyle")),
        )
    return {at: level for at, level in found.items() if 0 <= at < _LEVELS}


def _named(element: Any | None) -> tuple[str | None, int | None]:
    if element is None:
        return None, None
    depth = _value(element.find(f"{_W}ilvl"))
    return _value(element.find(f"{_W}numId")), None if depth is None else _whole(depth, 0)


def _value(element: Any | None) -> str | None:
    return None if element is None else element.get(f"{_W}val")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else otherwise
