"""What worker processes are given to do in tests: in a module of its own, which they import quickly."""

from __future__ import annotations

from dossier.problems import stop


def doubled(number: int) -> int:
    """Twice a number. Raises Stop for 13."""
    if number == 13:
        raise stop("missing-glyph", "A character cannot be printed.")
    return 2 * number
