"""The parts of every card."""

from typing import Any

import pytest
from discord import ui

from bot.ui.kit.layout import Accent, card, line, small, text


@pytest.mark.parametrize(
    ("given", "kept"),
    [("t-t", "t-t"), ("t-", "t"), ("-t", "t"), ("t--t", "t-t"), ("t-t--", "t-t"), ("--t-t-t", "t-t-t"), ("t", "t")],
)
def test_a_line_stands_only_between_two_things(given: str, kept: str) -> None:
    view = card(Accent.DESK, *(line() if each == "-" else text("words") for each in given))
    inside: Any = view.children[0]
    assert "".join("-" if isinstance(each, ui.Separator) else "t" for each in inside.children) == kept


def test_no_line_of_small_print_begins_with_a_dot() -> None:
    assert small("Before S1E1 · page 1 of 2 · A·B") == "-# Before S1E1\u00a0· page 1 of 2\u00a0· A·B"
