"""Formulas of a Word document (OMML) in one line: `(a)/(2)`, `x²`, `√(n)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dossier.text.extractors import HIGH, LOW

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (f"{_M}t", "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")


def formula(element: Any) -> str:
    """A formula, or a part of one, in a line: digits set high or low are so, other parts set so follow ^ or _."""
    if element.tag in _TEXTS:
        return element.text or ""
    if not isinstance(element.tag, str) or element.tag.endswith("Pr"):
        return ""
    form = _FORMS.get(element.tag.removeprefix(_M))
    return form(element) if form else "".join(formula(child) for child in element)


def _part(element: Any, name: str) -> str:
    found = element.find(f"{_M}{name}")
    return "" if found is None else formula(found)


def _sign(element: Any, name: str, otherwise: str) -> str:
    found = element.find(f"{_M}{element.tag.removeprefix(_M)}Pr/{_M}{name}")
    return otherwise if found is None else found.get(f"{_M}val") or ""


def _high(text: str) -> str:
    return text.translate(HIGH) if text.isdecimal() and text.isascii() else f"^({text})" if text else ""


def _low(text: str) -> str:
    return text.translate(LOW) if text.isdecimal() and text.isascii() else f"_({text})" if text else ""


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    return f"{degree.translate(HIGH)}√({_part(element, 'e')})"


def _sum(element: Any) -> str:
    sign = _sign(element, "chr", "∫")
    return f"{sign}{_low(_part(element, 'sub'))}{_high(_part(element, 'sup'))} {_part(element, 'e')}"


def _brackets(element: Any) -> str:
    parts = _sign(element, "sepChr", "|").join(formula(each) for each in element.findall(f"{_M}e"))
    return f"{_sign(element, 'begChr', '(')}{parts}{_sign(element, 'endChr', ')')}"


def _matrix(element: Any) -> str:
    rows = (", ".join(formula(each) for each in row.findall(f"{_M}e")) for row in element.findall(f"{_M}mr"))
    return f"[{'; '.join(rows)}]"


_FORMS: dict[str, Callable[[Any], str]] = {
    "f": lambda part: f"({_part(part, 'num')})/({_part(part, 'den')})",
    "sSup": lambda part: _part(part, "e") + _high(_part(part, "sup")),
    "sSub": lambda part: _part(part, "e") + _low(_part(part, "sub")),
    "sSubSup": lambda part: _part(part, "e") + _low(_part(part, "sub")) + _high(_part(part, "sup")),
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "m": _matrix,
    "func": lambda part: f"{_part(part, 'fName')} {_part(part, 'e')}",
}
