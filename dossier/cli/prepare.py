"""The step that build and export share: check the whole case, then make the view of an edition, or stop."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dossier.cli.output import Format, Settings, about, exit_code, report
from dossier.problems import Id, Problems, Quoted, listed, stop

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.editions import View, VisibleEntity


class Edition(StrEnum):
    """The readerships that every case has; a case may have further ones."""

    public = "public"
    authority = "authority"
    internal = "internal"


EditionOption = Annotated[
    str, typer.Option("--edition", help="Who may read it: public, authority, internal, or one more of the case.")
]


def open_case(context: typer.Context, form: Format, problems: Problems) -> Case:
    """The case as its files are, unchecked; ends the command when `case.yml` cannot be read."""
    from dossier.loading import load_case

    settings: Settings = context.obj
    case = load_case(settings.root(), problems)
    about(case)
    if case is None:
        raise typer.Exit(report(problems, form))
    return case


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
    With `strict` every text is extracted again, since what is stored was perhaps edited. Raises Stop when there is no
    case.
    """
    from dossier.approvals import refuse_unapproved
    from dossier.checking.run import check_case

    settings: Settings = context.obj
    checked = check_case(settings.root(), problems, private=settings.private_folder())
    about(checked.case if checked else None)
    if checked is None:
        return None
    known_edition(edition, checked.case)
    if strict:
        checked.confirm_texts(problems)
    view = checked.view_to_print(edition, problems, regime)
    if view is None:
        return None
    if approved:
        refuse_unapproved({key: each.state for key, each in view.reviews.items()}, problems)
    return None if exit_code(problems, strict=strict) else view


def chosen(view: View, ids: list[str], regime: str | None) -> list[VisibleEntity]:
    """The persons of these ids who get a dossier, everybody without any. Raises Stop for an unknown one, or regime."""
    known = {person.id: person for person in view.dossiers}
    unknown = [id_ for id_ in ids if id_ not in known]
    if unknown:
        raise stop(
            "no-such-person",
            "{unknown}: no such dossier; there are {known}.",
            unknown=listed(Quoted, unknown),
            known=listed(Id, known, none="none"),
        )
    if regime is not None and regime not in view.regimes:
        raise stop(
            "unknown-regime",
            "The case has no regime {regime!r}; it has {known}.",
            regime=Quoted(regime),
            known=listed(Id, view.regimes),
        )
    return [known[id_] for id_ in ids] if ids else list(known.values())
