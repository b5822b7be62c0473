"""The daily question: one a day in each server and in direct messages, as far as the member has watched.

Where a server has it posted in a channel, that one is everybody's who has watched so far.
"""

from datetime import date, datetime, timedelta
from typing import Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show import trivia as quiz
from bot.store.rounds import Round
from bot.times.hours import moment_of
from bot.times.zones import zone_named
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import progress_menu, sets_progress
from bot.ui.kit.replies import reply, say
from bot.ui.trivia.daily_cards import chosen_card
from bot.ui.trivia.ids import DailyAnswerId, DailyProgressId
from bot.ui.trivia.pool import pool as pool_of
from bot.ui.trivia.practice import NOWHERE
from bot.ui.trivia.solo_cards import daily_answer, daily_question, streak_words
from bot.viewer import Viewer


async def today(bot: FanBot, guild_id: int) -> tuple[date, datetime]:
    """The day it is where a server lives, and when the next one begins: at midnight, or with the question that is posted."""
    clock = await bot.store.dailies.clock(guild_id)
    zone, now = zone_named(clock.timezone), discord.utils.utcnow()
    if clock.hour is not None and clock.last is not None:
        until = moment_of(clock.last + timedelta(days=1), clock.hour, zone)
        if now < until:
            return clock.last, until
    day = now.astimezone(zone).date()
    return day, moment_of(day + timedelta(days=1), 0, zone)


async def show_daily(interaction: Interaction) -> None:
    """Show today's question, or its answer once it was answered."""
    await reply(interaction, await daily_anew(interaction))


async def daily_anew(interaction: Interaction, _pressed: DailyProgressId | None = None) -> ui.LayoutView:
    """The same, now as far as they have watched."""
    return await _daily_card(interaction, await interaction.client.viewer(interaction))


async def answer_daily(interaction: Interaction, pressed: DailyAnswerId) -> None:
    """Show what was right and how long the streak is; beside a posted question, as far as the member has watched."""
    bot, store, user = interaction.client, interaction.client.store, interaction.user.id
    viewer = await bot.viewer(interaction)
    mine = await store.practice.daily_of(pressed.round, user)
    is_posted = await store.daily_answers.is_posted(interaction.guild_id, pressed.round)
    # What is further than they have watched by now is neither answered nor shown, unless it stands there for all.
    may_see = is_posted or (mine and await store.rounds.round(pressed.round, viewer.finished))
    day, tomorrow = await today(bot, mine[0] if mine else NOWHERE)
    at, kept = discord.utils.utcnow(), None
    if mine is not None and mine[1] == day and may_see:
        kept = await store.daily_answers.answer(pressed.round, user, pressed.choice, at)
    if kept is None:
        words = _("The day of this question is over, or it was changed. {daily} asks today’s.")
        await say(interaction, words.format(daily=bot.mention("trivia daily")))
        return
    round_ = await store.rounds.round(kept, viewer.finished)
    if round_ is None and is_posted:
        chosen = await store.daily_answers.chosen(kept, user)
        menu = progress_menu(DailyProgressId(), bot.show, in_channel=True) if viewer.is_new else None
        await reply(interaction, chosen_card(chosen, tomorrow, menu))
        return
    await reply(interaction, await _answer_card(interaction, viewer, round_, day, tomorrow))


async def _daily_card(interaction: Interaction, viewer: Viewer) -> ui.LayoutView:
    bot, practice, user = interaction.client, interaction.client.store.practice, interaction.user.id
    guild = interaction.guild_id or NOWHERE
    day, tomorrow = await today(bot, guild)
    round_, is_answered = await practice.daily_round(guild, user, day, viewer.finished)
    if is_answered:
        return await _answer_card(interaction, viewer, round_, day, tomorrow)
    if round_ is not None and await bot.store.daily_answers.is_posted(guild, round_.id):
        return daily_question(round_, day, viewer, bot.show)
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
        return bare(_("You have answered today’s question.") + f" {closing}")
    return daily_answer(round_, choice, day, closing, viewer, bot.show)


HANDLERS: Final[Handlers] = {
    DailyAnswerId: answer_daily,
    DailyProgressId: sets_progress(daily_anew, offers=False),
}
