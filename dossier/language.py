"""The language of the frame: every sentence that a document itself says, through gettext catalogues.

What the frame says is written here and in the templates in English, as whole sentences with named places. A catalogue
(`dossier/locale/<language>/LC_MESSAGES/dossier.po`) holds the same sentences in another language. What a case says is
never translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape
from rigour.langs import iso_639_alpha2

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "dossier"
SOURCE = "en"  # the language of the sentences in the program
_ENDED = re.compile(r"\{(\w+)\}\.")  # a place and a full stop, which `2026 г.` in that place brings along
_CODE = re.compile("[a-z]{2,3}")
_FORMS = {SOURCE: "en_GB"}  # whose dates, numbers and lists a language takes; its own without a row


class NoSuchLanguageError(LookupError):
    """There is no catalogue for this language; `known` are those there are."""

    def __init__(self, tag: str, known: tuple[str, ...]) -> None:
        self.tag, self.known = tag, known
        super().__init__(tag)


def msg(text: str) -> str:
    """Marks a sentence that is said elsewhere, for those who collect what is to be translated."""
    return text


def msgs(one: str, many: str) -> tuple[str, str]:
    """Marks the two forms of a sentence with a `{number}`, likewise."""
    return one, many


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the frame: `say("Reply: {status}.", status=…)`. `folder` holds its catalogue.

    Nothing of it is global, and it can be handed to another process.
    """

    tag: str = SOURCE
    folder: Path = CATALOGUES

    def __call__(self, message: str, **values: object) -> str:
        """A sentence in this language with its places filled; one that no catalogue has stays as it is.

        Numbers among the values take the language's form. The result is markup when one of the values is, and all that
        is none is then escaped.
        """
        return self._filled(self._catalogue.gettext(message) if message else "", values)

    def within(self, context: str, message: str, **values: object) -> str:
        """A sentence, or a word, that other languages say differently in different places."""
        return self._filled(self._catalogue.pgettext(context, message), values)

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """A sentence in the form for a number, which is its `{number}`."""
        return self._filled(self._catalogue.ngettext(one, many, number), {"number": number, **values})

    def _filled(self, text: str, values: dict[str, object]) -> str:
        if not values:
            return text
        shown = {
            name: self.number(value) if isinstance(value, int) else value if isinstance(value, str) else str(value)
            for name, value in values.items()
        }
        text = _ENDED.sub(lambda place: place[0][:-1] if shown[place[1]].endswith(".") else place[0], text)
        if any(isinstance(value, Markup) for value in shown.values()):
            return Markup(escape(text)).format(**shown)
        return text.format(**shown)

    def number(self, number: int) -> str:
        """A number with the language's signs between thousands."""
        return format_decimal(number, locale=self._forms)

    def date(self, text: str) -> str:
        """A date with FtM's precision, in words: `12 April 2023`, `April 2023`, `2023`."""
        parts = [int(part) for part in text[:10].split("-")]
        if len(parts) == 1:
            return text
        day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
        if len(parts) > 2:
            said = format_date(day, "long", locale=self._forms)
            # French counts the first day, which CLDR's patterns cannot say
            return f"1er{said[1:]}" if self._forms.language == "fr" and day.day == 1 else said
        return format_skeleton("yMMMM", day, locale=self._forms)

    def moment(self, text: str) -> str:
        """A day, or a time of one, as ISO 8601 writes it, in words: `21 November 2026, 10:00:00 UTC`."""
        when = datetime.fromisoformat(text)
        day = self.date(when.date().isoformat())
        if "T" not in text and " " not in text:
            return day
        zone = when.tzname()
        return f"{day}, {when.time().isoformat()}{f' {zone}' if zone else ''}"

    def listed(self, items: Iterable[str]) -> str:
        """`a, b and c`."""
        return format_list(list(items), locale=self._forms)

    def joined(self, items: Iterable[str]) -> str:
        """`a; b; c`: sentences, or items that hold commas, one behind the other."""
        found = list(items)
        if not found:
            return ""
        said = found[0]
        for item in found[1:]:
            said = self(msg("{before}; {after}"), before=said, after=item)
        return said

    def labelled(self, label: str, text: str) -> str:
        """`label: text`."""
        return self(msg("{label}: {text}"), label=label, text=text)

    def country(self, code: str) -> str | None:
        """The name of a country for its code of two letters, None for what is none."""
        return self._forms.territories.get(code.upper())

    def language(self, code: str) -> str | None:
        """The name of a language for its code, None for an unknown one."""
        return self._forms.languages.get(language_tag(code))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence that the frame can say in this language, with its places in braces.

        This is the whole list of words that are a document's own: the same in every case, with nothing of a case in
        them. What stands on a page and in none of them is worked out (a number, a date, a hash), FollowTheMoney's name
        of something, or a claim.
        """
        file = next(iter(sorted(self.folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))) if self.tag == SOURCE else None
        found: list[str] = []
        for message in _catalogue_of(file or catalogue_file(self.tag, self.folder)):
            said = message.id if self.tag == SOURCE else message.string
            if message.id:  # the first has none: it is the catalogue's own head
                found += [said] if isinstance(said, str) else said or ()
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def direction(self) -> str:
        """The writing direction: `ltr` or `rtl`."""
        return "rtl" if self._forms.character_order == "right-to-left" else "ltr"

    @property
    def _forms(self) -> Locale:
        return Locale.parse(_FORMS.get(self.tag, self.tag))

    @property
    def _catalogue(self) -> NullTranslations:
        return NullTranslations() if self.tag == SOURCE else _read(catalogue_file(self.tag, self.folder))


ENGLISH = Language()


def language_of(code: str, folder: Path = CATALOGUES) -> Language:
    """The language of the frame for a code, `fr` or `fra` alike. Raises NoSuchLanguageError."""
    known = languages(folder)
    tag = language_tag(code) if _CODE.fullmatch(code) else ""
    if tag not in known:
        raise NoSuchLanguageError(code, known)
    return Language(tag, folder)


def languages(folder: Path = CATALOGUES) -> tuple[str, ...]:
    """The languages that the frame can be in."""
    return tuple(sorted({SOURCE, *(file.parts[-3] for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))}))


def catalogue_file(tag: str, folder: Path = CATALOGUES) -> Path:
    """Where the catalogue of a language lies."""
    return folder / tag / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _read(file: Path) -> NullTranslations:
    """A catalogue, read from its source: there is nothing to compile and nothing compiled to grow old."""
    catalogue = _catalogue_of(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _catalogue_of(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source)


def language_tag(code: str) -> str:
    """The code of a language as files say it (BCP 47), the shortest there is: `ru` for rus; empty for none."""
    return (iso_639_alpha2(code) or code) if code else ""


def direction_of(code: str) -> str:
    """The writing direction of any language, `ltr` for one that nobody knows."""
    try:
        return Language(language_tag(code)).direction
    except (UnknownLocaleError, ValueError):
        return "ltr"
