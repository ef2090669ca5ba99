"""Captures, lock files and custody as they are stored, and the quotations verified in them."""
