"""The daily question: one a day in each server and in direct messages, as far as the member has watched."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show import trivia as quiz
from bot.store.rounds import Round
from bot.times.zones import zone_named
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import reply, say
from bot.ui.trivia.ids import DailyAnswerId, DailyProgressId
from bot.ui.trivia.pool import pool as pool_of
from bot.ui.trivia.practice import NOWHERE
from bot.ui.trivia.solo_cards import daily_answer, daily_question, streak_words
from bot.viewer import Viewer


async def today(bot: FanBot, guild_id: int) -> tuple[date, datetime]:
    """The day it is where a server lives, and when the next one begins."""
    zone = zone_named(await bot.store.guilds.timezone(guild_id)) if guild_id else UTC
    day = discord.utils.utcnow().astimezone(zone).date()
    return day, datetime.combine(day + timedelta(days=1), time(), zone)


async def show_daily(interaction: Interaction, _pressed: DailyProgressId | None = None) -> None:
    """Show today's question, or its answer once it was answered."""
    viewer = await interaction.client.viewer(interaction)
    await reply(interaction, await _daily_card(interaction, viewer))


async def answer_daily(interaction: Interaction, pressed: DailyAnswerId) -> None:
    """Show what was right and how long the streak is."""
    bot, store, user = interaction.client, interaction.client.store, interaction.user.id
    viewer = await bot.viewer(interaction)
    mine = await store.practice.daily_of(pressed.round, user)
    round_ = await store.rounds.round(pressed.round, viewer.finished) if mine else None
    day, tomorrow = await today(bot, mine[0] if mine else NOWHERE)
    if mine is None or round_ is None or mine[1] != day:
        words = _("The day of this question is over, or it was changed. {daily} asks today's.")
        await say(interaction, words.format(daily=bot.mention("trivia daily")))
        return
    await store.rounds.answer(interaction.guild_id, pressed.round, user, pressed.choice, discord.utils.utcnow())
    await reply(interaction, await _answer_card(interaction, viewer, round_, day, tomorrow))


async def _daily_card(interaction: Interaction, viewer: Viewer) -> ui.LayoutView:
    bot, practice, user = interaction.client, interaction.client.store.practice, interaction.user.id
    guild = interaction.guild_id or NOWHERE
    day, tomorrow = await today(bot, guild)
    round_, is_answered = await practice.daily_round(guild, user, day, viewer.finished)
    if is_answered:
        return await _answer_card(interaction, viewer, round_, day, tomorrow)
    question = quiz.of_the_day(await pool_of(interaction, viewer.scope(private=True)), guild, day)
    if question is None:
        words = _("There are no questions {through} yet. Move on with {set}.")
        return bare(words.format(through=phrases.through(viewer.finished), set=bot.mention("progress set")))
    if round_ is None or round_.question_id != question.id:
        at = discord.utils.utcnow()
        round_ = await practice.set_daily_round(interaction.id, bot.show.id, guild, user, day, question, at)
    if round_ is None:  # answered in this very moment, by another press of theirs
        round_, _answered = await practice.daily_round(guild, user, day, viewer.finished)
        return await _answer_card(interaction, viewer, round_, day, tomorrow)
    return daily_question(round_, day, viewer, bot.show)


async def _answer_card(
    interaction: Interaction, viewer: Viewer, round_: Round | None, day: date, tomorrow: datetime
) -> ui.LayoutView:
    """The answer of the day; None for `round_` where they may not see it."""
    bot, store, user = interaction.client, interaction.client.store, interaction.user.id
    closing = streak_words(await store.practice.streak(interaction.guild_id or NOWHERE, user, day), tomorrow)
    choice = await store.rounds.answer_of(round_.id, user) if round_ else None
    if round_ is None or choice is None:
        # Answered when they had watched further: nothing of it is shown now.
        return bare(_("You have answered today's question.") + f" {closing}")
    return daily_answer(round_, choice, day, closing, viewer, bot.show)


HANDLERS: Final[Handlers] = {
    DailyAnswerId: answer_daily,
    DailyProgressId: sets_progress(show_daily),
}
