"""What every attack has in common."""


class Breach(Exception):
    """An attack got what it wanted."""


def must(holds: bool, told: str) -> None:  # noqa: FBT001 (an assertion that stays)
    """Raises Breach where it doesn't hold."""
    if not holds:
        raise Breach(told)


def counted(answers: dict[int, int]) -> str:
    """How often there was which status."""
    return ", ".join(f"{count} × {answer or 'closed'}" for answer, count in sorted(answers.items()))
