"""Handing a card to the payment provider: its own field, in the browser, for whichever provider is set up."""
