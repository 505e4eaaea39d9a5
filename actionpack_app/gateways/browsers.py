"""What a browser says that it is, as people call it."""

from ua_parser import parse_os, parse_user_agent


def browser_name(user_agent: str) -> tuple[str, str]:
    """The browser's and the system's name, such as Firefox and Windows; empty where it isn't known."""
    browser, system = parse_user_agent(user_agent), parse_os(user_agent)
    return browser.family if browser else "", system.family if system else ""
