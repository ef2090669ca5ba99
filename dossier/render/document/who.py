"""Who this is: the office line, the identifiers a sanctions body asks for, and how a value prints."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import name as unicode_name

from dossier.claims import OFFICE_DATES
from dossier.editions import Entity, Value, View
from dossier.ftm import is_reference, property_label, property_type, value_caption
from dossier.listings import NOT_CHECKED, SCREENED, listings_of
from dossier.render.document.model import Line, SourceLine
from dossier.render.words import NOT_KNOWN, listed, say_date

# Identifiers a sanctions body asks for -> the FtM properties that would hold them (all bodies together).
IDENTIFIERS = {
    "aliases": ("alias", "weakAlias", "previousName"),
    "sex": ("gender",),
    "birth": ("birthDate", "birthPlace", "birthCountry"),
    "nationality": ("nationality", "citizenship"),
    "documents": ("passportNumber", "idNumber", "taxNumber"),
    "address": ("address", "addressEntity"),
    "photograph": (),
}
_IDENTIFYING = ("birthDate", "nationality", "citizenship", "passportNumber", "idNumber")


def office_line(view: View, person: Entity) -> str:
    """The offices in one line, below the name."""
    posts = []
    for office in view.offices_of(person.id):
        inferred = " (inferred)" if any(value.derived for value in office.values) else ""
        posts.append(f"{view.entities[office.first('post') or ''].caption}{inferred}")
    return f"named as {listed(posts)}" if posts else "no office is named"


def who_intro(person: Entity) -> str:
    """Whether what is given identifies a person."""
    if any(person.first(prop) for prop in _IDENTIFYING):
        return "What follows is what the sources give; what they do not give is named."
    given = "a name and an office" if person.first("name") else "an office"
    return f"The sources give {given}; that does not identify a person for a listing."


def who_lines(view: View, person: Entity, sources: tuple[SourceLine, ...]) -> Iterable[Line]:
    """The rows of section 1: what identifies the person, and what is not known."""
    language = view.meta.language
    missing: list[str] = []
    latin = [value for value in person.all("name") if _is_latin(value.text)]
    native = [value for value in person.all("name") if not _is_latin(value.text)]
    for label, values in (("Name, Latin script", latin), ("Name, native script", native)):
        if values:
            yield from (Line(label, value.text, value.cite, value.derived) for value in values)
        else:
            missing.append(label[0].lower() + label[1:] if missing else label)
    for label, props in IDENTIFIERS.items():
        values = [value for prop in props for value in person.all(prop)]
        if not values:
            missing.append(label)
        for value in values:
            shown = say_date(value.text, language) if value.prop == "birthDate" else value_text(view, person, value)
            yield Line(property_label(person.schema, value.prop), shown, value.cite, value.derived)
    first, *rest = missing
    yield Line("\u00a0· ".join([first[0].upper() + first[1:], *rest]), NOT_KNOWN, known=False)
    for value in person.all("country"):
        yield Line("Country", value_text(view, person, value), value.cite, value.derived)
    for office in view.offices_of(person.id):
        yield Line(
            "Office", _office(view, office), office.cite, next((v.derived for v in office.values if v.derived), None)
        )
    yield Line("Present status", _present_status(sources, language), known=False)
    listings = listings_of(person.id, view.screenings)
    yield from (Line("Existing listings", row.text, known=row.known, by=SCREENED) for row in listings)
    if not listings:
        yield Line("Existing listings", NOT_CHECKED, known=False)


def _is_latin(text: str) -> bool:
    return all(unicode_name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


def _office(view: View, office: Entity) -> str:
    """The post, when it was held as far as known, and the author's note."""
    post = view.entities[office.first("post") or ""].caption
    known = [
        f"{words} {say_date(office.first(prop) or '', view.meta.language)}"
        for prop, words in OFFICE_DATES.items()
        if office.first(prop)
    ]
    unknown = [word for prop, word in (("startDate", "start"), ("endDate", "end")) if not office.first(prop)]
    parts = [post, *known]
    if unknown:
        parts.append(f"{listed(unknown)} not known")
    note = f". {office.note}" if office.note else ""
    return f"{'; '.join(parts)}{note}"


def _present_status(sources: tuple[SourceLine, ...], language: str) -> str:
    dated = [line.source.published for line in sources if line.source.published]
    undated = [line.exhibit for line in sources if not line.source.published]
    said = []
    if dated:
        said.append(f"nothing here is later than {say_date(max(dated), language)}")
    if undated:
        said.append(f"{listed(undated)} carries no date" if len(undated) == 1 else f"{listed(undated)} carry no date")
    return f"{NOT_KNOWN}; {'; '.join(said)}" if said else NOT_KNOWN


def value_text(view: View, entity: Entity, value: Value) -> str:
    """A value as it prints: captions for references, countries and languages, dates in words."""
    if is_reference(entity.schema, value.prop):
        return view.entities[value.text].caption if value.text in view.entities else value.text
    if property_type(entity.schema, value.prop) == "date":
        return say_date(value.text, view.meta.language)
    return value_caption(entity.schema, value.prop, value.text)
