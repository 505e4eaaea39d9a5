"""What came of one step of the checkout: the order to show, and what to say beside it."""

import dataclasses
from typing import Any

from actionpack_app.auth.visit import run
from actionpack_app.domain.errors import ActionPackError, ApprovalNeeded, InvalidInput, PriceChanged
from actionpack_app.domain.offers import Offer
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.services.orders.open_checkout import open_checkout
from actionpack_app.services.orders.show import show_order
from actionpack_app.services.orders.view import OrderView


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """The order as it stands now, None where it can't be shown; a refusal in words; problems by field."""

    view: OrderView | None = None
    alert: str = ""
    problems: dict[str, str] = dataclasses.field(default_factory=dict)


async def outcome_of(reach: Any, number: str, offer: Offer, service: Any, *args: Any, **kwargs: Any) -> Outcome:
    """Calls a service that returns the order, through `reach` (`run` or `run_outside`); a refusal is put into words."""
    try:
        return Outcome(await reach(service, *args, **kwargs))
    except InvalidInput as refused:
        problems = {field: explain_problem(code) for field, code in refused.problems.items()}
        return Outcome(await run(show_order, number), problems=problems)
    except PriceChanged as refused:  # with today's price and dates, to be reviewed again
        in_pmc = (await run(show_order, number)).in_pmc
        return Outcome(await run(open_checkout, offer, in_pmc=in_pmc), explain(refused))
    except ApprovalNeeded as refused:  # with the way to ask for it: the company has made a rule, or it was declined
        return Outcome(await run(show_order, number), explain(refused))
    except ActionPackError as refused:
        return Outcome(alert=explain(refused))
