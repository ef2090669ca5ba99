"""The version of a publication: it comes from the case, and grows with its date and its release."""

from __future__ import annotations

from datetime import datetime, timedelta

from followthemoney.dataset import Version

from dossier.editions import View


def version_of(view: View) -> str:
    """`20261121000001-pub`: the case's `as_of`, its release as seconds of that day, and the edition.

    Consumers take a publication only when this string is greater than the one they have. The loader keeps a release
    below the seconds of a day.
    """
    day = datetime.strptime(view.meta.as_of, "%Y-%m-%d")  # noqa: DTZ007 - a day of the case, no clock
    return str(Version(day + timedelta(seconds=view.meta.release), view.edition[:3]))
