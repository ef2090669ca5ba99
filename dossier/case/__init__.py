"""The records of a case, as its files give them, each with file and line; reads and writes the YAML."""
