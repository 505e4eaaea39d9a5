"""Lighthouse on the production build: what Membership offers and the network page score, on a desktop and on a phone."""
