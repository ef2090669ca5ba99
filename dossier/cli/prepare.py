"""The step that build and export share: check the whole case, then make the view of an edition, or stop."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dossier.cli.output import Settings, exit_code
from dossier.problems import Problems

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.editions import View


class Edition(StrEnum):
    """The readerships that every case has; a case may have further ones."""

    public = "public"
    authority = "authority"
    internal = "internal"


EditionOption = Annotated[
    str, typer.Option("--edition", help="Who may read it: public, authority, internal, or one more of the case.")
]


def known_edition(edition: str, case: Case) -> str:
    """The edition when the case has it. Raises BadParameter, which is wrong usage, when not."""
    if edition not in case.meta.editions:
        known = ", ".join(case.meta.editions)
        raise typer.BadParameter(f"{edition!r} is none of the case's editions: {known}.", param_hint="--edition")
    return edition


def prepare(
    context: typer.Context,
    edition: str,
    problems: Problems,
    *,
    strict: bool,
    regime: str | None = None,
    approved: bool = False,
) -> View | None:
    """The view of an edition when nothing stops it, else None; what was found is added to `problems`.

    With `regime` it is for the authority of that regime alone; with `approved` a claim that is not approved stops it.
    Raises Stop when there is no case.
    """
    from dossier.checks import check_case, check_names
    from dossier.editions import make_view
    from dossier.review import refuse_unapproved

    settings: Settings = context.obj
    checked = check_case(settings.root(), problems, private=settings.private_folder())
    if checked:
        known_edition(edition, checked.case)
        check_names(checked.case, edition, problems)
    if checked is None or problems.errors:
        return None
    view = make_view(
        checked.case, checked.evidence, checked.regimes, edition, problems, regime, standings=checked.standings
    )
    if approved:
        refuse_unapproved({key: each.state for key, each in view.reviews.items()}, problems)
    return None if exit_code(problems, strict=strict) else view
