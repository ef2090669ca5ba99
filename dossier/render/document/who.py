"""Who this is: the office line, the identifiers a sanctions body asks for, and how a value prints."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import name as unicode_name

from dossier.editions import View, VisibleEntity, VisibleValue
from dossier.ftm import is_reference, property_type
from dossier.language import Language, msg
from dossier.listings import NOT_CHECKED, SCREENED, listings_of
from dossier.render.document.model import Line, SourceLine
from dossier.render.labels import property_words, value_words
from dossier.render.words import NOT_KNOWN

# Identifiers a sanctions body asks for -> the FtM properties that would hold them (all bodies together).
IDENTIFIERS = {
    msg("aliases"): ("alias", "weakAlias", "previousName"),
    msg("sex"): ("gender",),
    msg("birth"): ("birthDate", "birthPlace", "birthCountry"),
    msg("nationality"): ("nationality", "citizenship"),
    msg("documents"): ("passportNumber", "idNumber", "taxNumber"),
    msg("address"): ("address", "addressEntity"),
    msg("photograph"): (),
}
_IDENTIFYING = ("birthDate", "nationality", "citizenship", "passportNumber", "idNumber")


def office_line(view: View, person: VisibleEntity, say: Language) -> str:
    """The offices in one line, below the name."""
    posts = []
    for office in view.offices_of(person.id):
        post = view.entities[office.first("post") or ""].caption
        inferred = any(value.derived for value in office.values)
        posts.append(say("{what} (inferred)", what=post) if inferred else post)
    return say("named as {offices}", offices=say.listed(posts)) if posts else say("no office is named")


def who_intro(person: VisibleEntity, sources: int, say: Language) -> str:
    """Whether what is given by so many sources identifies a person."""
    form = 1 if sources == 1 else 2  # one, or any other number: the sentences say none
    if any(person.first(prop) for prop in _IDENTIFYING):
        return say("What follows is what the sources give; what they do not give is named.")
    if person.first("name"):
        return say.plural(
            "The source gives a name and an office; that does not identify a person for a listing.",
            "The sources give a name and an office; that does not identify a person for a listing.",
            form,
        )
    return say.plural(
        "The source gives an office; that does not identify a person for a listing.",
        "The sources give an office; that does not identify a person for a listing.",
        form,
    )


def who_lines(view: View, person: VisibleEntity, sources: tuple[SourceLine, ...], say: Language) -> Iterable[Line]:
    """The rows of section 1: what identifies the person, and what is not known."""
    missing: list[str] = []
    latin = [value for value in person.all("name") if _is_latin(value.text)]
    native = [value for value in person.all("name") if not _is_latin(value.text)]
    for label, inside, values in (
        (say("Name, Latin script"), say("name, Latin script"), latin),
        (say("Name, native script"), say("name, native script"), native),
    ):
        if values:
            yield from (Line(label, value.text, value.cite, value.derived) for value in values)
        else:
            missing.append(inside if missing else label)
    for label, props in IDENTIFIERS.items():
        values = [value for prop in props for value in person.all(prop)]
        if not values:
            missing.append(say(label))
        for value in values:
            shown = value_text(view, person, value, say)
            yield Line(property_words(person.schema, value.prop, say), shown, value.cite, value.derived)
    first, *rest = missing
    yield Line("\u00a0· ".join([first[0].upper() + first[1:], *rest]), say(NOT_KNOWN), known=False)
    for value in person.all("country"):
        yield Line(say("Country"), value_text(view, person, value, say), value.cite, value.derived)
    for office in view.offices_of(person.id):
        inferred = next((value.derived for value in office.values if value.derived), None)
        yield Line(say("Office"), _office(view, office, say), office.cite, inferred)
    yield Line(say("Present status"), _present_status(sources, say), known=False)
    listings = listings_of(person.id, view.screenings, say)
    yield from (Line(say("Existing listings"), row.text, known=row.known, by=say(SCREENED)) for row in listings)
    if not listings:
        yield Line(say("Existing listings"), say(NOT_CHECKED), known=False)


def _is_latin(text: str) -> bool:
    return all(unicode_name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


def _office(view: View, office: VisibleEntity, say: Language) -> str:
    """The post, when it was held as far as known, and the author's note."""
    parts = [view.entities[office.first("post") or ""].caption]
    seen, start, end = (office.first(prop) for prop in ("date", "startDate", "endDate"))
    if seen:
        parts.append(say("held on {day}", day=say.date(seen)))
    if start:
        parts.append(say("from {day}", day=say.date(start)))
    if end:
        parts.append(say("to {day}", day=say.date(end)))
    if not start and not end:
        parts.append(say("start and end not known"))
    elif not start:
        parts.append(say("start not known"))
    elif not end:
        parts.append(say("end not known"))
    return f"{say.joined(parts)}. {office.note}" if office.note else say.joined(parts)


def _present_status(sources: tuple[SourceLine, ...], say: Language) -> str:
    dated = [line.source.published for line in sources if line.source.published]
    undated = [line.exhibit for line in sources if not line.source.published]
    said = [say(NOT_KNOWN)]
    if dated:
        said.append(say("nothing here is later than {day}", day=say.date(max(dated))))
    if undated:
        exhibits = say.listed(undated)
        said.append(
            say.plural("{exhibits} carries no date", "{exhibits} carry no date", len(undated), exhibits=exhibits)
        )
    return say.joined(said)


def value_text(view: View, entity: VisibleEntity, value: VisibleValue, say: Language) -> str:
    """A value as it prints: captions for references, countries and languages, dates in words."""
    if is_reference(entity.schema, value.prop):
        return view.entities[value.text].caption if value.text in view.entities else value.text
    if property_type(entity.schema, value.prop) == "date":
        return say.date(value.text)
    return value_words(entity.schema, value.prop, value.text, say)
