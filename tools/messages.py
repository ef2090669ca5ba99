"""Collects every sentence that a document itself says, and brings the catalogues up to it.

`python -m tools.messages`, or `make messages`, adds to each catalogue what is new, drops what is gone, keeps what is
translated, and says what is left to translate. It never guesses a translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from followthemoney import model
from followthemoney.property import Property
from followthemoney.types import registry
from jinja2 import Environment, nodes

from dossier.case.yaml import read_one
from dossier.ftm import LABELS
from dossier.language import CATALOGUES, DOMAIN, catalogue_file
from dossier.problems import Problems
from dossier.regimes.loading import in_language, read_regime

ROOT = Path(__file__).parents[1]
# What a sentence is handed to, as Babel writes it: which arguments are the message, its plural, its context.
CALLS = {"say": None, "msg": None, "msgs": (1, 2), "plural": (1, 2), "within": ((1, "c"), 2)}
# Whose sentences stand in documents.
SPEAKING = (
    "dossier/language.py",
    "dossier/listings.py",
    "dossier/case/entities.py",
    "dossier/case/model.py",
    "dossier/building",
    "dossier/pack",
    "dossier/regimes",
    "dossier/render",
)
# Of what a dossier usually speaks; names of other schemata and properties are FollowTheMoney's own translations.
SCHEMATA = ("Person", "Organization", "PublicBody", "LegalEntity", "Position", "Event", "CourtCase", "Address")

# Catalogues are versioned with the program: a date in them would only make them differ.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)

Message = tuple[str | tuple[str, str], str | None, str]  # the message or its forms, its context, where it stands


def main() -> None:
    """Bring every catalogue up to date and say what each still lacks."""
    template = collect()
    for file in sorted(CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        tag = file.parts[-3]
        catalogue = read_catalogue(tag)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.creation_date = catalogue.revision_date = NO_DATE
        catalogue.obsolete.clear()
        write_catalogue(catalogue)
        missing = sum(not all(forms_of(message)) for message in catalogue if message.id)
        print(f"{tag}: {len(catalogue)} messages, {missing} to translate")


def read_catalogue(tag: str) -> Catalog:
    """The catalogue of a language."""
    with catalogue_file(tag).open("rb") as source:
        return read_po(source, locale=tag, domain=DOMAIN)


def write_catalogue(catalogue: Catalog) -> None:
    """Write a catalogue sorted by message, without lines of the program: only what is said makes it differ."""
    file = catalogue_file(str(catalogue.locale))
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)


def forms_of(message: object) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    string = message.string  # type: ignore[attr-defined]
    return list(string) if isinstance(string, tuple | list) else [string]


def collect() -> Catalog:
    """Every message of the program, the templates, the regimes and FollowTheMoney's names."""
    catalogue = Catalog(domain=DOMAIN, charset="utf-8", creation_date=NO_DATE, revision_date=NO_DATE)
    for message, context, where in _messages():
        catalogue.add(message, context=context, locations=[(where, 1)])
    return catalogue


def _messages() -> Iterator[Message]:
    yield from _of_program()
    yield from _of_templates()
    yield from _of_regimes()
    yield from _of_followthemoney()


def _of_program() -> Iterator[Message]:
    for path in SPEAKING:
        start = ROOT / path
        for file in sorted(start.rglob("*.py")) if start.is_dir() else [start]:
            for _, message, _, context in extract_from_file("python", file, keywords=CALLS):
                if message:
                    yield message, context, file.relative_to(ROOT).as_posix()


def _of_templates() -> Iterator[Message]:
    environment = Environment(autoescape=True)
    for file in sorted((ROOT / "templates").rglob("*.html")):
        for call in environment.parse(file.read_text(encoding="utf-8")).find_all(nodes.Call):
            name = call.node.attr if isinstance(call.node, nodes.Getattr) else getattr(call.node, "name", "")
            texts = [arg.value for arg in call.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
            where = file.relative_to(ROOT).as_posix()
            if name == "say" and texts:
                yield texts[0], None, where
            elif name == "plural":
                yield (texts[0], texts[1]), None, where
            elif name == "within":
                yield texts[1], texts[0], where


def _of_regimes() -> Iterator[Message]:
    """What prints of a regime is what is put into another language: the same function says which that is."""
    for file in sorted((ROOT / "dossier/regimes").glob("*.yml")):
        found: list[str] = []

        def heard(text: str, found: list[str] = found) -> str:
            found.append(text)
            return text

        table = read_one(file, file.name, Problems())
        regime = read_regime(table, Problems()) if table else None
        assert regime is not None
        in_language(regime, heard)
        yield from ((text, None, file.relative_to(ROOT).as_posix()) for text in found if text)


def _of_followthemoney() -> Iterator[Message]:
    labels = set(registry.topic.names.values()) | set(registry.gender.names.values())
    for name in SCHEMATA:
        schema = model.get(name)
        assert schema is not None
        labels |= {schema.label, *(prop.label for prop in schema.properties.values() if _is_said(prop))}
    yield from ((label, LABELS, "followthemoney") for label in sorted(labels))


def _is_said(prop: Property) -> bool:
    """Whether a property is one that people write: no identifier of a register, nothing found by a machine."""
    return not prop.stub and not prop.hidden and prop.type.name not in ("identifier", "checksum")


if __name__ == "__main__":
    main()
