"""Which scope a reply has: the table of spoilers.md, row by row."""

# pyright: reportPrivateUsage=false

from types import SimpleNamespace
from typing import Any
from unittest import mock

import discord
import pytest
import simcord.interactions
from discord.utils import utcnow

from bot.errors import BotNotAllowedError, NotAMemberError
from bot.show.edits import Change
from bot.show.episodes import EVERYTHING, PREMISE, Episode, Scope
from bot.show.spoilers import Spoiler
from bot.store.viewers import Place
from bot.ui.editing.access import desk_in
from bot.viewer import (
    Viewer,
    channel_scope,
    editor_scope,
    keeper_scope,
    place_in,
    place_of,
    repeating,
    require,
    require_member,
    server_permissions,
    visit,
)
from support.reading import words
from support.world import World

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)


def viewer(
    progress: Episode | None,
    ceiling: Episode = PREMISE,
    *,
    alone: bool = False,
    private_here: bool = False,
    hides_tags: bool = False,
    by_channel: bool = False,
) -> Viewer:
    return Viewer(progress, ceiling, alone, private_here, hides_tags, by_channel)


@pytest.mark.parametrize("progress", [None, PREMISE, E4])
@pytest.mark.parametrize("ceiling", [PREMISE, E2, EVERYTHING])
def test_a_private_reply_goes_as_far_as_the_member_whatever_the_channel(
    progress: Episode | None, ceiling: Episode
) -> None:
    mine = Scope.through(progress or PREMISE)
    assert viewer(progress, ceiling).scope(private=True) == mine
    assert viewer(progress, ceiling, alone=True).scope(private=False) == mine
    assert viewer(progress, ceiling, hides_tags=True).scope(private=True) == mine


@pytest.mark.parametrize(
    ("progress", "ceiling", "scope"),
    [
        (None, PREMISE, Scope(PREMISE, PREMISE)),
        (None, E4, Scope(PREMISE, PREMISE)),
        (PREMISE, E4, Scope(PREMISE, PREMISE)),
        (E2, E4, Scope(E2, E2)),
        (E4, E4, Scope(E4, E4)),
        (E6, E4, Scope(E4, E6)),
        (E6, PREMISE, Scope(PREMISE, E6)),
    ],
)
def test_a_public_reply_is_clear_through_the_lesser_and_tagged_through_the_members_own(
    progress: Episode | None, ceiling: Episode, scope: Scope
) -> None:
    assert viewer(progress, ceiling).scope(private=False) == scope
    assert viewer(progress, ceiling, hides_tags=True).scope(private=False) == Scope.through(scope.clear)


def test_an_always_private_channel_is_asked_about_and_never_widens_a_public_scope() -> None:
    here = viewer(E6, E4, private_here=True)
    assert here.private_here
    assert here.scope(private=False) == Scope(E4, E6)
    assert here.scope(private=True) == Scope.through(E6)


def test_looking_ahead_never_falls_behind() -> None:
    assert viewer(E4).looking_ahead(E6) == Scope.through(E6)
    assert viewer(E4).looking_ahead(E2) == Scope.through(E4)
    assert viewer(None).looking_ahead(E2) == Scope.through(E2)


@pytest.mark.parametrize("ceiling", [PREMISE, E4])
def test_whoever_goes_by_the_channel_is_as_far_as_it(ceiling: Episode) -> None:
    here = viewer(None, ceiling, by_channel=True)
    assert not here.is_new
    assert here.scope(private=True) == here.scope(private=False) == Scope.through(ceiling)
    assert here.openly(private=False) == Scope.through(ceiling)
    assert here.typing(private=False) == Scope.through(ceiling)
    assert viewer(None, PREMISE, by_channel=True, alone=True).scope(private=True) == Scope.through(PREMISE)


@pytest.mark.parametrize("private", [False, True])
def test_nothing_is_public_that_a_new_member_asks_for_and_nothing_goes_beyond_the_premise(private: bool) -> None:
    new = viewer(None, E6)
    assert new.is_new
    assert new.openly(private=private) is None
    for scope in (new.scope(private=private), new.typing(private=private), new.widest(private=private)):
        assert scope == Scope.through(PREMISE)


def test_a_place_where_all_is_private_has_nothing_open_and_a_public_reply_is_decided_at_what_is_clear() -> None:
    assert viewer(E6, E4).openly(private=False) == Scope.through(E4)
    assert viewer(E2, E4).openly(private=False) == Scope.through(E2)
    assert viewer(E6, E4).openly(private=True) is None
    assert viewer(E6, E4, alone=True).openly(private=False) is None
    assert viewer(E6, E4, private_here=True).openly(private=False) is None
    assert viewer(PREMISE, PREMISE).openly(private=False) == Scope.through(PREMISE)


def test_pictures_show_what_is_clear_and_what_is_typed_finds_what_the_reply_may_tag() -> None:
    here = viewer(E6, E4)
    assert here.in_the_clear(private=False) == Scope.through(E4)
    assert here.in_the_clear(private=True) == Scope.through(E6)
    assert here.typing(private=False) == here.typing(private=True) == Scope.through(E6)
    hiding = viewer(E6, E4, hides_tags=True)
    assert hiding.typing(private=False) == Scope.through(E4)
    assert hiding.typing(private=True) == Scope.through(E6)
    # A public reply that would hide it turns private, so what they ask for by name is looked for that far.
    assert hiding.widest(private=False) == hiding.widest(private=True) == Scope.through(E6)


def test_of_a_member_with_progress_nothing_of_the_place_shows_in_private() -> None:
    here = viewer(E6, E4, private_here=True, hides_tags=True)
    assert here.in_private() == viewer(E6) == viewer(E6, E2).in_private()
    assert here.in_private().scope(private=True) == here.scope(private=True)
    channels = viewer(None, E4, private_here=True, hides_tags=True, by_channel=True)
    assert channels.in_private() == viewer(None, E4, by_channel=True)
    assert viewer(None, E4, hides_tags=True).in_private() == viewer(None, E4)


def test_an_editor_sees_what_they_finished_or_agreed_to_see() -> None:
    assert editor_scope(viewer(E4)) == Scope.through(E4)
    assert editor_scope(viewer(E4), E6) == Scope.through(E6)
    assert editor_scope(viewer(E4), E2) == Scope.through(E4)
    assert editor_scope(viewer(None, E6)) == Scope.through(PREMISE)


def test_a_channel_a_keeper_and_a_text_that_is_repeated_have_their_own_gate_in_the_clear() -> None:
    assert channel_scope(E4) == keeper_scope(E4) == repeating(Spoiler("He leaves.", E4)) == Scope.through(E4)


def in_context(**changes: Any) -> Any:
    """Discord says something else about where a command was run; simcord cannot."""
    original = simcord.interactions.base_payload

    def changed(*arguments: Any, **options: Any) -> Any:
        record, payload = original(*arguments, **options)
        return record, {**payload, **changes}

    return mock.patch.object(simcord.interactions, "base_payload", changed)


async def test_a_server_that_did_not_install_the_bot_has_no_say(world: World) -> None:
    """A member brought the bot along: nobody there could have chosen a ceiling."""
    await world.set_ceiling(world.channel, EVERYTHING)
    await world.go_by_channel(world.fan)
    with in_context(authorizing_integration_owners={"1": str(world.fan.id)}):
        brought = await world.fan.slash(world.channel, "character", name="nam on-jo")
    assert "-# Safe for everyone." in words(brought)
    with in_context(authorizing_integration_owners={"0": str(world.guild.id)}):
        installed = await world.fan.slash(world.channel, "character", name="nam on-jo")
    assert "-# Spoiler-safe through S1E12" in words(installed)


async def test_a_channel_that_cannot_be_read_shows_nothing_to_anybody_else(world: World) -> None:
    """One of a type that is newer than discord.py: neither its own settings are known nor what it inherits."""
    await world.bot.store.viewers.set_ceiling(world.bot.show.id, world.guild.id, world.guild.id, EVERYTHING)
    await world.set_ceiling(world.channel, PREMISE)
    await world.set_progress(world.fan, E6)
    with in_context(channel={"id": "17", "type": 17, "name": "new"}, channel_id="17"):
        alone = await world.fan.slash(world.channel, "character", name="nam on-jo")
        newcomer = await world.other.slash(world.channel, "character", name="nam on-jo")
    assert alone.ephemeral
    assert "-# Spoiler-safe through S1E6" in words(alone)
    assert newcomer.ephemeral
    assert "-# Safe for everyone." in words(newcomer)


async def test_where_nobody_says_what_allowed_a_command_the_servers_of_the_bot_decide(world: World) -> None:
    await world.set_ceiling(world.channel, EVERYTHING)
    await world.go_by_channel(world.fan)
    with in_context(authorizing_integration_owners={}):
        assert "-# Spoiler-safe through S1E12" in words(await world.fan.slash(world.channel, "cast"))
        with mock.patch.object(world.bot, "get_guild", return_value=None):
            assert "-# Safe for everyone." in words(await world.fan.slash(world.channel, "cast"))


async def test_a_review_channel_that_the_bot_does_not_see_inherits_nothing(world: World) -> None:
    await world.bot.store.viewers.set_ceiling(world.bot.show.id, world.guild.id, world.guild.id, EVERYTHING)
    assert (await desk_in(world.bot, world.guild.id, world.channel.id)).scope == Scope.through(Episode(1, 12))
    assert (await desk_in(world.bot, world.guild.id, 17)).scope == Scope.through(PREMISE)


async def test_a_direct_message_with_others_is_public_and_safe_for_everyone(world: World) -> None:
    await world.set_progress(world.fan, E6)
    with in_context(context=2):
        among_others = await world.fan.user.slash("character", name="nam on-jo")
    assert "-# Safe for everyone." in words(among_others)
    assert "-# From S1E1 on" in words(among_others)
    alone = await world.fan.user.slash("character", name="nam on-jo")
    assert "-# Spoiler-safe through S1E6" in words(alone)


async def test_progress_and_ceilings_end_with_the_last_episode_there_is(world: World) -> None:
    await world.set_progress(world.fan, Episode(9, 9))
    await world.set_ceiling(world.channel, EVERYTHING)
    card = await world.fan.slash(world.channel, "character", name="nam on-jo")
    assert "-# Spoiler-safe through S1E12" in words(card)


async def test_who_is_looking_is_one_read(world: World) -> None:
    reads: list[str] = []
    rows = world.bot.store.database.few_rows

    async def counted(sql: str, *arguments: Any) -> Any:
        reads.append(sql)
        return await rows(sql, *arguments)

    with mock.patch.object(world.bot.store.database, "few_rows", counted):
        await world.bot.store.viewers.viewer(world.bot.show.id, 1, Place(2, 3, 4, 5))
    assert len(reads) == 1


def asking(world: World, channel: Any, **changes: Any) -> Any:
    """What a viewer reads of an interaction."""
    answers = {
        "client": world.bot, "user": world.fan, "guild_id": world.guild.id, "guild_locale": None, "channel": channel,
        "context": SimpleNamespace(dm_channel=False), "is_guild_integration": lambda: True,
    }  # fmt: skip
    return SimpleNamespace(**{**answers, **changes})


async def test_a_place_is_known_with_its_channel_and_category(world: World) -> None:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    channel = world.guild.create_text_channel("roof", category=world.guild.create_category("floors"))
    parent = guild.get_channel(channel.id)
    assert isinstance(parent, discord.TextChannel)
    assert place_of(guild.id, parent) == Place(guild.id, channel.id, None, parent.category_id)
    assert parent.category_id is not None
    thread = discord.Thread(guild=guild, state=parent._state, data=thread_data(71, parent.id))
    assert place_of(guild.id, thread) == Place(guild.id, 71, parent.id, parent.category_id)
    stray = discord.Thread(guild=guild, state=parent._state, data=thread_data(72, 17))
    assert place_of(guild.id, stray) == Place(guild.id, 72, 17, None, is_known=False)
    assert place_of(guild.id, None) == Place(guild.id, None, None, None, is_known=False)
    assert place_of(None, SimpleNamespace(id=3)) == Place(None, 3, None, None)


def thread_data(number: int, parent: int) -> Any:
    metadata = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": "2026-01-01T00:00:00+00:00"}
    whose = {"id": str(number), "parent_id": str(parent), "owner_id": "1", "name": "a", "type": 11}
    return {**whose, "message_count": 0, "member_count": 1, "thread_metadata": metadata}


async def test_where_the_bot_posts_by_itself_a_channel_is_known_by_its_number(world: World) -> None:
    seen = place_in(world.bot, world.guild.id, world.channel.id)
    assert seen == place_of(world.guild.id, world.bot.get_channel(world.channel.id))
    assert place_in(world.bot, world.guild.id, 17) == Place(world.guild.id, 17, None, None, is_known=False)


def test_whoever_is_no_member_has_no_permissions(world: World) -> None:
    stranger = world.bot.get_user(world.fan.id)
    assert server_permissions(asking(world, None, user=stranger)) == discord.Permissions.none()


async def test_in_a_thread_the_bot_needs_what_lets_it_write_there_and_all_that_it_lacks_is_named(world: World) -> None:
    parent: Any = world.bot.get_channel(world.channel.id)
    thread = discord.Thread(guild=parent.guild, state=parent._state, data=thread_data(71, parent.id))
    writes = discord.Permissions(send_messages_in_threads=True, view_channel=True)
    require(asking(world, thread, app_permissions=writes), "send_messages", "view_channel")
    with pytest.raises(BotNotAllowedError) as lacking:
        require(asking(world, parent, app_permissions=writes), "send_messages", "view_channel", "attach_files")
    assert lacking.value.args == BotNotAllowedError(["send_messages", "attach_files"]).args
    with pytest.raises(BotNotAllowedError):
        require(asking(world, thread, app_permissions=discord.Permissions(send_messages=True)), "send_messages")
    with pytest.raises(BotNotAllowedError):
        require(asking(world, thread, app_permissions=writes), "attach_files")
    with pytest.raises(NotAMemberError):
        require(asking(world, thread, guild_id=17, app_permissions=writes))
    require_member(asking(world, None, guild_id=None))


async def test_where_a_server_tells_something_of_its_own_its_layer_is_read(world: World) -> None:
    store, show, here = world.bot.store, world.bot.show, world.bot.get_channel(world.channel.id)
    before = await visit(asking(world, here), store, show)
    item, *_ = await store.edits.items(show.id, world.guild.id, "fact")
    hidden = Change(item.id, item.now.revision, item.content, "retired", "retired")
    await store.edits.save(show.id, world.guild.id, hidden, by=7, at=utcnow())
    after = await visit(asking(world, here), store, show)
    assert (before.layer, after.layer) == (None, world.guild.id)
    assert before.edition != after.edition


async def test_what_a_member_and_a_server_chose_is_read_for_this_channel(world: World) -> None:
    store, here = world.bot.store, world.bot.get_channel(world.channel.id)
    await world.set_progress(world.fan, E6)
    await world.set_ceiling(world.channel, E4)
    await store.guilds.set_setting(world.guild.id, "spoilers", "hide")
    seen = await visit(asking(world, here), store, world.bot.show)
    assert seen.viewer == viewer(E6, E4, hides_tags=True)
    assert (seen.layer, seen.has_news, seen.language) == (None, False, "en")
    assert (await visit(asking(world, here, guild_locale="ja"), store, world.bot.show)).language == "ja"
    await store.guilds.set_setting(world.guild.id, "language", "ko")
    assert (await visit(asking(world, here, guild_locale="ja"), store, world.bot.show)).language == "ko"
    unseen = await visit(asking(world, None), store, world.bot.show)
    assert unseen.viewer == viewer(E6, private_here=True, hides_tags=True)
    elsewhere = await visit(asking(world, here, guild_id=None), store, world.bot.show)
    assert elsewhere.viewer == viewer(E6)
    bots_own = {"guild_id": None, "context": SimpleNamespace(dm_channel=True)}
    alone = await visit(asking(world, None, **bots_own), store, world.bot.show)
    assert alone.viewer == viewer(E6, alone=True)
    nowhere = await visit(asking(world, here, context=SimpleNamespace(dm_channel=True)), store, world.bot.show)
    assert not nowhere.viewer.alone
    await store.guilds.set_replies(world.guild.id, world.channel.id, "private")
    assert (await visit(asking(world, here), store, world.bot.show)).viewer.private_here
    await world.keep_nothing(world.fan)
    assert (await visit(asking(world, here), store, world.bot.show)).viewer.keeps_nothing
