"""The look of a case's documents: `design:` of `case.yml`, with a logo that is a plain drawing and legible colours."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

from dossier.case.fields import Fields
from dossier.case.files import inside
from dossier.case.model import COLOURS, Design, Logo
from dossier.formats.reading import TooLarge, read_file
from dossier.problems import Explained, Problems, Quoted, Term, message

DESIGN_KEYS = ("logo", "colours")
LOGO_KEYS = ("file", "alt")
MAX_LOGO_BYTES = 512 * 1024
MAX_PIXELS_ACROSS = 2_000
MAX_DRAWN = 2_000  # elements of an SVG
MIN_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
PAPER = "#ffffff"

_SVG = "{http://www.w3.org/2000/svg}"
# What a drawing is made of; `title`, `desc` and `metadata` are dropped, anything else is refused.
_DRAWN = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
}
_DROPPED = {"title", "desc", "metadata"}
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")  # no text, no dates, no colour profile
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type


class _UnusableError(Explained):
    """Why a logo cannot be used."""


def read_design(fields: Fields, root: Path, problems: Problems) -> Design:
    """The `design:` of a case whose folder is `root`; what cannot be used is a problem and left out."""
    logo, colours = fields.table("logo"), fields.table("colours")
    return Design(
        logo=_logo(Fields(logo, problems, LOGO_KEYS), root, problems) if logo else None,
        colours=_colours(Fields(colours, problems, tuple(COLOURS)), problems) if colours else {},
    )


# --- colours


def _colours(fields: Fields, problems: Problems) -> dict[str, str]:
    found = {}
    for name in COLOURS:
        value = fields.text(name)
        if value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            problems.add(
                "bad-colour",
                fields.at(name),
                "{name}: {value!r} is no colour of the form #1f3a5f.",
                name=Term(name),
                value=Quoted(value),
            )
        elif value:
            found[name] = value.lower()
    used = {**COLOURS, **found}
    for name in ("ink", "soft", "accent"):
        grounds = (message("white paper"), PAPER), (message("tint {tint}", tint=Term(used["tint"])), used["tint"])
        for ground, colour in grounds:
            ratio = contrast(used[name], colour)
            if ratio < MIN_CONTRAST and (name in found or "tint" in found):
                at = fields.at(name if name in found else "tint")
                problems.add(
                    "low-contrast",
                    at,
                    "{name} {used} on {ground} has a contrast of {ratio:.1f}:1.",
                    name=Term(name),
                    used=Term(used[name]),
                    ground=ground,
                    ratio=ratio,
                )
    return found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb` (WCAG 2.2), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- the logo


def _logo(fields: Fields, root: Path, problems: Problems) -> Logo | None:
    file, alt = fields.text("file", required=True), fields.text("alt", required=True)
    place = fields.at("file")
    path = inside(root / file, root, root, place, problems) if file else None
    if path is None or alt is None:
        return None
    try:
        data = _logo_bytes(path)
        png = data.startswith(_PNG)
        return Logo(alt, "image/png" if png else "image/svg+xml", _plain_png(data) if png else _plain_svg(data), place)
    except OSError as error:
        problems.add(
            "file-unreadable",
            place,
            "{file!r} cannot be read: {reason}.",
            file=Quoted(str(file)),
            reason=Term(str(error.strerror)),
        )
    except _UnusableError as unusable:
        problems.add(
            "logo-unusable", place, "{file!r} cannot be used: {reason}.", file=Quoted(str(file)), reason=unusable.reason
        )
    return None


def _logo_bytes(path: Path) -> bytes:
    try:
        return read_file(path, MAX_LOGO_BYTES)
    except TooLarge:
        raise _UnusableError("it has more than {most:,} bytes", most=MAX_LOGO_BYTES) from None


def _plain_png(data: bytes) -> bytes:
    """The picture without its metadata. Size is judged by the header, before anything is unpacked."""
    chunks: list[tuple[bytes, bytes]] = []
    position = len(_PNG)
    while position < len(data):
        length = int.from_bytes(data[position : position + 4])
        kind, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        if zlib.crc32(kind + body).to_bytes(4) != data[position + 8 + length : position + 12 + length]:
            raise _UnusableError("the PNG is damaged")
        chunks.append((kind, body))
        position += 12 + length
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise _UnusableError("the PNG is damaged")
    header = chunks[0][1]
    width, height, depth, colour = int.from_bytes(header[:4]), int.from_bytes(header[4:8]), header[8], header[9]
    if not (0 < width <= MAX_PIXELS_ACROSS and 0 < height <= MAX_PIXELS_ACROSS):
        raise _UnusableError(
            "it is {width:,} × {height:,} pixels; at most {most:,} each way are taken",
            width=width,
            height=height,
            most=MAX_PIXELS_ACROSS,
        )
    if header[12] != 0 or colour not in _CHANNELS:
        raise _UnusableError("it is an interlaced or unknown PNG; save it again without interlacing")
    wanted = height * (1 + (width * depth * _CHANNELS[colour] + 7) // 8)
    try:
        unpacked = zlib.decompressobj().decompress(
            b"".join(body for kind, body in chunks if kind == b"IDAT"), wanted + 1
        )
    except zlib.error:
        raise _UnusableError("the PNG is damaged") from None
    if len(unpacked) != wanted:
        raise _UnusableError("the PNG does not hold the pixels that its header names")
    return _PNG + b"".join(
        len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
        for kind, body in chunks
        if kind in _KEPT_CHUNKS
    )


def _plain_svg(data: bytes) -> bytes:
    """The drawing alone: no scripts, links, pictures, text or styles, and nothing of what its editor noted in it."""
    try:
        text = data.decode("utf-8")
        if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
            raise _UnusableError("the SVG declares a document type; save it as plain SVG")
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError):
        raise _UnusableError("it is neither PNG nor SVG in UTF-8") from None
    if root.tag != f"{_SVG}svg":
        raise _UnusableError("it is neither PNG nor SVG")
    if sum(1 for _ in root.iter()) > MAX_DRAWN:
        raise _UnusableError("the SVG has more than {most:,} elements", most=MAX_DRAWN)
    box = [float(n) for n in re.findall(r"-?\d{1,6}(?:\.\d+)?", root.get("viewBox", ""))]
    if len(box) != 4 or not 0.1 <= box[2] / max(box[3], 0.001) <= 10:
        raise _UnusableError("the SVG needs a viewBox of four numbers, not more than ten times as long as wide")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    _strip(root)
    ElementTree.register_namespace("", _SVG[1:-1])
    return bytes(ElementTree.tostring(root, encoding="utf-8"))


def _strip(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        if name.startswith("{") and "href" not in name:
            del element.attrib[name]  # an editor's own
        elif "href" in name or name.lower().startswith("on") or "\\" in value:
            raise _UnusableError(
                "the SVG has the attribute {name!r}, which may fetch or run something",
                name=Quoted(name.rpartition("}")[2]),
            )
        elif any(not target.strip("'\" ").startswith("#") for target in re.findall(r"url\(([^)]*)", value)):
            raise _UnusableError("the SVG refers to something outside itself")
        elif "@" in value or "expression" in value:
            raise _UnusableError("the SVG has a style that may fetch something")
    element.text = element.tail = None
    for child in list(element):
        if not child.tag.startswith(_SVG) or child.tag.removeprefix(_SVG) in _DROPPED:
            element.remove(child)
            continue
        name = child.tag.removeprefix(_SVG)
        if name not in _DRAWN:
            raise _UnusableError(
                "the SVG has the element {name!r}; turn text into paths"
                if name in ("text", "tspan")
                else "the SVG has the element {name!r}",
                name=Quoted(name),
            )
        _strip(child)
