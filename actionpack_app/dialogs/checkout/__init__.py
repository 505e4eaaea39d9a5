"""The checkout dialog: payment method, review, confirmation."""
