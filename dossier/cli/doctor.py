"""`dossier doctor`."""

EXAMPLES = ""


def run() -> None:
    """Not there yet."""
