"""`statements.csv`: every statement, in FollowTheMoney's own form. The one file in which `lang` survives."""

from __future__ import annotations

from followthemoney.statement import BASE_ID, Statement, StatementEntity
from followthemoney.statement.serialize import CSVStatementWriter

from dossier.publish.exporter import Exporter


class StatementsExporter(Exporter):
    """Rows go by entity, so that `ftm aggregate-statements` can read them as a stream."""

    FILE_NAME = "statements.csv"
    TITLE = "Statements, with their language and source dataset"
    MIME_TYPE = "text/csv"

    def setup(self) -> None:
        """Open the file and write its heading."""
        self.file = self.job.stack.enter_context(self.path.open("w", encoding="utf-8", newline=""))
        self.writer = CSVStatementWriter(self.file)

    def feed(self, entity: StatementEntity) -> None:
        """Write the statements of the entity, its own first."""
        for statement in sorted(entity.statements, key=_order):
            self.writer.write(statement)
            self.rows += 1

    def finish(self) -> None:
        """Write what is still held, and close the file."""
        self.writer.close()
        self.file.close()


def _order(statement: Statement) -> tuple[bool, str, str, str]:
    return statement.prop != BASE_ID, statement.prop, statement.value, statement.lang or ""
