"""Names in other languages: typed anywhere, and shown where that language is spoken."""

from collections.abc import Callable
from typing import Any

import pytest
from simcord import interactions

from bot.language import language, use_language
from bot.show.episodes import Episode
from bot.show.translations import learn
from support.reading import words
from support.world import World

E1, E3 = Episode(1, 1), Episode(1, 3)


@pytest.fixture
async def speak(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Whoever acts from now on has this locale; the story is known in every language."""
    monkeypatch.setattr("bot.show.translations._known", {})
    learn(await world.bot.store.packs.translations(world.bot.show.id))
    made = interactions.base_payload
    before = language()

    def speak(member: str) -> None:
        def payload(*args: Any, **options: Any) -> Any:
            record, payload = made(*args, **options)
            return record, payload | {"locale": member}

        monkeypatch.setattr(interactions, "base_payload", payload)
        use_language(before)

    return speak


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("オンジョ", "Nam On-jo"),
        ("ナム・オンジョ", "Nam On-jo"),
        ("チョンサン", "Lee Cheong-san"),
        ("パク・ジフ", "Nam On-jo"),
        ("교장쌤", "The principal"),
        ("la presidenta", "Choi Nam-ra"),
        ("o pai da on-jo", "Nam So-ju"),
        ("ketua kelas", "Choi Nam-ra"),
        ("Guinam", "Yoon Gwi-nam"),
    ],
)
async def test_a_name_of_any_language_is_understood(world: World, typed: str, name: str) -> None:
    await world.set_progress(world.fan, E3)
    card = await world.fan.slash(world.channel, "character", name=typed, private=True)
    assert name in words(card).splitlines()[0]
    choices = await world.fan.autocomplete(world.channel, "character", "name", typed)
    assert choices[0]["name"].startswith(name)


async def test_a_name_that_spoils_is_understood_no_earlier_than_in_english(world: World) -> None:
    await world.set_progress(world.fan, E1)
    known = words(await world.fan.slash(world.channel, "character", name="妊婦", private=True))
    assert known.replace("妊婦", "…") == words(
        await world.fan.slash(world.channel, "character", name="zzzz", private=True)
    ).replace("zzzz", "…")


async def test_names_are_shown_as_the_language_writes_them(world: World, speak: Callable[[str], None]) -> None:
    await world.set_progress(world.fan, E3)
    speak("ja")
    choices = await world.fan.autocomplete(world.channel, "character", "name", "nam-ra")
    assert choices[0]["name"].startswith("チェ・ナムラ · ")
    for sent in (choices[0]["name"], choices[0]["value"]):
        card = words(await world.fan.slash(world.channel, "character", name=sent, private=True))
        assert "チェ・ナムラ · 최남라" in card.splitlines()[0]
    speak("ko")
    card = words(await world.fan.slash(world.channel, "character", name="남라", private=True))
    assert card.splitlines()[0].endswith("최남라")
    assert "조이현" in card


@pytest.mark.parametrize(
    ("locale", "asked", "found"),
    [
        ("es-419", "¿quién mató al director?", "Gwi-nam"),
        ("pt-BR", "quem matou o diretor", "Gwi-nam"),
        ("id", "siapa yang bunuh kepala sekolah", "Gwi-nam"),
        ("ja", "校長を殺したのは誰", "グィナム"),
        ("ko", "교장 누가 죽였어?", "귀남"),
        ("en-US", "교장 누가 죽였어?", "Gwi-nam"),
        ("es-419", "who killed the principal", "Gwi-nam"),
    ],
)
async def test_a_question_is_answered_in_the_language_that_it_is_asked_in(
    world: World, speak: Callable[[str], None], locale: str, asked: str, found: str
) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    speak(locale)
    answer = words(await world.fan.slash(world.channel, "search", text=asked))
    assert found in next(line for line in answer.splitlines() if "1" in line[:5])
