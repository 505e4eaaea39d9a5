"""The desk's side of money: transfers, cancellations, refunds, cases. Every action stands in the partner's activity too."""
