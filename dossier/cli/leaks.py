"""`dossier check --leaks`: looks into files, folders and git histories for names that a case withholds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from dossier.cli.output import Format, Settings, about, out, plural, progress, report, shown, summary
from dossier.problems import File, Problems, stop


def look_for_leaks(context: typer.Context, paths: Sequence[Path], form: Format, *, strict: bool) -> int:
    """Report every name in `paths` that the widest edition withholds; returns the exit code.

    Raises Stop when there is no case, or no such path. A case that cannot be read whole may withhold more than is
    known of it: its errors are reported, and nothing is looked into.
    """
    from dossier.leaks import Scanner, add_leaks
    from dossier.leaks.paths import scan_target, targets
    from dossier.loading import load_case
    from dossier.withholding.who import public_redactor

    settings: Settings = context.obj
    problems = Problems()
    case = load_case(settings.root(), problems, settings.private_folder())
    about(case)
    files = 0
    if case:
        replacer = public_redactor(case)
    if case and not problems.errors:
        scanner = Scanner(replacer.names)
        for path in paths:
            if not path.exists() and not path.is_symlink():
                raise stop(
                    "file-unreadable",
                    "{path} is not there.",
                    cure="Correct the path.",
                    path=File(scanner.safe(str(path))),
                )
        wanted = [target for path in paths for target in targets(path, shown(path))]
        step = progress("looked into", len(wanted))
        for target in wanted:
            step(scanner.safe(target.shown))
            add_leaks(problems, scan_target(scanner, target), placed=True)
        files = len(wanted)
    code = report(problems, form, strict=strict, files=files, persons=len(replacer.names) if case else 0)
    if form is Format.text:
        out.print(
            f"{plural(files, 'file')} looked into. {summary(problems)}.", style="bold red" if code else "bold green"
        )
    return code
