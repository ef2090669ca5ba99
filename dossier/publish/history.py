"""Since when a statement is published, and when an entity last changed: carried over from an earlier publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.ftm import FtmEntity


class Before(NamedTuple):
    """An entity of the earlier publication: FtM's checksum of it, and since when it is as it was then."""

    checksum: str
    last_change: str


@dataclass(frozen=True, slots=True)
class History:
    """What an earlier publication said, and when; empty when there was none.

    `seen` is the time of this publication. `statements` are kept by the 20 bytes of their id, as there may be many.
    """

    seen: str
    entities: Mapping[str, Before] = field(default_factory=dict)
    statements: Mapping[bytes, str] = field(default_factory=dict)

    def first_seen(self, statement_id: str) -> str:
        """The time of the first publication with this statement."""
        return self.statements.get(bytes.fromhex(statement_id), self.seen) if self.statements else self.seen

    def first_seen_of(self, entity: FtmEntity) -> str:
        """The time of the first publication with any statement of the entity."""
        if not self.statements:
            return self.seen
        return min((self.first_seen(statement.id) for statement in entity.statements), default=self.seen)

    def last_change(self, entity: FtmEntity) -> str:
        """The time since when the entity is as it is now."""
        before = self.entities.get(entity.id)
        return before.last_change if before and before.checksum == entity.checksum else self.seen
