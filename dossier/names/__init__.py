"""How names are written: scripts, folds of words, and finding a name in a text in any of its forms."""
