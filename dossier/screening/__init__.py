"""Compares the persons of a case with published lists: first in one pass over the file, then with nomenklatura."""
