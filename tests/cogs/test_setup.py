"""From the invitation to safe channels, as a moderator who has never read documentation; and what goes when the bot goes."""

from typing import Any

import pytest

from bot.show.episodes import EVERYTHING, Episode
from support.reading import buttons, components, select, words
from support.world import World

DAY = 24 * 3600


def title(reply: Any) -> str:
    """The step of /setup that a reply shows."""
    return next(each for each in words(reply).splitlines() if each.startswith("### "))


async def test_setup_is_offered_under_the_first_reply_to_whoever_may_run_it(world: World) -> None:
    first = await world.moderator.slash(world.channel, "character", name="nam on-jo")
    (offer,) = first.followups
    assert offer.ephemeral
    assert words(offer).startswith("Nobody has told me yet how far this server has watched.")
    await world.moderator.click(offer, label="Set up Hyosan")
    assert title(offer) == "### How far have people here watched?"
    assert not (await world.moderator.slash(world.channel, "character", name="nam on-jo")).followups
    assert not (await world.fan.slash(world.channel, "character", name="nam on-jo")).followups


async def test_setup_is_offered_to_nobody_once_it_is_done(world: World) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    assert not (await world.moderator.slash(world.channel, "character", name="nam on-jo")).followups


async def test_from_the_invitation_to_safe_channels(world: World) -> None:
    archivists, review = world.guild.create_role("Archivists"), world.guild.create_text_channel("review")
    finale = world.guild.create_text_channel("finale")
    offer = (await world.moderator.slash(world.channel, "help")).followups[0]
    await world.moderator.click(offer, label="Set up Hyosan")
    await world.moderator.select(offer, ["1004"], custom_id=select(offer, "Everyone has finished…"))
    assert title(offer) == "### Who may correct what I tell?"
    await world.moderator.select(offer, [archivists], custom_id=select(offer, "Choose a role…"))
    assert title(offer) == "### Where do suggestions go?"
    await world.moderator.select(offer, [review], custom_id=select(offer, "Choose a channel…"))
    assert title(offer) == f"### Show everything in <#{review.id}>?"
    await world.moderator.click(offer, label="Yes, show everything there")
    assert words(offer).splitlines()[:11] == [
        "## Ready",
        "-# Hyosan High",
        "In public I tell everything through S1E4, and nothing beyond it.",
        "Shows in the clear through · **S1E4**",
        "What’s beyond it · **hidden behind a spoiler tag**",
        f"Who may change facts · **<@&{archivists.id}> and members with Manage Messages**",
        f"Suggestions go to · <#{review.id}>",
        "Changes are logged in · **no channel**",
        "Daily question · **not posted**",
        "Time zone · **UTC**, 00:00 now",
        "Public replies are in · **the server’s language in Discord**",
    ]
    await world.moderator.select(offer, [finale], custom_id=select(offer, "Change a channel…"))
    everything = next(each for each in components(offer) if each.get("placeholder") == "Show everything through…")
    await world.moderator.select(offer, [everything["options"][-1]["value"]], custom_id=everything["custom_id"])
    await world.moderator.click(offer, label="Yes, show everything there")
    await world.go_by_channel(world.fan)
    for channel, safe in ((world.channel, "S1E4"), (finale, "S1E12"), (review, "S1E12")):
        card = await world.fan.slash(channel, "character", name="nam on-jo")
        assert f"-# Spoiler-safe through {safe}" in words(card)


async def test_setup_goes_on_where_it_was_left_also_after_a_restart(world: World) -> None:
    begun = await world.moderator.slash(world.channel, "setup")
    await world.moderator.select(begun.response, ["0"], custom_id=select(begun, "Everyone has finished…"))
    again = await world.moderator.slash(world.channel, "setup")
    assert again.ephemeral
    assert title(again) == "### Who may correct what I tell?"
    await world.moderator.click(again.response, label="Only Manage Messages")
    await world.moderator.click(again.response, label="Back")
    assert title(again) == "### Who may correct what I tell?"
    await world.moderator.click(again.response, label="Back")
    assert title(again) == "### How far have people here watched?"
    await world.moderator.select(again.response, ["1002"], custom_id=select(again, "Everyone has finished…"))
    await world.moderator.click(again.response, label="Only Manage Messages")
    await world.moderator.click(again.response, label="No channel")
    assert words(again.response).startswith("## Ready")
    assert "Shows in the clear through · **S1E2**" in words(again.response)
    assert words(await world.moderator.slash(world.channel, "setup")).startswith("## Ready")


async def test_everyone_here_has_finished_is_among_the_choices(world: World) -> None:
    begun = await world.moderator.slash(world.channel, "setup")
    menu = next(each for each in components(begun) if each.get("placeholder") == "Everyone has finished…")
    assert [each["label"] for each in menu["options"]] == [
        "Nothing yet: only what’s safe for everyone",
        *(f"S1E{number}" for number in range(1, 13)),
        "Everyone here has finished: show everything",
    ]


async def test_the_review_channel_may_keep_its_ceiling(world: World) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "review")
    begun = await world.moderator.slash(world.channel, "setup")
    await world.moderator.select(begun.response, [world.channel], custom_id=select(begun, "Choose a channel…"))
    assert words(begun.response).startswith(f"### Show everything in <#{world.channel.id}>?")
    await world.moderator.click(begun.response, label="Leave it as it is")
    assert words(begun.response).startswith("## Ready")
    assert await world.bot.store.guilds.places(world.bot.show.id, world.guild.id) == []
    await world.moderator.click(begun.response, label="Start again")
    assert title(begun) == "### How far have people here watched?"


async def test_a_review_channel_that_shows_everything_already_is_not_asked_about(world: World) -> None:
    await world.set_ceiling(world.channel, EVERYTHING)
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "review")
    begun = await world.moderator.slash(world.channel, "setup")
    await world.moderator.select(begun.response, [world.channel], custom_id=select(begun, "Choose a channel…"))
    assert words(begun.response).startswith("## Ready")


async def test_what_was_so_already_is_no_change_to_log(world: World) -> None:
    log, editors = world.guild.create_text_channel("log"), world.guild.create_role("Archivists")
    await world.moderator.slash(world.channel, "settings server", log_channel=log, editors=editors)
    await world.moderator.slash(world.channel, "settings server", ceiling="e4")
    told = len(log.history())
    reply = (await world.moderator.slash(world.channel, "setup")).response
    await world.moderator.select(reply, ["1004"], custom_id=select(reply, "Everyone has finished…"))
    await world.moderator.select(reply, [editors], custom_id=select(reply, "Choose a role…"))
    assert title(reply) == "### Where do suggestions go?"
    assert len(log.history()) == told


async def test_all_settings_are_a_press_away_from_the_end(world: World) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    begun = await world.moderator.slash(world.channel, "setup")
    assert list(buttons(begun)) == ["Rooms by name", "All settings", "Start again"]
    await world.moderator.click(begun.response, label="All settings")
    assert words(begun.response).startswith("## Settings")


# ------------------------------------------------------------------------------------------------- the last day


async def kept(world: World) -> set[str]:
    """Tables that hold anything of the server."""
    database, found = world.bot.store.database, set[str]()
    for (table,) in await database.rows(
        "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'guild_id'"
    ):
        if await database.rows(f"SELECT 1 FROM {table} WHERE guild_id = ?", (world.guild.id,)):  # noqa: S608  names of the schema
            found.add(table)
    return found


async def fill(world: World) -> None:
    """Something of the server in several tables."""
    await world.moderator.slash(world.channel, "settings server", ceiling="e4", spoilers="hide")
    await world.moderator.slash(world.channel, "settings channel", ceiling="e4", replies="private")
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    await world.fan.submit_modal(form, {"title": "t", "text": "x"})
    await world.set_progress(world.fan, Episode(1, 4))
    assert await kept(world) >= {"ceilings", "guild_settings", "place_replies", "spoiler_posts"}


async def test_what_is_kept_of_a_server_goes_30_days_after_it_let_the_bot_go(world: World) -> None:
    await fill(world)
    world.env.backend.remove_guild(world.guild.id)
    await world.pass_time(29 * DAY)
    assert len(await kept(world)) > 4
    await world.pass_time(2 * DAY)
    assert await kept(world) == set()
    # What members told belongs to them, not to the server.
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == Episode(1, 4)


async def test_a_server_that_comes_back_finds_everything_as_it_was(world: World) -> None:
    await fill(world)
    guild: Any = world.bot.get_guild(world.guild.id)
    world.bot.dispatch("guild_remove", guild)
    await world.pass_time(29 * DAY)
    world.bot.dispatch("guild_join", guild)
    await world.pass_time(31 * DAY)
    assert "ceilings" in await kept(world)
    assert "guild_removals" not in await kept(world)


async def test_an_outage_is_no_removal(world: World) -> None:
    await fill(world)
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.pass_time(31 * DAY)
    assert "ceilings" in await kept(world)


async def test_a_removal_that_nobody_saw_is_noticed(world: World) -> None:
    """The bot was not connected when it was removed."""
    await world.bot.store.viewers.set_ceiling(world.bot.show.id, 12345, 12345, Episode(1, 4))
    await world.pass_time(29 * DAY)
    assert await world.bot.store.guilds.ceiling(world.bot.show.id, 12345) == Episode(1, 4)
    await world.pass_time(2 * DAY)
    assert await world.bot.store.guilds.ceiling(world.bot.show.id, 12345) is None


@pytest.mark.parametrize("guild_id", [0, None])
async def test_direct_messages_are_no_server_that_was_left(world: World, guild_id: int | None) -> None:
    await world.bot.store.database.write(
        "INSERT INTO reviews (show_id, guild_id, author_id, kind, text, source, created_at)"
        " VALUES (1, ?, 1, 'suggestion', 'x', '', '2026-01-01')",
        (guild_id,),
    )
    await world.pass_time(40 * DAY)
    assert await world.bot.store.database.rows("SELECT 1 FROM reviews") != []
