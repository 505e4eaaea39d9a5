"""A pytest plugin: results are emptied once a run, not once a worker under the feet of the others."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def delete_output_dir() -> None:
    """Takes the place of the Playwright plugin's own; leaves everything as it is."""
