"""FollowTheMoney's names of schemata, properties and values, in the language of the frame."""

from __future__ import annotations

from dossier.ftm import label_words, property_label, property_type, schema_label, value_caption
from dossier.language import SOURCE, Language


def property_words(schema: str, prop: str, say: Language) -> str:
    """What a property is called."""
    return label_words(property_label(schema, prop), say)


def schema_words(schema: str, say: Language) -> str:
    """What a schema is called."""
    return label_words(schema_label(schema), say)


def value_words(schema: str, prop: str, text: str, say: Language) -> str:
    """A value as people read it: countries, languages, sexes and topics by name, any other as it is."""
    caption = value_caption(schema, prop, text)
    type_ = property_type(schema, prop)
    if say.tag == SOURCE or caption == text:
        return caption
    if type_ == "country":
        return say.country(text) or caption
    return (type_ == "language" and say.language(text)) or label_words(caption, say)


def language_words(code: str, say: Language) -> str:
    """The name of a language for its code: `Russian` for rus or ru."""
    return value_words("Article", "language", code, say)
