"""View → what leaves as FollowTheMoney: the entities that publications, and data attached to documents, are made of."""

from dossier.exporting.history import History
from dossier.exporting.records import caption, entity_json
from dossier.exporting.traversal import Traversal, exported_id, seen

__all__ = ["History", "Traversal", "caption", "entity_json", "exported_id", "seen"]
