"""Characters that nobody can see, as visible tokens: in print, on pages and on terminals, all by these functions."""

from __future__ import annotations

import re
import unicodedata

# Characters that reorder or hide text: overrides, isolates, marks, zero-width and control characters.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_FORMLESS = ("Cn", "Co", "Cs")  # not assigned, for private use, half of a pair
# What breaks a line somewhere: in a report, one problem is one line.
_BREAKS = re.compile("[\t\n\u2028\u2029]")
# Of those, what JSON does not escape by itself; tags (a text that cannot be seen at all) are private characters to us.
_IN_JSON = re.compile(
    "[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def tokens(text: str) -> str:
    """Text with the characters that hide, reorder or have no form as visible tokens: `⟨U+202E⟩`."""
    text = _UNSEEN.sub(lambda unseen: _token(unseen[0]), text)
    if text.isascii():
        return text
    return "".join(_token(each) if unicodedata.category(each) in _FORMLESS else each for each in text)


def visible(text: str) -> str:
    """Text as a terminal may show it: what would steer or reorder it as tokens; line and page breaks as new lines."""
    return tokens(text.replace("\r\n", "\n").replace("\f", "\n"))


def one_line(text: str) -> str:
    """The same in one line: a line break in a name would begin a line that looks like the program's own."""
    return _BREAKS.sub(lambda unseen: _token(unseen[0]), tokens(text))


def escaped_json(json: str) -> str:
    """JSON with the characters that would steer or reorder a terminal as escapes, which mean the same to a reader."""
    return _IN_JSON.sub(lambda unseen: _escape(unseen[0]), json)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2]):04x}" for at in range(0, len(units), 2))


def _token(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"
