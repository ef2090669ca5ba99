"""The formats."""
