"""What the company is called on its invoices: read and changed."""
