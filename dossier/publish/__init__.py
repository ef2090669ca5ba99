"""View → a FollowTheMoney publication: one small module per file, all fed by one traversal."""

from dossier.publish.exporter import Written
from dossier.publish.publication import FILE_NAMES, Published, publish

__all__ = ["FILE_NAMES", "Published", "Written", "publish"]
