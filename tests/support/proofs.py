"""What `make prove` runs beside `make test`: the same test with more parameters."""

from typing import Any

import pytest


def in_prove(*values: object) -> Any:
    """Parameters with which `make test` does not run."""
    return pytest.param(*values, marks=pytest.mark.prove)
