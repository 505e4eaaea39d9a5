"""Letters: mails to one person that aren't notices of a subscription."""
