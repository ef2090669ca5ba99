"""One table of scripts: which characters are of which, whether spaces part its words, whether it has capitals.

Source: the Unicode Character Database, version 17 (Scripts.txt, Blocks.txt), and its property Line_Break, version 16
(UAX #14). A script is unspaced when Line_Break gives its letters class SA (south-east Asian: where words end takes a
dictionary), AK, AP or AS (Brahmic: a line may break between any two syllables), or ID (east Asian: between any two
characters). Hangul is left out: its syllables break like ideographs, but Korean puts spaces between words.

Unspaced scripts are given whole, by their blocks, so that characters still to be assigned there belong to them. Of
the others only those are here that some rule looks at, with the letters that living languages write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its name in Unicode, and its characters, as in a set of a regular expression.

    `spaced`: spaces part its words. `capitals`: names begin with a capital letter.
    """

    name: str
    characters: str
    spaced: bool = True
    capitals: bool = False


def _unspaced(name: str, characters: str) -> Script:
    return Script(name, characters, spaced=False)


LATIN = Script("Latin", "\u0000-\u024f\u1e00-\u1eff", capitals=True)  # with ASCII's digits and marks, which it uses
CYRILLIC = Script("Cyrillic", "\u0400-\u052f", capitals=True)
HEBREW = Script("Hebrew", "\u05d0-\u05ea")
ARABIC = Script("Arabic", "\u0620-\u064a")
GEORGIAN = Script("Georgian", "\u10d0-\u10ff")  # Unicode has capitals for it, which serve headings alone

# The planes that Unicode sets aside for ideographs. Names are written in some that are newer than Python's own version
# of Unicode, which takes them for unassigned.
IDEOGRAPHIC_PLANES = "\U00020000-\U0003ffff"

SCRIPTS: tuple[Script, ...] = (
    LATIN,
    CYRILLIC,
    HEBREW,
    ARABIC,
    GEORGIAN,
    # Line_Break SA
    _unspaced("Thai", "\u0e00-\u0e7f"),
    _unspaced("Lao", "\u0e80-\u0eff"),
    _unspaced("Myanmar", "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\U000116d0-\U000116ff"),
    _unspaced("Khmer", "\u1780-\u17ff\u19e0-\u19ff"),
    _unspaced("Tai_Le", "\u1950-\u197f"),
    _unspaced("New_Tai_Lue", "\u1980-\u19df"),
    _unspaced("Tai_Tham", "\u1a20-\u1aaf"),
    _unspaced("Tai_Viet", "\uaa80-\uaadf"),
    _unspaced("Ahom", "\U00011700-\U0001174f"),
    # Line_Break AK, AP, AS
    _unspaced("Balinese", "\u1b00-\u1b7f"),
    _unspaced("Batak", "\u1bc0-\u1bff"),
    _unspaced("Javanese", "\ua980-\ua9df"),
    _unspaced("Cham", "\uaa00-\uaa5f"),
    _unspaced("Brahmi", "\U00011000-\U0001107f"),
    _unspaced("Grantha", "\U00011300-\U0001137f"),
    _unspaced("Tulu_Tigalari", "\U00011380-\U000113ff"),
    _unspaced("Dives_Akuru", "\U00011900-\U0001195f"),
    _unspaced("Makasar", "\U00011ee0-\U00011eff"),
    _unspaced("Kawi", "\U00011f00-\U00011f5f"),
    _unspaced("Gurung_Khema", "\U00016100-\U0001613f"),
    # Line_Break ID
    _unspaced("Hiragana", "\u3040-\u309f\U0001b000-\U0001b16f"),  # one block has the small letters of both kana
    _unspaced("Katakana", "\u30a0-\u30ff\u31f0-\u31ff\uff65-\uff9f\U0001aff0-\U0001afff"),
    _unspaced("Bopomofo", "\u3100-\u312f\u31a0-\u31bf"),
    # Radicals; marks of repetition and numerals among the punctuation; the hexagrams between two blocks; all planes.
    _unspaced(
        "Han",
        "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u9fff\uf900-\ufaff\U00016fe2-\U00016fff"
        + IDEOGRAPHIC_PLANES,
    ),
    _unspaced("Yi", "\ua000-\ua4cf"),
    _unspaced("Tangut", "\U00016fe0\U00017000-\U00018aff\U00018d00-\U00018dff"),
    _unspaced("Nushu", "\U00016fe1\U0001b170-\U0001b2ff"),
)

# Every character of an unspaced script, for a set of a regular expression.
UNSPACED = "".join(script.characters for script in SCRIPTS if not script.spaced)
# Where text runs from right to left: the ranges to which Unicode's Bidi_Class gives R or AL, unassigned ones included.
FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"

_ONE_UNSPACED = re.compile(f"[{UNSPACED}]")
_RUN = re.compile(f"[{UNSPACED}]{{2,}}")
_SPACE_INSIDE = re.compile(rf"(?<=[{UNSPACED}])\s+(?=[{UNSPACED}])")
_ALL_LATIN = re.compile(f"[{LATIN.characters}]*")
_WITHOUT_CAPITALS = re.compile(f"[{GEORGIAN.characters}]")


def is_unspaced(text: str) -> bool:
    """Whether a text begins with a character of a script that puts no spaces between words (Chinese, Thai, …)."""
    return bool(_ONE_UNSPACED.match(text))


def has_unspaced(text: str) -> bool:
    """Whether any character of a text is of a script that puts no spaces between words."""
    return not text.isascii() and bool(_ONE_UNSPACED.search(text))


def unspaced_runs(name: str) -> list[str]:
    """What of a name is looked for in the middle of other letters: its runs of two or more unspaced characters.

    Runs that only white space parts also count as one run.
    """
    if not has_unspaced(name):
        return []
    return list(dict.fromkeys([*_RUN.findall(_SPACE_INSIDE.sub("", name)), *_RUN.findall(name)]))


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters alone."""
    return bool(_ALL_LATIN.fullmatch(text))


def may_begin_name(letter: str) -> bool:
    """Whether a name can begin with a letter: it is no small letter, or its script has no capitals for names."""
    return not letter.islower() or bool(_WITHOUT_CAPITALS.match(letter))
