"""What a case brings for the look of its documents: a logo, colours, templates of its own."""
