"""The card of somebody: looking ahead, sources, controls that are old, places where it is asked for."""

import re
from typing import Any
from unittest import mock

import discord
import simcord.interactions

from bot.__main__ import make_bot
from bot.show.episodes import Episode
from support.choosing import more
from support.reading import buttons, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)


async def test_looking_ahead_asks_first_and_names_the_episode(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await more(world.fan, card, "Look ahead")
    (menu,) = selects(ask)
    assert [each["label"] for each in menu["options"]] == [f"S1E{number}" for number in range(7, 13)]
    await world.fan.select(ask.response, ["1009"], custom_id=menu["custom_id"])
    assert "### Look ahead through S1E9?" in words(ask)
    assert "S1E7 to S1E9 tell about Choi Nam-ra" in words(ask)
    assert {"Yes, show through S1E9", "Stay at S1E6"} <= set(buttons(ask))
    await world.fan.click(ask.response, label="Yes, show through S1E9")
    text = words(ask)
    assert "-# You looked ahead through S1E9" in text
    assert "### S1E7" in text
    assert "||" not in text
    assert "S1E10" not in text
    assert "Share" not in buttons(ask)
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == E6


async def test_staying_shows_no_more(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await more(world.fan, card, "Look ahead")
    await world.fan.select(ask.response, ["1009"], custom_id=selects(ask)[0]["custom_id"])
    await world.fan.click(ask.response, label="Stay at S1E6")
    assert "-# Spoiler-safe through S1E6" in words(ask)


async def test_at_the_end_there_is_nothing_to_look_ahead_to(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    await world.set_progress(world.fan, Episode(1, 12))
    ask = await more(world.fan, card, "Look ahead")
    assert words(ask).startswith("You finished S1E12, the last episode I know")
    last = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    assert not {"Look ahead", "I finished"} & {each["label"][:10] for each in selects(last)[-1]["options"]}


async def test_sources_name_sites_and_hold_no_address(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    sources = await more(world.fan, card, "Sources")
    assert sources.ephemeral
    assert words(sources).startswith("## Sources\n-# Choi Nam-ra")
    assert "Showbiz Cheat Sheet" in words(sources)
    assert "http" not in words(sources)
    facts = [line[2:] for line in words(card).split("\n") if line.startswith("- ")]
    assert all(fact in words(sources) for fact in facts)


async def test_a_lowered_ceiling_takes_effect_at_the_next_share_of_an_old_card(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    await world.set_progress(world.fan, Episode(1, 12))
    on_jo = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    ha_ri = await world.fan.slash(world.channel, "character", name="Ha-ri", private=True)
    await world.set_ceiling(world.channel, Episode(1, 1))
    assert "-# Spoiler-safe through S1E1" in words(await world.fan.click(on_jo.response, label="Share"))
    assert words(await world.fan.click(ha_ri.response, label="Share")) == "This channel isn’t that far yet."


async def test_buttons_work_after_a_restart(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="On-jo")
    mine = await world.fan.click(result.response, label="My card")
    old = world.env.bot
    await world.env.restart_bot(make_bot(world.bot.store, world.bot.show))
    await old.close()
    await world.fan.click(mine.response, label="Back")
    assert "page" in words(mine)
    asked = await world.fan.click(result.response, label="More")
    assert words(await world.fan.click(asked.response, label="Remove this card")) == "Removed."


async def test_buttons_work_after_fifteen_minutes(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    await world.go_by_channel(world.fan)
    result = await world.fan.slash(world.channel, "character", name="On-jo")
    await world.env.advance_time(16 * 60)
    assert "page" in words(await world.fan.click(result.response, label="My card"))


async def test_a_report_is_kept_for_the_moderators(world: World) -> None:
    await world.set_progress(world.fan, E4)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await more(world.fan, card, "Report a mistake")
    (menu,) = selects(ask)
    form = await world.fan.select(ask.response, [menu["options"][0]["value"]], custom_id=menu["custom_id"])
    answer = await world.fan.submit_modal(
        form, {"text": "She is the class **president**", "source": "", "revealed_in": ["1004"]}
    )
    assert answer.ephemeral
    assert words(answer) == "Thanks. The moderators will look at it."
    rows = await world.bot.store.database.rows("SELECT author_id, guild_id, kind, target_id, text FROM reviews")
    assert rows == [
        (
            world.fan.id,
            world.guild.id,
            "fact report",
            int(menu["options"][0]["value"]),
            "She is the class **president**",
        )
    ]


async def test_a_form_opened_before_a_restart_is_answered_after_it(world: World) -> None:
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await more(world.fan, card, "Report a mistake")
    (menu,) = selects(ask)
    form = await world.fan.select(ask.response, [menu["options"][0]["value"]], custom_id=menu["custom_id"])
    old = world.env.bot
    await world.env.restart_bot(make_bot(world.bot.store, world.bot.show))
    await old.close()
    answer = await world.fan.submit_modal(
        form, {"text": "typed before the restart", "source": "a page", "revealed_in": ["1001"]}
    )
    assert words(answer) == "Thanks. The moderators will look at it."
    assert await world.bot.store.database.row("SELECT text, source FROM reviews") == (
        "typed before the restart",
        "a page",
    )


async def test_who_may_set_the_ceiling_is_told_that_there_is_none(world: World) -> None:
    await world.go_by_channel(world.fan, world.moderator)
    result = await world.fan.slash(world.channel, "character", name="Nam-ra")
    assert not result.followups
    offered = await world.moderator.slash(world.channel, "character", name="Nam-ra")
    assert not offered.ephemeral
    (line,) = offered.followups
    assert line.ephemeral
    await world.set_ceiling(world.guild, E4)
    assert not (await world.moderator.slash(world.channel, "character", name="Nam-ra")).followups


async def test_a_thread_inherits_the_ceiling_of_its_channel(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.go_by_channel(world.fan)
    channel = world.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="theories", type=discord.ChannelType.public_thread)
    handle = world.channel.threads[0]
    result = await world.fan.slash(handle, "character", name="Nam-ra")
    assert "-# Spoiler-safe through S1E4" in words(result)
    await world.set_ceiling(thread, Episode(1, 1))
    result = await world.fan.slash(handle, "character", name="Nam-ra")
    assert "-# Spoiler-safe through S1E1" in words(result)


async def test_a_direct_message_with_the_bot_is_private(world: World) -> None:
    await world.set_progress(world.fan, E6)
    result = await world.fan.user.slash("character", name="Nam-ra")
    assert "-# Spoiler-safe through S1E6" in words(result)
    assert "||" not in words(result)
    assert "Share" not in buttons(result)
    await world.fan.user.click(result.response, label="Back")
    assert "page 1 of" in words(result)


async def sent_from(world: World, **changes: Any) -> Any:
    """What is answered to a command that comes with other fields than simcord's own."""
    original = simcord.interactions.base_payload

    def changed(*args: Any, **kwargs: Any) -> Any:
        record, payload = original(*args, **kwargs)
        return record, {**payload, **changes}

    with mock.patch.object(simcord.interactions, "base_payload", changed):
        return await world.fan.slash(world.channel, "character", name="Nam-ra")


async def test_a_server_that_did_not_install_the_bot_has_the_ceiling_of_everyone(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.go_by_channel(world.fan)
    result = await sent_from(world, authorizing_integration_owners={"1": str(world.fan.id)})
    assert "-# Safe for everyone." in words(result)
    result = await sent_from(world, authorizing_integration_owners={"0": str(world.guild.id), "1": str(world.fan.id)})
    assert "-# Spoiler-safe through S1E4" in words(result)


async def test_a_group_of_direct_messages_has_the_ceiling_of_everyone(world: World) -> None:
    original = simcord.interactions.base_payload

    def in_a_group(*args: Any, **kwargs: Any) -> Any:
        record, payload = original(*args, **kwargs)
        return record, {**payload, "context": 2, "authorizing_integration_owners": {"1": str(world.fan.id)}}

    await world.set_progress(world.fan, Episode(1, 2))
    with mock.patch.object(simcord.interactions, "base_payload", in_a_group):
        result = await world.fan.user.slash("character", name="Nam-ra")
    assert "-# Safe for everyone." in words(result)
    assert re.findall(r"^- \*\*(S1E\d+)\*\* \|\|", words(result), re.MULTILINE) == ["S1E1", "S1E2"]


async def test_autocomplete_offers_full_names_first_and_keeps_discords_limits(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    for typed in ("", "n", "nam", "class", "남", "x" * 100):
        choices = await world.fan.autocomplete(world.channel, "character", "name", typed, private=True)
        assert len(choices) <= 25
        assert all(1 <= len(each["name"]) <= 100 and 1 <= len(each["value"]) <= 100 for each in choices)
    choices = await world.fan.autocomplete(world.channel, "character", "name", "onjo")
    assert choices[0]["name"].startswith("Nam On-jo · ")


async def test_what_is_typed_cannot_break_a_reply(world: World) -> None:
    result = await world.fan.slash(world.channel, "character", name="||@everyone|| `x` <@1> [a](b) **")
    assert result.ephemeral
    assert "@everyone" not in words(result).replace("\\@everyone", "")
    (menu,) = selects(result)
    assert len(menu["custom_id"]) <= 100
