"""Partners as the desk looks them up, and one of them as it sees itself."""
