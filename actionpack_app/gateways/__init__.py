"""The outside, behind protocols: payments, documents, files, contacts, the clock."""
