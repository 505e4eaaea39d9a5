"""A counter: one event, one number."""

import reflex as rx


class CounterState(rx.State):
    """The number."""

    number: int = 0

    @rx.event
    async def add(self) -> None:
        """Adds one."""
        self.number += 1


def index() -> rx.Component:
    """The page."""
    number = rx.cond(CounterState.is_hydrated, CounterState.number, "")  # as a page's part it would be there before its state is
    return rx.el.main(rx.el.button("Add", on_click=CounterState.add), rx.el.output(number))


app = rx.App()
app.add_page(index, route="/")
