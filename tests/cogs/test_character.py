"""/character as members meet it, over the shipped pack."""

import re
from typing import Any
from unittest import mock

import discord
import pytest
import simcord.interactions

from bot.__main__ import make_bot
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.ui.kit.layout import BUDGET
from support.reading import buttons, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)
GWI_NAM_KNOWN_LATER = "Jang Ha-ri"  # first known in S1E4


async def test_a_public_card_shows_what_the_channel_and_the_member_have_seen(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert not result.ephemeral
    text = words(result)
    assert text.startswith(
        "## Choi Nam-ra · 최남라\nPresident and top student of class 2-5\n-# Played by Cho Yi-hyun (조이현)"
    )
    assert "### Before S1E1" in text
    assert "### S1E3" in text
    assert re.findall(r"^- \*\*(S1E\d+)\*\* \|\|[^|]+ \|\|$", text, re.MULTILINE) == ["S1E5", "S1E6"]
    assert "-# Spoiler-safe through S1E4" in text
    assert result.response.flags.suppress_notifications
    assert set(buttons(result)) >= {"All of it for me", "Look ahead", "Sources", "Report a mistake"}
    assert not selects(result)


async def test_a_public_card_without_tags_may_notify(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    result = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert "||" not in words(result)
    assert not result.response.flags.suppress_notifications


async def test_a_private_card_is_for_the_member_only_and_offers_progress_while_unset(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    result = await world.fan.slash(world.channel, "character", name="Choi Nam-ra", private=True)
    assert result.ephemeral
    assert "-# Spoiler-safe for everyone" in words(result)
    (menu,) = selects(result)
    assert menu["placeholder"] == "Where are you? I finished…"
    assert [each["label"] for each in menu["options"]] == ["Nothing yet", *(f"S1E{n}" for n in range(1, 13))]
    await world.fan.select(result.response, ["1006"], custom_id=menu["custom_id"])
    assert "-# Spoiler-safe through S1E6" in words(result)
    assert not selects(result)
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == E6


@pytest.mark.parametrize("unknown", ["Jang Ha-ri", "Zzyzx Qwrt"])
async def test_hidden_and_unknown_get_the_same_words(world: World, unknown: str) -> None:
    await world.set_ceiling(world.channel, Episode(1, 2))
    await world.set_progress(world.fan, Episode(1, 2))
    result = await world.fan.slash(world.channel, "character", name=unknown)
    assert result.ephemeral
    assert words(result).startswith(f"I know nobody like “{unknown}” through S1E2. Watched further?")
    assert not buttons(result)


async def test_the_id_of_somebody_hidden_is_as_unknown_as_any_other_number(world: World) -> None:
    await world.set_progress(world.moderator, EVERYTHING)
    choices = await world.moderator.autocomplete(world.channel, "character", "name", "Jang Ha-ri", private=True)
    for number in (choices[0]["value"], "1234567890123456789", "9" * 100):
        result = await world.fan.slash(world.channel, "character", name=number)
        assert words(result).startswith("I know nobody like “")
        assert "before the first episode" in words(result)


async def test_one_tap_on_not_found_answers_the_question_that_was_asked(world: World) -> None:
    result = await world.fan.slash(world.channel, "character", name="Jang Ha-ri")
    (menu,) = selects(result)
    await world.fan.select(result.response, ["1004"], custom_id=menu["custom_id"])
    assert words(result).startswith("## Jang Ha-ri")
    assert "-# Spoiler-safe through S1E4" in words(result)


async def test_somebody_gated_later_than_the_channel_is_answered_privately(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 2))
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "character", name="Jang Ha-ri")
    assert result.ephemeral
    assert words(result).startswith("## Jang Ha-ri")
    shared = await world.fan.click(result.response, label="Share")
    assert shared.ephemeral
    assert words(shared).startswith("This channel is not that far yet")


async def test_share_posts_the_card_as_a_public_reply_would_be(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    shared = await world.fan.click(result.response, label="Share")
    public = await world.fan.slash(world.channel, "character", name="Nam-ra")
    assert not shared.ephemeral
    assert words(shared) == words(public)


async def test_pages_turn_in_place_for_whoever_asked_and_privately_for_others(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="On-jo")
    assert "page 1 of" in words(result)
    assert buttons(result)["Back"]["disabled"]
    other = await world.other.click(result.response, label="Next")
    assert other.ephemeral
    assert "-# Spoiler-safe for everyone" in words(other)
    assert "page 1 of" in words(result)
    await world.fan.click(result.response, label="Next")
    assert "page 2 of" in words(result)
    assert "Played by" not in words(result)
    await world.fan.click(result.response, label="Back")
    assert "page 1 of" in words(result)


async def test_every_page_of_every_card_fits(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    await world.set_ceiling(world.channel, PREMISE)
    choices = {
        each["value"]
        for typed in "abcdefghijklmnopqrstuvwxyz"
        for each in await world.fan.autocomplete(world.channel, "character", "name", typed)
    }
    assert len(choices) == 44
    for value in choices:
        for private in (False, True):
            result = await world.fan.slash(world.channel, "character", name=value, private=private)
            seen: list[str] = []
            while True:
                text = words(result)
                assert len(text) <= BUDGET
                page = [each for each in text.split("\n") if each.startswith("- ")]
                assert len([each for each in page if "||" not in each]) <= 10
                seen += page
                following = buttons(result).get("Next")
                if following is None or following.get("disabled"):
                    break
                await world.fan.click(result.response, label="Next")
            assert len(seen) == len(set(seen))


async def test_the_ladder_has_one_tag_for_each_later_episode_eight_at_most(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="The principal")
    assert result.ephemeral  # first known in S1E1, and this channel shows nothing yet
    await world.set_ceiling(world.channel, Episode(1, 1))
    result = await world.fan.slash(world.channel, "character", name="The principal")
    tags = re.findall(r"^- \*\*(S1E\d+)\*\* \|\|([^|]+) \|\|$", words(result), re.MULTILINE)
    assert [episode for episode, _ in tags] == [f"S1E{number}" for number in range(2, 10)]
    assert len({len(text) for _, text in tags}) > 2


async def test_all_of_it_for_me_answers_at_the_scope_of_whoever_presses(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.other, Episode(1, 9))
    result = await world.fan.slash(world.channel, "character", name="Nam-ra")
    mine = await world.other.click(result.response, label="All of it for me")
    assert mine.ephemeral
    assert "-# Spoiler-safe through S1E9" in words(mine)
    newcomer = await world.moderator.click(result.response, label="All of it for me")
    assert "-# Spoiler-safe for everyone" in words(newcomer)


async def test_a_button_on_the_card_of_somebody_not_met_yet_tells_nothing(world: World) -> None:
    await world.set_ceiling(world.channel, E6)
    result = await world.fan.slash(world.channel, "character", name="Jang Ha-ri")
    assert not result.ephemeral
    for label in ("All of it for me", "Sources", "Look ahead", "Report a mistake"):
        answer = await world.other.click(result.response, label=label)
        assert answer.ephemeral
        assert words(answer) == "I know nobody like that before the first episode. Watched further?"
        assert selects(answer)


async def test_looking_ahead_asks_first_and_names_the_episode(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await world.fan.click(card.response, label="Look ahead")
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
    assert all(line.endswith(" ||") for line in text.partition("### S1E7")[2].split("\n") if line.startswith("- "))
    assert "S1E10" not in text
    assert "Share" not in buttons(ask)
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == E6


async def test_staying_shows_no_more(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await world.fan.click(card.response, label="Look ahead")
    await world.fan.select(ask.response, ["1009"], custom_id=selects(ask)[0]["custom_id"])
    await world.fan.click(ask.response, label="Stay at S1E6")
    assert "-# Spoiler-safe through S1E6" in words(ask)


async def test_at_the_end_there_is_nothing_to_look_ahead_to(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await world.fan.click(card.response, label="Look ahead")
    assert words(ask).startswith("You finished S1E12, the last episode I know")


async def test_sources_name_sites_and_hold_no_address(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    sources = await world.fan.click(card.response, label="Sources")
    assert sources.ephemeral
    assert words(sources).startswith("## Sources\n-# Choi Nam-ra")
    assert "Showbiz Cheat Sheet" in words(sources)
    assert "http" not in words(sources)
    facts = [line[2:] for line in words(card).split("\n") if line.startswith("- ")]
    assert all(fact in words(sources) for fact in facts)


async def test_a_lowered_ceiling_takes_effect_at_the_next_press_of_an_old_card(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="On-jo")
    await world.set_ceiling(world.channel, Episode(1, 1))
    await world.fan.click(result.response, label="Next")
    assert "-# Spoiler-safe through S1E1" in words(result)
    ha_ri = await world.fan.slash(world.channel, "character", name="Ha-ri")
    assert ha_ri.ephemeral
    await world.set_ceiling(world.channel, Episode(1, 12))
    ha_ri = await world.fan.slash(world.channel, "character", name="Ha-ri")
    await world.set_ceiling(world.channel, Episode(1, 1))
    await world.fan.click(ha_ri.response, label="Next")
    assert words(ha_ri).startswith("This channel is not that far yet.")


async def test_buttons_work_after_a_restart(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="On-jo")
    old = world.env.bot
    await world.env.restart_bot(make_bot(world.bot.store, world.bot.show))
    await old.close()
    await world.fan.click(result.response, label="Next")
    assert "page 2 of" in words(result)
    mine = await world.other.click(result.response, label="All of it for me")
    assert mine.ephemeral


async def test_buttons_work_after_fifteen_minutes(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="On-jo")
    await world.env.advance_time(16 * 60)
    await world.fan.click(result.response, label="Next")
    assert "page 2 of" in words(result)


async def test_a_report_is_kept_for_the_moderators(world: World) -> None:
    await world.set_progress(world.fan, E4)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ask = await world.fan.click(card.response, label="Report a mistake")
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
    ask = await world.fan.click(card.response, label="Report a mistake")
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
    await world.fan.user.click(result.response, label="Next")
    assert "page 2 of" in words(result)


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
    result = await sent_from(world, authorizing_integration_owners={"1": str(world.fan.id)})
    assert "-# Spoiler-safe for everyone" in words(result)
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
    assert "-# Spoiler-safe for everyone" in words(result)
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
