"""The business profile: written, previewed, published, shown to anybody."""
