"""`dossier build`."""

EXAMPLES = ""


def run() -> None:
    """Not there yet."""
