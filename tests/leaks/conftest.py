"""What the walks over canaries share."""

import pytest


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """Canaries are few: with pages this small their cast has several, as a real one has."""
    monkeypatch.setattr("bot.ui.story.cast.CAST_PAGE", 2)
    monkeypatch.setattr("bot.ui.story.relationship_cards.TIES_PAGE", 2)
