"""`dossier export`."""

EXAMPLES = ""


def run() -> None:
    """Not there yet."""
