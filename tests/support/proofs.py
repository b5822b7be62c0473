"""What `make prove` runs beside `make test`: the same test with more parameters."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def in_prove(*values: object) -> Any:
    """Parameters with which `make test` does not run."""
    return pytest.param(*values, marks=pytest.mark.prove)


def sampled(values: Iterable[Any], every: int = 3) -> list[Any]:
    """Parameters of one kind: `make test` runs the first of each `every`, and `make prove` the others."""
    return [_of(each, in_prove if number % every else pytest.param) for number, each in enumerate(values)]


def _of(value: Any, param: Callable[..., Any]) -> Any:
    return param(*value) if isinstance(value, tuple) else param(value)
