"""View → what is sent to one authority: a folder with the dossier and all it rests on, and the zip of that folder."""

from dossier.pack.packing import PACKED_FORMS, Packed, pack

__all__ = ["PACKED_FORMS", "Packed", "pack"]
