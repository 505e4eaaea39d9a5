"""The terms of membership, in the language of the context. Their version is `domain.enrolment.TERMS_VERSION`."""

from actionpack_app.messages import _


def terms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Sections: a title and its paragraphs. Whatever is changed here needs a new version."""
    return (
        (
            _("Membership"),
            (
                _("The company becomes a member of the partner network when it enrolls and gets its MPN ID. Membership is free."),
                _(
                    "Membership offers are bought in Partner Center, for a year each. The company holds at most one "
                    "of each offer."
                ),
                _("Silver and gold competency memberships need a qualified competency of their level."),
            ),
        ),
        (
            _("A year, and its renewal"),
            (
                _("A year starts on the day of payment and ends on the expiry date, in the company's time zone."),
                _(
                    "Automatic renewal is on after every purchase and every renewal. It charges at 09:00 on the day "
                    "after expiry, at the price of the notice sent 30 days before expiry."
                ),
                _(
                    "Automatic renewal can be turned off at any time before that day. It can't be turned on again "
                    "until the membership is renewed."
                ),
                _(
                    "Renewal by hand is possible only after expiry, for 30 days. Benefits continue meanwhile. After "
                    "that the membership lapses; the offer can be bought again."
                ),
            ),
        ),
        (
            _("Prices and payment"),
            (
                _("Prices are net, a year, in the company's currency. Tax is added by the rules of the company's country."),
                _("Payment is by credit card or electronic bank transfer. An order by bank transfer is kept for 30 days."),
                _("An issued invoice isn't changed; it is corrected by a credit note."),
            ),
        ),
        (
            _("Cancellation and refunds"),
            (
                _(
                    "A membership can be cancelled by a request to Support. The payment is refunded if it was made "
                    "no more than 30 days ago, no benefit has been activated, no product key has been viewed, and no"
                    " silver membership has become gold with it."
                ),
            ),
        ),
        (
            _("Use of benefits"),
            (
                _(
                    "Benefits are for the company's own use: for working, developing, testing, training and showing."
                    " They aren't resold."
                ),
                _("They end with the membership that they belong to."),
            ),
        ),
        (
            _("Accounts and data"),
            (
                _("Who enrolls the company is its first Global admin, may act for the company, and keeps its details true."),
                _("Who did what in Partner Center is recorded and shown to the company's admins."),
                _(
                    "The company's details and its people's names and addresses are used to carry out the membership"
                    " and to bill it."
                ),
            ),
        ),
    )
