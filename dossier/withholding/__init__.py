"""Names that are withheld: whose they are, what replaces them, spellings to add, and what messages may quote."""
