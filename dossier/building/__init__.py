"""View → the dossiers of a build: each document made, given its files, rendered, looked through and written."""
