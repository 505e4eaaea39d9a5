"""Pictures of every page, for whoever reviews how the product looks."""
