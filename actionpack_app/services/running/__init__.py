"""The product's own work: which processes live, and what lies about unfinished."""
