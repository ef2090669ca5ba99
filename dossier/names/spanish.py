"""Spanish names: which are, their particles, and how Russian writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Words of names that stand between others in small letters and name nobody by themselves.
_PARTICLES = "de del la las los el y e da das do dos di du des le van von der den zu ter"
PARTICLES = frozenset(_PARTICLES.split())
_SURE = re.compile(r"ñ|\w{3,}[eé]z\b", re.IGNORECASE)
_ACUTE = re.compile(r"[áéíóúü]", re.IGNORECASE)
_BETWEEN = re.compile(r"\S \b(?:de|del|de la|de los|de las|y)\b \S")
_NOT_SPANISH = re.compile(r"[^a-záéíóúüñ' .-]", re.IGNORECASE)
# By groups of letters, the longest first; what depends on what stands beside is done before and after.
_GROUPS = {
    "ch": "ч", "gue": "ге", "gui": "ги", "que": "ке", "qui": "ки", "cia": "сия", "cio": "сио", "ce": "се", "ci": "си",
    "ge": "хе", "gi": "хи", "lla": "лья", "lle": "лье", "lli": "льи", "llo": "льо", "llu": "лью", "ña": "нья",
    "ñe": "нье", "ñi": "ньи", "ño": "ньо", "ñu": "нью", "ya": "я", "yo": "йо", "yu": "ю", "ye": "е",
    "ai": "ай", "ei": "ей", "oi": "ой", "ui": "уй", "rr": "рр", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е",
    "f": "ф", "g": "г", "h": "", "i": "и", "j": "х", "k": "к", "l": "л", "m": "м", "n": "н", "ñ": "нь", "o": "о",
    "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "у", "x": "кс", "y": "и", "z": "с",
}  # fmt: skip
_PATTERN = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_HARD_L = re.compile(r"л(?=[бвгдзклмнпрстфхчц]|\Z)")


def is_spanish(name: str) -> bool:
    """Whether a name is certainly written as Spanish: ñ, a patronymic in -ez, or particles beside an acute accent."""
    name = unicodedata.normalize("NFC", name)
    if _NOT_SPANISH.search(name):
        return False
    return bool(_SURE.search(name) or (_ACUTE.search(name) and _BETWEEN.search(name)))


def may_be_spanish(name: str) -> bool:
    """Whether a name may be Spanish: no letter speaks against it, and an accent or a particle for it."""
    name = unicodedata.normalize("NFC", name)
    return not _NOT_SPANISH.search(name) and bool(
        _SURE.search(name) or _ACUTE.search(name) or _BETWEEN.search(f"{name} ")
    )


def in_cyrillic(word: str) -> str:
    """A Spanish word as Russian writes it, in small letters: `Núñez` is `нуньес`."""
    plain = "".join(
        letter if letter == "ñ" else unicodedata.normalize("NFD", letter)[0]
        for letter in unicodedata.normalize("NFC", word.casefold())
    )
    found = _HARD_L.sub("ль", _PATTERN.sub(lambda match: _GROUPS[match[0]], plain))
    found = re.sub(r"иа\Z", "ия", found)
    return f"э{found[1:]}" if found.startswith("е") and plain.startswith(("e", "he")) else found


def weighty(words: Sequence[str]) -> list[str]:
    """The words of a name that name somebody: without particles, unless nothing else is left."""
    return [word for word in words if word.casefold() not in PARTICLES] or list(words)
