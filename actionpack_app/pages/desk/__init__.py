"""The desk's finance: transfers, cancellations, refunds, cases."""
