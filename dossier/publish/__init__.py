"""View → a FollowTheMoney publication: one small module per file, all fed by one traversal."""

from dossier.publish.exporter import Written
from dossier.publish.publication import FILE_NAMES, SINCE_ONLY, Published, publish
from dossier.publish.store import check_store, load, shown_store

__all__ = ["FILE_NAMES", "SINCE_ONLY", "Published", "Written", "check_store", "load", "publish", "shown_store"]
