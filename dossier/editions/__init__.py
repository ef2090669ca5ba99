"""Case → View. A view is the frozen data that one readership may see; nothing renders or exports anything else."""

from dossier.editions.view import View, make_view

__all__ = ["View", "make_view"]
