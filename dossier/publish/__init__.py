"""The publish."""
