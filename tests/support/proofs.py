"""What `make prove` runs beside `make test`: the same test with more parameters."""

from collections.abc import Iterable
from typing import Any, cast

import pytest


def in_prove(*values: object) -> Any:
    """Parameters with which `make test` does not run."""
    return pytest.param(*values, marks=pytest.mark.prove)


def sampled(values: Iterable[Any], every: int = 3) -> list[Any]:
    """Parameters of one kind: `make test` runs the first of each `every`, and `make prove` the others."""
    parted = [each if isinstance(each, tuple) else (each,) for each in cast("Iterable[Any]", values)]
    return [in_prove(*each) if number % every else pytest.param(*each) for number, each in enumerate(parted)]
