"""Mails that didn't get through."""
