"""The ways in which a text can hold another: escapes of JSON and HTML, tags, percent signs, base64, names of hosts."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

MAX_LAYERS = 4  # a name in an address in HTML in JSON

# Each decodes one encoding of a text, and gives the same text when it is not encoded so.
ENCODINGS: dict[str, Callable[[str], str]] = {}

_ESCAPE = re.compile(
    r"\\+(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{3})|([nrtvf]))"
)
_RTF_BYTE, _RTF_SIGN = re.compile(r"\\'([0-9a-fA-F]{2})"), re.compile(r"\\u(-?\d{1,5}) ?[^\\{}]?")
_RTF_WORD = re.compile(r"\\[a-z]+-?\d* ?|[{}]|\r?\n")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(?:!--|/?[A-Za-z!?][^<>]*>)|-->")
_BLOCK = re.compile(
    r"<(?:/(?:\w+:)?(?:p|div|td|th|tr|li|h[1-6]|title|dt|dd|tc|si|row|c)|(?:\w+:)?(?:br|tab|hr))\b[^<>]*>",
    re.IGNORECASE,
)
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{60,}\r?\n)*[A-Za-z0-9+/_-]{12,}={0,2}")
_QUOTED = re.compile(r"=(?:\r?\n|[0-9A-F]{2})")


def _encoding(name: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    def register(reading: Callable[[str], str]) -> Callable[[str], str]:
        ENCODINGS[name] = reading
        return reading

    return register


def readings(text: str) -> Iterator[str]:
    """The text as it stands, and as it reads with one encoding after the other decoded; each once."""
    seen = {text}
    yield text
    for _ in range(MAX_LAYERS):
        before = text
        for name, reading in list(ENCODINGS.items()):
            read = reading(text)
            if read not in seen:
                seen.add(read)
                yield read
            if name not in ("comments", "tags"):  # what stands in them is still to be read
                text = read
        if text == before:
            return


@_encoding("rtf")
def _rtf(text: str) -> str:
    """Rich Text Format, of Cyrillic and Western letters: signs by number, without the words that steer it."""
    if not text.startswith("{\\rtf"):
        return text
    page = "cp1251" if "\\ansicpg1251" in text else "cp1252"
    text = _RTF_BYTE.sub(lambda byte: bytes.fromhex(byte[1]).decode(page, "replace"), text)
    text = _RTF_SIGN.sub(lambda sign: chr(int(sign[1]) % 0x10000), text)
    return _RTF_WORD.sub("", text)


@_encoding("escapes")
def _escapes(text: str) -> str:
    r"""Of JSON, JavaScript, Python and PDF: \u0444, \x66, \146. Escaped line breaks count no lines."""
    if "\\" not in text:
        return text
    found = _ESCAPE.sub(_unescaped, text)
    if found == text:
        return text
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    braced, four, eight, two, octal, white = match.groups()
    if white:
        return "\v"
    code = int(octal, 8) if octal else int(braced or four or eight or two, 16)
    return "\v" if code in (10, 13) else chr(code) if code <= 0x10FFFF else " "


@_encoding("entities")
def _entities(text: str) -> str:
    return html.unescape(text) if "&" in text else text


@_encoding("comments")
def _comments(text: str) -> str:
    """Without the comments of HTML and XML, which may part a word."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text) if "<!--" in text else text


@_encoding("tags")
def _tags(text: str) -> str:
    """Without the tags of HTML and XML: O<b>r</b>sel is Orsel."""
    if "<" not in text:
        return text
    return _TAG.sub(lambda tag: "\n" * tag[0].count("\n"), _BLOCK.sub("\v", text))


@_encoding("percent")
def _percent(text: str) -> str:
    return unquote(text, errors="replace") if "%" in text else text


@_encoding("quoted-printable")
def _quoted_printable(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    try:
        return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    except ValueError:
        return text


@_encoding("punycode")
def _punycode(text: str) -> str:
    """Names of hosts in other scripts."""
    return _PUNYCODE.sub(_host, text)


def _host(match: re.Match[str]) -> str:
    try:
        return match[0][4:].lower().encode("ascii").decode("punycode")
    except UnicodeError:
        return match[0]


@_encoding("base64")
def _base64(text: str) -> str:
    return _BASE64.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    try:
        data = from_base64(match[0])
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    except (binascii.Error, ValueError):
        return match[0]
    return f" {text} " if all(sign.isprintable() or sign.isspace() for sign in text) else match[0]


def from_base64(written: str) -> bytes:
    """The bytes that a text in base64 stands for, of either alphabet, with or without its end and line breaks."""
    signs = re.sub(r"[^A-Za-z0-9+/]", "", written.translate(str.maketrans("-_", "+/")))
    return base64.b64decode(signs + "=" * (-len(signs) % 4))
