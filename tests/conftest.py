"""Settings of all tests."""

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about the code; speed is measured in bench/.
settings.register_profile("selfaudit", deadline=None)
settings.load_profile("selfaudit")

LONGEST_FIRST = (
    "tests/e2e/",
    "tests/faults/",
    "tests/conformance/",
    "tests/collectors/server/",
    "tests/company/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes come first, so that none of them is left over for one core at the end."""
    items.sort(
        key=lambda item: next(
            (place for place, folder in enumerate(LONGEST_FIRST) if item.nodeid.startswith(folder)),
            len(LONGEST_FIRST),
        )
    )
