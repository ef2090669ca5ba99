"""Taking sources, quotations and entities into a case: everything that writes below `evidence/`."""
