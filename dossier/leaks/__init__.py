"""Bytes + withheld names → leaks: the last look at everything that leaves.

Knows nothing of cases: a `Scanner` is made of names and labels, and looks into bytes of any kind. Every fold of a
word, every encoding of a text and every reader of a format is registered by name, so that a test can switch each
of them off and see that something is then missed.
"""

from dossier.leaks.finds import Leak, add_leaks, refuse
from dossier.leaks.scanning import Scanner

__all__ = ["Leak", "Scanner", "add_leaks", "refuse"]
