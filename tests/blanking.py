"""Blanks every text of a view that its claims hold: what can still be read of it was approved by nobody."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dossier.case import model as case
from dossier.case import screenings
from dossier.case.fields import is_date
from dossier.claims import Claim, capture_hash, shown_words
from dossier.editions import View
from dossier.editions.reviews import Approver
from dossier.evidence.records import CaptureText, Stamp
from dossier.formats.canonical import sha256
from dossier.ftm import property_type, value_caption
from dossier.language import ENGLISH
from dossier.regimes import Element, Heading, Regime, Standard
from dossier.text import prose
from dossier.text.normalise import normalise

# Of each kind of record, the fields with words of the case that print. One that is missing here stays to be read.
WORDS: dict[type, tuple[str, ...]] = {
    case.Entity: ("label", "does_not_say", "note"),
    case.When: ("after", "before"),
    case.Value: ("derived", "note"),
    case.Finding: ("because", "needs"),
    case.Reply: ("because",),
    case.NotRelied: ("because",),
    case.Source: ("published",),
    case.Capture: ("method", "captured_at", "url", "archive_url"),
    case.Excerpt: ("quote", "note", "prefix", "suffix"),
    case.Translation: ("text", "by"),
    case.Assessment: ("because",),
    case.Publisher: ("name", "url", "country", "contact"),
    case.Logo: ("alt",),
    case.Meta: ("title", "as_of", "base_url", "prefix", "release"),
    Regime: (
        "name", "short", "authority", "decides", "instruments", "text_read", "disclosure", "obligation", "conditions",
        "limbs",
    ),
    Standard: ("text", "reference"),
    Element: ("title", "question", "reference", "usually_shown_by", "condition"),
    Heading: ("title", "as_note"),
    screenings.Screening: ("title", "date"),
    screenings.Candidate: ("caption", "names"),
    screenings.Listing: ("authority", "program", "since"),
    Stamp: ("authority", "time"),
    Approver: ("who",),
    CaptureText: ("sha256", "sha1", "size"),
}  # fmt: skip
# What a value of such a type is blanked with: something of its type that the case does not have.
FILLERS = {"country": "tf", "language": "mlt", "date": "1000-01-01", "gender": "other", "url": "https://x.example"}
_DAY = "1000-01-01"
_CITED = re.compile(r"(\[@[^\]]*\]|\]\([^)]*\))")
_MARKUP = re.compile(r"(\{[%{].*?[%}]\}|<[^>]*>)", re.DOTALL)


def held_by(claims: Iterable[Claim]) -> str:
    """All that the digests of some claims cover, as one text."""
    parts: list[str] = []
    for claim in claims:
        parts.append(claim.text)
        for quotation in claim.quotations:
            parts += [shown_words(quotation), capture_hash(quotation.capture)]
    return "\n".join(" ".join(part.split()) for part in parts)


def holds(held: str, words: str) -> bool:
    """Whether some words stand in what claims hold; a day in words or as the case writes it."""
    said = [" ".join(words.split())]
    if is_date(words[:10]):
        said += [ENGLISH.date(words), ENGLISH.date(words[:10])] if is_date(words) else [ENGLISH.moment(words)]
    return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", held) or (len(each) > 4 and each in held) for each in said)


def blank(words: str, letter: str = "x") -> str:
    """As many signs, without a word; an address becomes another."""
    if words.startswith("https://"):
        return f"https://x.example/{'x' * len(words)}"
    return re.sub(r"[^\W\d_]", letter, re.sub(r"\d", "0", words))


class Blanking:
    """Blanks the texts of one view that the claims of it hold."""

    def __init__(self, view: View, claims: Iterable[Claim]) -> None:
        self.before, self.held = view, held_by(claims)

    def view(self) -> View:
        """The view, with the same ids, places and numbers."""
        before = self.before
        parts = {
            each.name: self.of(getattr(before, each.name))
            for each in dataclasses.fields(before)
            if each.name not in ("scanner", "claims")
        }
        quotations: Mapping[str, Any] = parts["quotations"]
        claims = {
            key: dataclasses.replace(
                claim,
                text=blank(claim.text),
                derived=claim.derived and blank(claim.derived),
                quotations=tuple(quotations[each.excerpt.key] for each in claim.quotations),
                digest="0" * 64,
            )
            for key, claim in before.claims.items()
        }
        return dataclasses.replace(before, **parts, claims=claims)

    def of(self, thing: Any) -> Any:
        """The same thing with blank texts, however deep they stand."""
        if isinstance(thing, Mapping):
            return {key: self.of(each) for key, each in thing.items()}
        if isinstance(thing, tuple):
            return tuple(map(self.of, thing))
        if not dataclasses.is_dataclass(thing) or isinstance(thing, type):
            return thing
        if isinstance(thing, Regime) and not thing.place.file.startswith("regimes/"):
            return thing  # law that comes with the program
        if isinstance(thing, case.OwnBlock):
            # other letters than those of blank names: a template that names somebody is refused
            return dataclasses.replace(thing, source=self._between(thing.source, _MARKUP, str, "o"))
        names = {name for kind, fields in WORDS.items() if isinstance(thing, kind) for name in fields}
        rows = {each.name: getattr(thing, each.name) for each in dataclasses.fields(thing) if each.init}
        changes = {name: self._words(row) if name in names else self.of(row) for name, row in rows.items()}
        changes |= self._own(thing)
        return dataclasses.replace(thing, **changes)

    def _own(self, thing: Any) -> dict[str, Any]:
        """What is blanked otherwise than by its field."""
        if isinstance(thing, case.Source | case.Entity):
            return {"values": tuple(self._value(thing.schema, each) for each in thing.values)}
        if isinstance(thing, case.Translation) and holds(self.held, thing.lang):
            return {"lang": FILLERS["language"]}
        if isinstance(thing, case.Passage):
            return {"text": self._between(thing.text, _CITED, prose.plain)}
        if isinstance(thing, Stamp) and holds(self.held, thing.authority):
            return {"token": b"\0" * len(thing.token)}  # that it is theirs, and of that time, was verified
        if isinstance(thing, CaptureText):  # its text is extracted from bytes of this hash, and from no others
            hashes = capture_hash(thing), sha256(thing.text.source.encode())
            if any(holds(self.held, each) for each in hashes):
                return {"text": normalise(blank(thing.text.source)), "data": b""}
        return {}

    def _value(self, schema: str, value: Any) -> Any:
        """A value; one of a list of words, and a day, becomes another of its kind."""
        kind = property_type(schema, value.prop) or ""
        text = value.text
        if kind != "entity":
            seen = holds(self.held, text) or holds(self.held, value_caption(schema, value.prop, text))
            text = (FILLERS.get(kind) or blank(text)) if seen else text
        lang = FILLERS["language"] if value.lang and holds(self.held, value.lang) else value.lang
        return dataclasses.replace(self.of_plain(value), text=text, lang=lang)

    def of_plain(self, value: Any) -> Any:
        """A value with what is said of it blank."""
        return dataclasses.replace(value, derived=self._words(value.derived), note=self._words(value.note))

    def _words(self, words: Any) -> Any:
        if isinstance(words, tuple):
            return tuple(map(self._words, words))
        if isinstance(words, Mapping):
            return {key: self._words(each) for key, each in words.items()}
        if isinstance(words, int) and not isinstance(words, bool):
            return 7 if holds(self.held, str(words)) else words
        if not isinstance(words, str) or not words or not holds(self.held, words):
            return words
        if is_date(words[:10]):
            return _DAY[: len(words)] if len(words) <= len(_DAY) else f"{_DAY}T00:00:00{words[19:]}"
        if len(words) == 2 and words.islower():
            return FILLERS["country"]
        return blank(words)

    def _between(self, words: str, markup: re.Pattern[str], seen: Callable[[str], str], letter: str = "x") -> str:
        """A text with markup: its words alone are blanked, when all of them are held."""
        pieces = markup.split(words)
        if not all(" ".join(seen(piece).split()) in self.held for piece in pieces[::2]):
            return words
        return "".join(piece if number % 2 else blank(piece, letter) for number, piece in enumerate(pieces))
