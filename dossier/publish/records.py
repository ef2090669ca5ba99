"""An FtM entity as a line of JSON that FollowTheMoney's and OpenSanctions' tools read."""

from __future__ import annotations

from typing import Any

from followthemoney.types import registry
from rigour.langs import LangStr
from rigour.names.pick import pick_lang_name

from dossier.ftm import FtmEntity
from dossier.publish.history import History


def entity_json(entity: FtmEntity, history: History) -> dict[str, Any]:
    """An entity as FtM tools read it; `id` stands first so that lines sort by it."""
    return {
        "id": entity.id,
        "caption": caption(entity),
        "schema": entity.schema.name,
        "referents": [],
        "datasets": [entity.dataset],
        "first_seen": history.first_seen_of(entity),
        "last_seen": history.seen,
        "last_change": history.last_change(entity),
        "target": entity.is_target,
        "properties": entity.properties,
    }


def caption(entity: FtmEntity) -> str:
    """What FtM calls the entity, chosen from sorted values: FtM chooses from sets, and so not always alike."""
    for name in entity.schema.caption:
        found = [statement for statement in entity.statements if statement.prop == name]
        if not found:
            continue
        picked = None
        if len(found) > 1 and entity.schema.properties[name].type is registry.name:
            picked = pick_lang_name([LangStr(each.value, lang=each.lang or None) for each in found])
        return picked or found[0].value
    return entity.schema.label
