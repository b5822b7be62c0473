"""The bot's own emoji: uploaded once, only what changed, and cards are whole without them."""

import base64
import logging
from typing import Any

import discord
import orjson
import pytest

from bot import faces
from bot.caches.pictures import Drawing
from bot.faces import upload_faces
from bot.show.episodes import EVERYTHING, Scope
from bot.store.faces import Uploaded
from support.world import World

PEOPLE, MEDALS = 44, 3


class Painter:
    """Draws nothing, and knows what was ordered."""

    def __init__(self) -> None:
        self.ordered: list[Any] = []

    def __call__(self, ordered: bytes) -> bytes:
        kind, drawings = orjson.loads(ordered)
        assert kind == "emoji"
        self.ordered += drawings
        return orjson.dumps([base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()] * len(drawings))

    def stop(self) -> None:
        """As the real one."""


async def upload(world: World) -> list[Any]:
    """Let the bot compare and upload; what had to be drawn."""
    painter = Painter()
    await upload_faces(world.bot, world.bot.store.faces, world.bot.show.id, painter, pace=0)
    return painter.ordered


def there(world: World) -> dict[str, int]:
    return {emoji.name: emoji.id for emoji in world.env.backend.application_emojis.values()}


async def known(world: World) -> dict[str, Uploaded]:
    assert world.bot.application_id
    return await world.bot.store.faces.uploaded(world.bot.application_id)


async def test_everybody_has_a_badge_and_the_store_knows_it(world: World) -> None:
    assert len(await upload(world)) == PEOPLE + MEDALS
    assert {name: emoji.emoji_id for name, emoji in (await known(world)).items()} == there(world)
    people = await world.bot.store.facts.characters(world.bot.show.id, Scope.through(EVERYTHING))
    assert {each.character.face for each in people} == {
        f"<:p{each.character.id}:{there(world)[f'p{each.character.id}']}>" for each in people
    }
    assert set(await world.bot.store.faces.medals()) == {1, 2, 3}


async def test_what_is_there_is_not_uploaded_again_and_what_looks_otherwise_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upload(world)
    before = there(world)
    assert await upload(world) == []
    assert there(world) == before
    row = next(iter(await world.bot.store.faces.badges(world.bot.show.id)))
    await world.bot.store.database.write("UPDATE characters SET badge = '[\"새\", 1, null]' WHERE id = ?", (row,))
    assert await upload(world) == [["새", 1, None]]
    assert there(world).keys() == before.keys()
    assert {name for name, number in there(world).items() if before[name] != number} == {f"p{row}"}
    monkeypatch.setattr(faces, "DRAWN", "another")
    assert len(await upload(world)) == PEOPLE + MEDALS


async def test_emoji_of_people_who_are_gone_go_and_those_of_the_owner_stay(world: World) -> None:
    await upload(world)
    world.env.backend.create_application_emoji("p12345")
    world.env.backend.create_application_emoji("party")
    row = next(iter(await world.bot.store.faces.badges(world.bot.show.id)))
    await world.bot.store.database.write("UPDATE characters SET show_id = 0 WHERE id = ?", (row,))
    assert await upload(world) == []
    assert "p12345" not in there(world)
    assert f"p{row}" not in there(world)
    assert f"p{row}" not in await known(world)
    assert "party" in there(world)


async def test_what_somebody_deleted_at_discord_comes_back(world: World) -> None:
    await upload(world)
    for emoji in list(world.env.backend.application_emojis):
        world.env.backend.delete_application_emoji(emoji)
    assert len(await upload(world)) == PEOPLE + MEDALS
    assert {name: emoji.emoji_id for name, emoji in (await known(world)).items()} == there(world)


async def test_another_application_over_the_same_store_has_emoji_of_its_own(world: World) -> None:
    await world.bot.store.faces.set_uploaded(1, "m1", Uploaded(7, "of old"))
    assert len(await upload(world)) == PEOPLE + MEDALS
    assert await world.bot.store.faces.uploaded(1) == {}


async def test_a_kill_between_two_uploads_costs_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    create, made = world.bot.create_application_emoji, 0

    async def breaks(**emoji: Any) -> discord.Emoji:
        nonlocal made
        made += 1
        done = await create(**emoji)
        if made == 5:
            raise KeyboardInterrupt  # it is at Discord, and not in the store
        return done

    monkeypatch.setattr(world.bot, "create_application_emoji", breaks)
    with pytest.raises(KeyboardInterrupt):
        await upload(world)
    monkeypatch.setattr(world.bot, "create_application_emoji", create)
    assert len(await known(world)) == 4
    assert len(await upload(world)) == PEOPLE + MEDALS - 4
    assert {name: emoji.emoji_id for name, emoji in (await known(world)).items()} == there(world)
    assert len(there(world)) == len(world.env.backend.application_emojis)


async def test_people_who_are_known_earlier_are_uploaded_first(world: World) -> None:
    await upload(world)
    people = await world.bot.store.facts.characters(world.bot.show.id, Scope.through(EVERYTHING))
    gates = {f"p{each.character.id}": each.character.revealed_in for each in people}
    made = [name for name, _ in sorted(there(world).items(), key=lambda emoji: emoji[1])]
    assert made[:3] == ["m1", "m2", "m3"]
    assert [gates[name] for name in made[3:]] == sorted(gates.values())


async def test_a_name_of_an_emoji_holds_no_name_of_anybody(world: World) -> None:
    await upload(world)
    for name in there(world):
        assert name[0] in "pm"
        assert name[1:].isdecimal()
        assert len(name) <= 32


async def test_there_is_no_more_than_discord_allows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.env.backend.create_application_emoji("party")
    monkeypatch.setattr(faces, "MOST", 10)
    assert len(await upload(world)) == 9
    assert len(there(world)) == 10


async def test_a_refusal_is_one_line_in_the_log_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuses(**_: Any) -> discord.Emoji:
        raise OSError("no way there")

    monkeypatch.setattr(world.bot, "create_application_emoji", refuses)
    with caplog.at_level(logging.WARNING):
        await upload(world)
    assert [record.getMessage() for record in caplog.records if "badges" in record.getMessage()]
    assert await known(world) == {}
    shown = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert "Choi Nam" in str(shown.response.components)


async def test_the_real_drawing_is_what_discord_takes(world: World) -> None:
    pictures: list[bytes] = []

    async def create(*, image: bytes, **_: Any) -> Any:
        pictures.append(image)
        return discord.Object(len(pictures))

    world.bot.create_application_emoji = create
    drawing = Drawing()
    await upload_faces(world.bot, world.bot.store.faces, world.bot.show.id, drawing, pace=0)
    drawing.stop()
    assert len(pictures) == PEOPLE + MEDALS
    assert max(map(len, pictures)) <= faces.LARGEST
    assert all(each.startswith(b"\x89PNG") for each in pictures)


async def test_the_door_uploads_by_itself_soon_after_the_start(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    painter = Painter()
    object.__setattr__(world.bot.caches, "drawing", painter)
    monkeypatch.setattr(faces, "SOON", 1.0)
    cog: Any = world.bot.get_cog("FacesCog")
    cog.upload.restart()
    await world.env.advance_time(1 + (PEOPLE + MEDALS) * faces.PACE + 5)
    assert len(there(world)) == PEOPLE + MEDALS
