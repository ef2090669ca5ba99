"""Whether some words name an entity, literally."""

from __future__ import annotations

import re

from dossier.case.model import Entity
from dossier.names.scripts import is_unspaced
from dossier.text.normalise import fold


def says(words: str, text: str) -> bool:
    """Whether a text stands in folded words, as whole words, whatever its case."""
    wanted = fold(text).strip()
    # scripts written without spaces have no word boundaries to look for
    before = "" if is_unspaced(wanted[:1]) else r"(?<!\w)0?"
    after = "" if is_unspaced(wanted[-1:]) else r"(?!\w)"
    return bool(re.search(f"{before}{re.escape(wanted)}{after}", words, re.IGNORECASE))


def is_named_in(entity: Entity, words: str) -> bool:
    """Whether a person or body is named in some words, by a name or alias, literally."""
    names = [value.text for value in entity.values if value.prop in ("name", "alias", "weakAlias")]
    folded = fold(words)
    return any(says(folded, name) for name in names)
