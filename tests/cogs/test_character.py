"""/character as members meet it, over the shipped pack."""

import re
from unittest import mock

import discord
import pytest

from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.ui.kit.layout import BUDGET
from support.choosing import first_page, more
from support.reading import buttons, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)


async def test_a_public_card_shows_what_the_channel_and_the_member_have_seen(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert not result.ephemeral
    text = words(result)
    assert text.startswith(
        "## Choi Nam-ra · 최남라\nPresident and top student of class 2-5\n-# Played by Cho Yi-hyun (조이현)"
    )
    facts = [line for line in text.split("\n") if line.startswith("- ") and "||" not in line]
    assert 0 < len(facts) <= 6
    gates = [int(found[1]) if (found := re.search(r" \(S1E(\d+)\)$", each)) else 0 for each in facts]
    assert gates == sorted(gates)
    assert max(gates) <= 4
    assert re.findall(r"^- \*\*(S1E\d+)\*\* \|\|[^|]+ \|\|$", text, re.MULTILINE) == ["S1E5", "S1E6"]
    assert "-# Spoiler-safe through S1E4" in text
    assert result.response.flags.suppress_notifications
    assert list(buttons(result)) == ["My card", "Relationships", "More"]
    assert not selects(result)


async def test_a_public_card_without_tags_may_notify(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.go_by_channel(world.fan)
    result = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert not result.ephemeral
    assert "||" not in words(result)
    assert not result.response.flags.suppress_notifications


async def test_a_new_member_is_answered_privately_and_asked_once_how_far_they_are(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    result = await world.fan.slash(world.channel, "character", name="Choi Nam-ra")
    assert result.ephemeral
    assert "-# Safe for everyone. " in words(result)
    assert "**How far are you?** This channel talks about everything through S1E4." in words(result)
    assert "S1E3" not in words(result)
    assert "Share" not in buttons(result)
    menu = selects(result)[0]
    assert menu["placeholder"] == "I finished…"
    episodes = [f"S1E{n}" for n in range(1, 13)]
    assert [each["label"] for each in menu["options"]] == ["Nothing yet", *episodes, "Go by this channel"]
    await world.fan.select(result.response, ["1006"], custom_id=menu["custom_id"])
    assert words(result).startswith("Saved: S1E6.\n-# Only you see this.")
    assert "-# Spoiler-safe through S1E6" in words(result)
    assert "How far are you" not in words(result)
    assert {"Share", "Recap of S1E6", "Who is new", "Quiz on S1E6"} <= set(buttons(result))
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == E6


async def test_whoever_goes_by_the_channel_sees_what_everybody_may_read_there(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    result = await world.fan.slash(world.channel, "character", name="Choi Nam-ra")
    await world.fan.select(result.response, ["channel"], custom_id=selects(result)[0]["custom_id"])
    assert words(result).startswith("Saved: you go by the channel.\n")
    assert "-# Spoiler-safe through S1E4" in words(result)
    public = await world.fan.slash(world.channel, "character", name="Choi Nam-ra")
    assert not public.ephemeral
    assert "||" not in words(public)
    at_home = await world.fan.user.slash("character", name="Choi Nam-ra")
    assert "-# Safe for everyone. " in words(at_home)
    assert "How far are you" not in words(at_home)


async def test_nobody_goes_by_a_channel_in_their_own_direct_messages(world: World) -> None:
    result = await world.fan.user.slash("character", name="Choi Nam-ra")
    assert words(result).endswith("\n**How far are you?**")
    assert [each["label"] for each in selects(result)[0]["options"]][-1] == "S1E12"


@pytest.mark.parametrize("unknown", ["Jang Ha-ri", "Zzyzx Qwrt"])
async def test_hidden_and_unknown_get_the_same_words(world: World, unknown: str) -> None:
    await world.set_ceiling(world.channel, Episode(1, 2))
    await world.set_progress(world.fan, Episode(1, 2))
    result = await world.fan.slash(world.channel, "character", name=unknown)
    assert result.ephemeral
    assert words(result).startswith(f"Nobody called “{unknown}” up to S1E2. Seen more?")
    assert not buttons(result)


async def test_the_id_of_somebody_hidden_is_as_unknown_as_any_other_number(world: World) -> None:
    await world.set_progress(world.moderator, EVERYTHING)
    choices = await world.moderator.autocomplete(world.channel, "character", "name", "Jang Ha-ri", private=True)
    for number in (choices[0]["value"], "1234567890123456789", "9" * 100):
        result = await world.fan.slash(world.channel, "character", name=number)
        assert words(result).startswith("Nobody called “")
        assert "before the first episode" in words(result)


async def test_one_tap_on_not_found_answers_the_question_that_was_asked(world: World) -> None:
    result = await world.fan.slash(world.channel, "character", name="Jang Ha-ri")
    (menu,) = selects(result)
    await world.fan.select(result.response, ["1004"], custom_id=menu["custom_id"])
    assert words(result).startswith("Saved: S1E4.")
    assert "## Jang Ha-ri" in words(result)
    assert "-# Spoiler-safe through S1E4" in words(result)


async def test_somebody_gated_later_than_the_channel_is_answered_privately(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 2))
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "character", name="Jang Ha-ri")
    assert result.ephemeral
    assert words(result).startswith("## Jang Ha-ri")
    shared = await world.fan.click(result.response, label="Share")
    assert shared.ephemeral
    assert words(shared) == "This channel isn’t that far yet."
    form = await world.fan.click(shared.response, label="Post it as a spoiler")
    assert form.modal is not None
    assert form.modal["title"] == "Spoilers through S1E6"


async def test_share_posts_what_the_card_tells_as_far_as_the_channel_goes_and_names_who_shares(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    shared = await world.fan.click(result.response, label="Share")
    assert not shared.ephemeral
    assert words(shared).startswith("-# Shared by **fan**\n## Choi Nam-ra")
    assert "-# Spoiler-safe through S1E4" in words(shared)
    assert "||" not in words(shared)
    assert "S1E5" not in words(shared)
    await world.set_progress(world.fan, Episode(1, 2))
    less = await world.fan.click(result.response, label="Share")
    assert "S1E3" not in words(less)


async def test_whoever_asked_and_moderators_remove_a_card_and_nobody_else(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    for remover in (world.fan, world.moderator):
        card = await world.fan.slash(world.channel, "character", name="Nam-ra")
        others = await world.other.click(card.response, label="More")
        assert others.ephemeral
        assert set(buttons(others)) == {"Sources", "Report a mistake", "Look ahead"}
        asked = await remover.click(card.response, label="More")
        gone = await remover.click(asked.response, label="Remove this card")
        assert words(gone) == "Removed."
        assert not [each for each in world.channel.history() if each.id == card.response.id]


async def test_what_may_not_be_deleted_says_that_it_was_removed(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra")
    asked = await world.fan.click(card.response, label="More")
    response = mock.Mock(status=403, reason="Forbidden")
    with mock.patch.object(discord.PartialMessage, "delete", side_effect=discord.Forbidden(response, "no")):
        await world.fan.click(asked.response, label="Remove this card")
    assert words(card) == "This card was removed."
    assert not buttons(card)


async def test_a_private_card_opens_where_its_reader_is_and_has_pages(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, Episode(1, 12))
    public = await world.fan.slash(world.channel, "character", name="On-jo")
    assert "page" not in words(public)
    result = await world.fan.click(public.response, label="My card")
    assert result.ephemeral
    (here,) = map(int, re.findall(r"page (\d+) of", words(result)))
    assert here > 1
    assert "### S1E12" in words(result)
    assert "-# Last: " in words(result)
    await world.fan.click(result.response, label="Back")
    assert f"page {here - 1} of" in words(result)
    assert "Played by" not in words(result)
    assert "-# Last: " not in words(result)
    jump = selects(result)[0]
    assert jump["placeholder"] == "Jump to an episode"
    await world.fan.select(result.response, [jump["options"][0]["value"]], custom_id=jump["custom_id"])
    assert "page 1 of" in words(result)
    assert buttons(result)["Back"]["disabled"]
    assert "Played by" in words(result)


async def test_i_finished_the_next_one_is_saved_without_a_question_and_never_goes_back(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    old = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    await more(world.fan, card, "I finished S1E7")
    assert words(card).startswith("Saved: S1E7.\n## Choi Nam-ra")
    assert "-# Spoiler-safe through S1E7" in words(card)
    assert {"Recap of S1E7", "Who is new", "Quiz on S1E7"} <= set(buttons(card))
    await world.set_progress(world.fan, Episode(1, 9))
    await more(world.fan, old, "I finished S1E7")
    assert "-# Spoiler-safe through S1E9" in words(old)
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == Episode(1, 9)


async def test_a_card_leads_to_those_whom_its_page_names_as_far_as_they_are_known(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    await more(world.fan, card, "Open Yoon Gwi-nam")
    assert words(card).startswith("## Yoon Gwi-nam")


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
            await first_page(world.fan, result)
            seen: list[str] = []
            while True:
                text = words(result)
                assert len(text) <= BUDGET
                page = [each for each in text.split("\n") if each.startswith("- ")]
                assert len([each for each in page if "||" not in each]) <= (10 if result.ephemeral else 6)
                assert all(len(each) < 120 for each in page if "||" in each)
                seen += page
                following = buttons(result).get("Next")
                if following is None or following.get("disabled"):
                    break
                await world.fan.click(result.response, label="Next")
            assert len(seen) == len(set(seen))


async def test_the_ladder_has_one_short_tag_for_each_of_the_next_three_episodes(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "character", name="The principal")
    assert result.ephemeral  # first known in S1E1, and this channel shows nothing yet
    await world.set_ceiling(world.channel, Episode(1, 1))
    result = await world.fan.slash(world.channel, "character", name="The principal")
    tags = re.findall(r"^- \*\*(S1E\d+)\*\* \|\|([^|]+) \|\|$", words(result), re.MULTILINE)
    assert [episode for episode, _ in tags] == ["S1E2", "S1E3", "S1E4"]
    assert all(len(text) <= 91 for _, text in tags)
    assert len({len(text) for _, text in tags}) > 1


async def test_my_card_answers_at_the_scope_of_whoever_presses(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.go_by_channel(world.fan)
    await world.set_progress(world.other, Episode(1, 9))
    result = await world.fan.slash(world.channel, "character", name="Nam-ra")
    mine = await world.other.click(result.response, label="My card")
    assert mine.ephemeral
    assert "-# Spoiler-safe through S1E9" in words(mine)
    newcomer = await world.moderator.click(result.response, label="My card")
    assert newcomer.ephemeral
    assert "**How far are you?** This channel talks about everything through S1E4." in words(newcomer)


async def test_a_button_on_the_card_of_somebody_not_met_yet_tells_nothing(world: World) -> None:
    await world.set_ceiling(world.channel, E6)
    await world.go_by_channel(world.fan)
    result = await world.fan.slash(world.channel, "character", name="Jang Ha-ri")
    assert not result.ephemeral
    asked = await world.other.click(result.response, label="More")
    mine = await world.other.click(result.response, label="My card")
    for answer in (
        mine, *[await world.other.click(asked.response, label=each) for each in ("Sources", "Look ahead", "Report a mistake")]
    ):  # fmt: skip
        assert answer.ephemeral
        assert words(answer) == "Nobody like that before the first episode. Seen more? Tell me:"
        assert selects(answer)
