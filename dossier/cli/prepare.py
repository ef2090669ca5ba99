"""The step that build and export share: check the whole case, then make the view of an edition, or stop."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dossier.cli.output import Settings, exit_code
from dossier.problems import Problems

if TYPE_CHECKING:
    from dossier.editions import View


class Edition(StrEnum):
    """The readerships."""

    public = "public"
    authority = "authority"
    internal = "internal"


EditionOption = Annotated[Edition, typer.Option("--edition", help="Who may read it.")]


def prepare(context: typer.Context, edition: str, problems: Problems, *, strict: bool) -> View | None:
    """The view of an edition when nothing stops it, else None; what was found is added to `problems`.

    Raises Stop when there is no case.
    """
    from dossier.checks import check_case
    from dossier.editions import make_view

    settings: Settings = context.obj
    checked = check_case(settings.root(), problems)
    if checked is None or problems.errors:
        return None
    view = make_view(checked.case, checked.evidence, checked.regimes, edition, problems)
    return None if exit_code(problems, strict=strict) else view
