"""Text out of captures, normalised; quotations found in it; the prose of a case."""
