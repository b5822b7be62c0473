"""What the walks over canaries share."""

import pytest


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """Canaries are few: with pages this small their cast has several, as a real one has."""
    monkeypatch.setattr("bot.ui.story.cast.CAST_PAGE", 2)
    monkeypatch.setattr("bot.ui.story.relationship_cards.TIES_PAGE", 2)


@pytest.fixture(autouse=True)
def _pictures_as_they_are_ordered(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """A picture depends on its order alone (tests/caches/test_pictures.py); sent in its place, its words can be read here."""

    def order(_: object, ordered: bytes) -> bytes:
        return ordered

    monkeypatch.setattr("bot.caches.pictures.Drawing.__call__", order)
