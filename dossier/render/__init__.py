"""The render."""
