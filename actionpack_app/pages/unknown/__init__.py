"""The page of addresses that lead nowhere."""
