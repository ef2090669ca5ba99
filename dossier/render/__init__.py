"""View → document → HTML → PDF with its attachments; document → Word."""
