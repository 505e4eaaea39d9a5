"""Mails on their way: claimed, sent between two transactions, settled."""
