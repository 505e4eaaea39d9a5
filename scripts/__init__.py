"""Tools of the trade; nothing here runs in the product."""
