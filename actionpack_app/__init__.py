"""Partner Center: membership offers that partner companies buy, renew and look after."""
