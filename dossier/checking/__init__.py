"""`dossier check`: one module a rule, and the run that calls them all."""
