"""What the walks over canaries share."""

import gettext

import pytest

from bot import locale
from support.quick import send_orders
from support.speaking import Speak, speakers


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """Canaries are few: with pages this small their cast has several, as a real one has."""
    monkeypatch.setattr("bot.ui.story.cast.CAST_PAGE", 2)
    monkeypatch.setattr("bot.ui.story.relationship_cards.TIES_PAGE", 2)


@pytest.fixture(autouse=True)
def _pictures_as_they_are_ordered(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    send_orders(monkeypatch)


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Members and servers of other languages, whose buttons say what the walks know: the story alone is told in them."""

    def english(_language: str) -> gettext.NullTranslations:
        return gettext.NullTranslations()

    monkeypatch.setattr(locale, "catalogue", english)
    return speakers(monkeypatch)
