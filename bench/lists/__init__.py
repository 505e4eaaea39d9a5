"""Long lists: how much longer a page, a filter and a search take among a hundred times as many rows."""
