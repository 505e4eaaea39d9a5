"""Choosing a new password in place of a forgotten one."""
