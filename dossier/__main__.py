"""`python -m dossier` is the same program as `dossier`."""

from dossier.cli import main

main()
