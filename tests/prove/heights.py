"""How high the cards stand in a channel: a public one is a glance, not a screen."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from support.processes import previewing
from support.reader import Reader

DESKTOP, PHONE = 1280, 420
CHARACTER: Final = {DESKTOP: 450, PHONE: 780}
HELP: Final = {PHONE: 500}
PEOPLE: Final = ("nam-ra", "gwi-nam", "on-jo")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running preview."""
    with previewing(tmp_path_factory.mktemp("preview"), "preview", "--port", "0") as (_, address):
        yield address


@pytest.fixture
def reader(chromium: Any, url: str, width: int) -> Iterator[Reader]:
    """Somebody with a window so wide."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    yield Reader(page, url)
    page.close()


@pytest.mark.parametrize("width", CHARACTER)
@pytest.mark.parametrize("viewer", ["mina, at S1E6", "tomas, finished"])
def test_a_public_card_about_somebody_is_a_glance(reader: Reader, width: int, viewer: str) -> None:
    reader.look_as(viewer)
    heights: dict[str, float] = {}
    for person in PEOPLE:
        reader.type("character", person, see="through S1E4")
        heights[person] = reader.height()
    assert max(heights.values()) <= CHARACTER[width], heights


@pytest.mark.parametrize("width", CHARACTER)
def test_a_public_cast_is_a_glance(reader: Reader, width: int) -> None:
    reader.look_as("mina, at S1E6")
    reader.type("cast", see="through S1E4")
    assert reader.height() <= CHARACTER[width]


@pytest.mark.parametrize("width", HELP)
@pytest.mark.parametrize("viewer", ["newcomer", "mina, at S1E6", "moderator, finished"])
def test_help_fits_on_a_phone(reader: Reader, width: int, viewer: str) -> None:
    reader.look_as(viewer)
    reader.type("help", see="/character")
    assert reader.height() <= HELP[width]
