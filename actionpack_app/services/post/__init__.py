"""The desk's look at mails that didn't get through."""
