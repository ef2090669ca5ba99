"""Numbers of list items as they are shown: `14`, `c`, `iv`; those of scripts other than Latin as far as noted here."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Word leaves out ё, й, ъ, ы and ь.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


def roman(number: int) -> str:
    """A number from 1 to 3999 in small Roman letters, any other in digits."""
    if not 0 < number < 4000:
        return str(number)
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found += letters
            number -= value
    return found


def letters(number: int) -> str:
    """A number as letters the way browsers count: a to z, aa, ab; one below 1 in digits."""
    if number < 1:
        return str(number)
    found = ""
    while number:
        number, last = divmod(number - 1, len(_LATIN))
        found = _LATIN[last] + found
    return found


def doubled(number: int, alphabet: str = _LATIN) -> str:
    """A number as letters the way Word counts: a to z, aa, bb; one below 1 in digits."""
    if number < 1:
        return str(number)
    times, last = divmod(number - 1, len(alphabet))
    return alphabet[last] * (times + 1)


def russian(number: int) -> str:
    """A number as Russian letters the way Word counts."""
    return doubled(number, _RUSSIAN)


def upper(form: Callable[[int], str]) -> Callable[[int], str]:
    """A form of numbers in capitals."""
    return lambda number: form(number).upper()
