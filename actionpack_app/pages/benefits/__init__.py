"""Benefits: what the company has, and the dialogs in which it is used."""
