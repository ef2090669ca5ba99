"""`dossier pin`: writes lock files for what people wrote by hand."""

from __future__ import annotations

import typer

from dossier.cli.output import Format, FormatOption, out, plural, report
from dossier.cli.prepare import open_case
from dossier.problems import Problems

EXAMPLES = """
Examples: `dossier pin` · `dossier pin --format json`
"""


def run(context: typer.Context, format: FormatOption = Format.text) -> None:
    """Find every excerpt in its capture and write the lock files: hashes, texts, positions, exhibit numbers.

    Writes nothing while an excerpt does not verify. A capture whose bytes changed is never accepted.
    """
    from dossier.intake.pinning import pin
    from dossier.withholding.redact import redact_for_log

    problems = Problems()
    case = open_case(context, format, problems)
    pinned = pin(case, problems)
    problems = redact_for_log(problems, case)
    code = report(problems, format, pinned=pinned.excerpts, written=pinned.written)
    if format is Format.text and not code:
        written = ", ".join(pinned.written) or "nothing new"
        out.print(f"{plural(pinned.excerpts, 'excerpt')} pinned; lock files written: {written}.", style="bold green")
    raise typer.Exit(code)
