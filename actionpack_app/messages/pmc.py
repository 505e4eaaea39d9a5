"""What the check of a renewal in the Partner Membership Center says, in the language of the context."""

from actionpack_app.domain.calendar import Term
from actionpack_app.domain.pmc import Verdict
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_date


def explain_verdict(verdict: Verdict, term: Term) -> str:
    """What the check of a renewal in the Partner Membership Center says of a membership with this paid term."""
    opens, closes = format_date(term.anniversary), format_date(term.last_renewal_day)
    match verdict:
        case Verdict.RENEWABLE:
            return _("You can renew it here now, until {closes}.").format(closes=closes)
        case Verdict.NOT_YET:
            return _("Not yet: it can be renewed here from {opens} to {closes}.").format(opens=opens, closes=closes)
        case Verdict.OVER:
            return _("The renewal period is over: it closed on {closes}.").format(closes=closes)
        case Verdict.STOPPED:
            return _("It can't be renewed here now: not everything that it needs is met.")
        case Verdict.INVITED:
            return _("You're invited to renew in Partner Center")
        case Verdict.NEVER_THERE:
            return _("Your memberships are managed in Partner Center.")
