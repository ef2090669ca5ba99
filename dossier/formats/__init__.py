"""Canonical JSON, manifests, bags, attachments, and files that are written aside and moved into place."""
