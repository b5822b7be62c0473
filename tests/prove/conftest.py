"""What every test in a browser stands on."""

from collections.abc import Iterator
from typing import Any

import pytest

from support import reader


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Headless Chromium."""
    try:
        with reader.chromium() as browser:
            yield browser
    except LookupError as error:
        pytest.exit(str(error), 1)
