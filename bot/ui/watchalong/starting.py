"""How a watch-along starts: what was typed for a time, and the questions before it."""

import calendar
import logging
import re
from datetime import UTC, datetime, timedelta
from typing import Final

import discord

from bot import failures
from bot.client import Interaction
from bot.errors import EpisodeUnknownError, FormRefusedError, NotAHostError
from bot.limits import WATCHALONG
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import escape
from bot.store.watchalongs import NewWatchalong
from bot.times.days import NoSuchDay
from bot.times.moments import Either, Refused, moment
from bot.times.zones import zone_named, zone_words
from bot.ui.editing.access import answer, require_editor
from bot.ui.kit.controls import Control
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare, message_link
from bot.ui.kit.progress import choice_value
from bot.ui.settings.changes import guild_of, telling_log
from bot.ui.watchalong.cards import WRITTEN, further_card, when_words
from bot.ui.watchalong.controls import NotNow, make_watchalong, show_watchalong
from bot.viewer import channel_scope, require, require_member

log = logging.getLogger(__name__)
_UNKNOWN_LENGTH: Final = 60  # minutes
_GRACE: Final = timedelta(minutes=5)  # how long a time may be over when a question about it is answered
_NEEDS: Final = (
    "view_channel", "read_message_history", "send_messages", "create_public_threads", "send_messages_in_threads",
    "create_events",
)  # fmt: skip


async def begin(interaction: Interaction, episode: Episode, typed: str) -> None:
    """Start a watch-along at the time that was typed; ask first where its thread would go further than the channel.

    Raises:
        FormRefusedError: the time is none that something can be planned for.
    """
    require_member(interaction)
    channel = interaction.channel
    if not isinstance(channel, discord.TextChannel):
        words = _("A watch-along needs a channel that can have threads. Use {start} in a text channel.")
        await answer(interaction, bare(words.format(start=interaction.client.mention("watchalong start"))))
        return
    require(interaction, *_NEEDS)
    at = await _moment(interaction, typed)
    viewer = await interaction.client.viewer(interaction)
    if episode <= viewer.ceiling:
        await _start(interaction, channel, episode, at)
        return
    yes = Further.button(
        f"w1:further:{episode.ordinal}:{int(at.timestamp())}",
        _("Yes, through {episode}").format(episode=episode),
        style=discord.ButtonStyle.primary,
    )
    no = NotNow.button("w1:not", _("Not now"))
    await answer(interaction, further_card(episode, viewer.ceiling, at, [yes, no]))


async def _moment(interaction: Interaction, typed: str) -> datetime:
    zone = zone_named(await interaction.client.store.guilds.timezone(guild_of(interaction)))
    found = moment(choice_value(typed), discord.utils.utcnow(), zone)
    if isinstance(found, datetime):
        return found
    raise FormRefusedError(_refusal(found, typed))


def _refusal(refused: Refused, typed: str) -> str:
    said = escape(typed, 60)
    match refused:
        case Either():
            words = _("“{typed}” can be {one} or {other}. Write the one that you mean like that.")
            return words.format(typed=said, one=f"{refused.one:{WRITTEN}}", other=f"{refused.other:{WRITTEN}}")
        case NoSuchDay():
            words = _("{year} has no {day} {month}. Choose another day.")
            return words.format(year=refused.year, day=refused.day, month=_(calendar.month_name[refused.month]))
        case "unreadable":
            words = _(
                "I cannot read “{typed}” as a time. Write it like 20:30, tomorrow 20:00, sat 9pm, 24 dec 20:00 or in 2 hours."
            )
        case "no time of day":
            words = _("“{typed}” is a day. Add a time, such as 20:00.")
        case "past":
            words = _("“{typed}” is over already. Choose a later time.")
        case "far":
            words = _("“{typed}” is more than a year from now. Choose an earlier time.")
    return words.format(typed=said)


async def _start(interaction: Interaction, channel: discord.TextChannel, episode: Episode, at: datetime) -> None:
    """Make it, unless there is one at that time, and say privately how that went."""
    bot, store = interaction.client, interaction.client.store.watchalongs
    in_place = interaction.message is not None and interaction.message.flags.ephemeral
    # Card, event and thread take longer than Discord waits for an answer.
    await (interaction.response.defer() if in_place else interaction.response.defer(ephemeral=True, thinking=True))
    # Not even its length leaves the store for whoever is not that far, but a moderator has just let the thread be.
    known = await bot.store.episodes.episode(bot.show.id, episode, channel_scope(episode))
    minutes = max(1, known.runtime_minutes) if known else _UNKNOWN_LENGTH
    guild_id, now = guild_of(interaction), discord.utils.utcnow()
    new = NewWatchalong(interaction.id, bot.show.id, guild_id, channel.id, interaction.user.id, episode, at, minutes)
    watchalong = await store.add_watchalong(new, now)
    if watchalong is None:
        there = await store.at_that_time(channel.id, at, minutes)
        link = message_link(guild_id, channel.id, there and there.message_id)
        words = _("There is a watch-along in this channel at that time already: {link}").format(link=link)
        await interaction.edit_original_response(view=bare(words))
        return
    try:
        made = await make_watchalong(bot, watchalong)
    except failures.ERRORS as error:
        if failures.refused(error):
            raise
        log.warning("watch-along %s is made later: %s", watchalong.id, failures.reason(error))
        await store.release(watchalong.id)
        words = _("Discord had trouble just now. I keep trying, and the watch-along appears here by itself.")
        await interaction.edit_original_response(view=bare(words))
        return
    await show_watchalong(bot, watchalong.id)
    await store.release(watchalong.id)
    thread = f"<#{made}>"
    words = _(
        "The watch-along of {episode} begins {when}: {thread}. **Cancel** on its card, or deleting its event, calls it off."
    ).format(episode=episode, when=when_words(at), thread=thread)
    if await bot.store.guilds.timezone(guild_id) == "UTC":
        words += "\n-# " + _("Times are read in UTC here. {settings} sets another time zone.").format(
            settings=bot.mention("settings server")
        )
    shows = _("{thread} shows everything through {episode}.").format(thread=thread, episode=episode)
    async with telling_log(interaction, shows):
        await interaction.edit_original_response(view=bare(words))


class Further(Control, template=r"w1:further:(?P<episode>\d{1,6}):(?P<at>\d{1,11})"):
    """The thread may go further than its channel."""

    limit = WATCHALONG

    async def press(self, interaction: Interaction) -> None:
        """Start it in the place of the question."""
        await require_editor(interaction, NotAHostError)
        require(interaction, *_NEEDS)
        episode, at = Episode.from_ordinal(int(self.state["episode"])), int(self.state["at"])
        channel, starts = interaction.channel, datetime.fromtimestamp(at, UTC)
        if episode == PREMISE or not interaction.client.show.known(episode):
            raise EpisodeUnknownError(str(episode))
        if not isinstance(channel, discord.TextChannel) or starts < discord.utils.utcnow() - _GRACE:
            words = _("That time is over. {start} starts another one.")
            await answer(interaction, bare(words.format(start=interaction.client.mention("watchalong start"))))
            return
        await _start(interaction, channel, episode, starts)


class WatchalongForm(Form):
    """The time once more, after one that could not be read."""

    limit = WATCHALONG

    template = re.compile(r"wf1:(?P<episode>\d{1,6})")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it, with what was typed before."""
        episode = Episode.from_ordinal(int(state["episode"]))
        zone = await interaction.client.store.guilds.timezone(guild_of(interaction))
        form = cls(f"wf1:{episode.ordinal}", _("Watch {episode} together").format(episode=episode))
        form.add_text(
            "at", _("When"), longest=100, value=values.get("at", ""),
            hint=_("Such as 20:30, tomorrow 20:00, sat 9pm or in 2 hours ({zone})").format(zone=zone_words(zone)),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Start it."""
        await require_editor(interaction, NotAHostError)
        episode = Episode.from_ordinal(int(state["episode"]))
        if episode == PREMISE or not interaction.client.show.known(episode):
            raise EpisodeUnknownError(str(episode))
        await begin(interaction, episode, values["at"])


CONTROLS: Final = (Further,)
FORMS: Final = (WatchalongForm,)
