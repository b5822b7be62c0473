"""The parts of every card."""

import pytest

from bot.ui.kit.layout import Accent, card, line, small, text


@pytest.mark.parametrize(
    ("given", "kept"),
    [("t-t", "t-t"), ("t-", "t"), ("-t", "t"), ("t--t", "t-t"), ("t-t--", "t-t"), ("--t-t-t", "t-t-t"), ("t", "t")],
)
def test_a_line_stands_only_between_two_things(given: str, kept: str) -> None:
    view = card(Accent.DESK, *(line() if each == "-" else text("words") for each in given))
    (inside,) = view.to_components()
    assert "".join("-" if each["type"] == 14 else "t" for each in inside["components"]) == kept


def test_no_line_of_small_print_begins_with_a_dot() -> None:
    assert small("Before S1E1 · page 1 of 2 · A·B") == "-# Before S1E1\u00a0· page 1 of 2\u00a0· A·B"
