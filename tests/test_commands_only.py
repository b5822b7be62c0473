"""A server that has the bot's commands and not the bot itself: Discord sends its interactions and never the server."""

from typing import Any

import pytest

from bot.show.episodes import Episode
from support.reading import words
from support.world import MURDER, World

ADD = (
    "That only works where I’m a member, and this server has only my commands. Somebody with Manage Server can [add me](https://discord.com/"
    "oauth2/authorize?client_id="
)


@pytest.fixture
async def outside(world: World) -> World:
    """A server whose commands arrive and that the gateway never sent."""
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", world.channel.id)
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    await world.set_progress(world.moderator, Episode(1, 12))
    world.bot._connection._guilds.pop(world.guild.id)  # pyright: ignore[reportPrivateUsage]  discord.py (pinned) has no other door
    return world


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("watchalong start", {"episode": "e4", "at": "in 2 hours"}),
        ("trivia start", {}),
        ("trivia leaderboard", {}),
        ("spoiler post", {"episode": "S1E9"}),
        ("settings show", {}),
        ("settings channel", {"ceiling": "S1E4"}),
        ("setup", {}),
        ("review", {}),
        ("fact edit", {"fact": MURDER}),
        ("fact list", {}),
    ],
)
async def test_what_needs_the_bot_itself_says_so_with_the_link_and_keeps_nothing(
    outside: World, command: str, options: dict[str, Any]
) -> None:
    answer = await outside.moderator.slash(outside.channel, command, **options)
    assert words(answer).startswith(f"{ADD}{outside.bot.application_id}&")
    assert len(outside.env.errors) == 1
    for table in ("watchalongs", "trivia_games", "spoiler_posts"):
        assert await outside.bot.store.database.rows(f"SELECT 1 FROM {table}") == []  # noqa: S608  names of ours


async def test_everything_else_is_answered_there_as_anywhere(outside: World) -> None:
    commands: dict[str, dict[str, Any]] = {
        "help": {}, "about": {}, "character": {"name": "nam-ra"}, "lore": {"name": "webtoon"}, "cast": {}, "episode": {"number": "e1"}, "search": {"text": "nam-ra"},
        "progress show": {}, "trivia practice": {}, "trivia daily": {}, "trivia stats": {}, "privacy": {},
        "suggest": {"about": "Nam-ra"},
    }  # fmt: skip
    known = {command.qualified_name for command in outside.bot.tree.walk_commands()}
    for command, options in commands.items():
        assert command in known
        answer = await outside.moderator.slash(outside.channel, command, **options)
        assert answer.acknowledged, command
        if answer.response is not None:
            assert "mistake is ours" not in words(answer), command
    form = await outside.moderator.slash(outside.channel, "suggest", about="Nam-ra")
    answer = await outside.moderator.submit_modal(
        form,
        {"text": "Nam-ra hums.", "revealed_in": ["1004"], "topic": ["trait"], "source": "Netflix", "correction": ["0"]},
    )
    assert "Thank" in words(answer)
