"""The provider as a whole, put together."""

from tests.payment_peer.access import Keys
from tests.payment_peer.api import Api
from tests.payment_peer.faults import Faults
from tests.payment_peer.ledger import Ledger
from tests.payment_peer.pauses import Pauses
from tests.payment_peer.pending import Pending
from tests.payment_peer.webhooks import Target, Webhooks


class Provider:
    """One account with its ledger."""

    def __init__(self, keys: Keys, target: Target) -> None:
        self.pending = Pending()
        self.webhooks = Webhooks(self.pending)
        self.webhooks.configure(target)
        self.ledger = Ledger(self.webhooks.publish, self.pending)
        self.faults = Faults()
        self.pauses = Pauses()
        self.api = Api(keys, self.ledger, self.faults, self.pauses)
