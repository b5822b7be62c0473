"""Trivia alone: practice and the daily question. Private in every way, and as far as the member has watched."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show import trivia as quiz
from bot.show.trivia import Question
from bot.store.games import GameSettings
from bot.store.rounds import Round
from bot.times.zones import zone_named
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, safe_through
from bot.ui.kit.progress import ProgressMenu
from bot.ui.trivia.cards import answered_card, daily_small, option_labels, own_marks, practice_small, question_card
from bot.ui.trivia.pool import pool as pool_of
from bot.ui.trivia.reports import Wrong
from bot.viewer import Viewer

_NOWHERE: Final = 0  # the "server" of direct messages


# ------------------------------------------------------------------------------------------------ practice


async def start_practice(interaction: Interaction, difficulty: str | None, topic: str | None) -> None:
    """Answer with the first question of a practice."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    settings = GameSettings(0, 0, difficulty, topic)
    question = await _to_practise(interaction, viewer, settings, None)
    if question is None:
        words = _("There are no such questions {through}. Try another difficulty or topic with {practice}.").format(
            through=phrases.through(viewer.finished), practice=bot.mention("trivia practice")
        )
        await _send(interaction, viewer, bare(words))
        return
    guild, user, at = interaction.guild_id or _NOWHERE, interaction.user.id, discord.utils.utcnow()
    round_ = await bot.store.practice.start_practice(interaction.id, bot.show.id, guild, user, settings, question, at)
    await _send(interaction, viewer, _practice_question(bot, viewer, round_))


async def _to_practise(
    interaction: Interaction, viewer: Viewer, settings: GameSettings, last: int | None
) -> Question | None:
    bot, is_wanted = interaction.client, quiz.matching(settings.difficulty, settings.topic)
    pool = await pool_of(interaction, viewer.scope(private=True))
    memories = await bot.store.practice.memories(interaction.user.id)
    wanted = [each for each in pool if is_wanted(each)]
    return quiz.to_practise(wanted, memories, discord.utils.utcnow(), last, interaction.id)


async def _send(interaction: Interaction, viewer: Viewer, view: ui.LayoutView) -> None:
    await interaction.response.send_message(view=view, ephemeral=not viewer.alone)


def _practice_question(bot: FanBot, viewer: Viewer, round_: Round) -> ui.LayoutView:
    scope = viewer.scope(private=True)
    labels = option_labels(round_, scope)
    buttons = [PracticeAnswer.button(f"t1:practice:{round_.id}:{i}", label) for i, label in enumerate(labels)]
    menu = _menu(bot, viewer, PracticeProgress, f"t1:practice-progress:{round_.id}")
    return question_card(practice_small(round_), round_, scope, buttons, [safe_through(viewer.finished)], menu)


def _menu(bot: FanBot, viewer: Viewer, menu: type[ProgressMenu], custom_id: str) -> list[ProgressMenu]:
    """The one-tap menu of progress, while a member has set none."""
    return [menu.menu(custom_id, bot.show)] if viewer.progress is None else []


class PracticeControl(Control, template=r"(?!)"):
    """A control on a question that a member practises."""

    @property
    def round_id(self) -> int:
        """The question it stands on."""
        return int(self.state["round"])


class PracticeAnswer(PracticeControl, template=r"t1:practice:(?P<round>\d+):(?P<choice>[0-3])"):
    """An option: the answer follows at once."""

    async def press(self, interaction: Interaction) -> None:
        """Show what was right, and remember how it went."""
        bot, at = interaction.client, discord.utils.utcnow()
        viewer, store = await bot.viewer(interaction), interaction.client.store
        # What is further than they have watched by now is neither answered nor shown.
        round_ = await store.rounds.round(self.round_id, viewer.finished)
        press = (
            await store.rounds.answer(
                interaction.guild_id, round_.id, interaction.user.id, int(self.state["choice"]), at
            )
            if round_
            else None
        )
        if round_ is None or press is None:
            words = _("This question cannot be answered any more. {practice} asks another one.")
            await interaction.response.edit_message(view=bare(words.format(practice=bot.mention("trivia practice"))))
            return
        right, answered = await store.practice.practised(round_.game_id)
        if press.counted:
            before = (await store.practice.memories(interaction.user.id)).get(round_.question_id)
            memory = quiz.remembered(before, at, right=press.choice == round_.answer)
            await store.practice.set_memory(interaction.user.id, round_.question_id, memory)
        score = _("{right} of {answered} right in this practice").format(right=right, answered=answered)
        controls = [
            More.button(f"t1:more:{round_.id}", _("Next question"), style=discord.ButtonStyle.primary),
            Enough.button(f"t1:enough:{round_.id}", _("Stop")),
            Wrong.button(f"t1:wrong:{round_.id}", _("Question is wrong")),
        ]
        view = answered_card(
            practice_small(round_), round_, viewer.scope(private=True), bot.show, own_marks(press.choice, _("your answer")),
            [f"-# {score}", f"-# {safe_through(viewer.finished)}"], controls,
        )  # fmt: skip
        await interaction.response.edit_message(view=view)


async def _next_question(interaction: Interaction, round_id: int) -> None:
    bot, store = interaction.client, interaction.client.store
    viewer, place = await bot.viewer(interaction), await store.rounds.place_of(interaction.guild_id, round_id)
    game = await store.games.game(place[0]) if place else None
    question = None
    if place and game:
        question = await _to_practise(interaction, viewer, game.settings, place[2])
    if place is None or game is None or question is None:
        words = _("There is nothing more to ask here. {practice} begins anew.")
        await interaction.response.edit_message(view=bare(words.format(practice=bot.mention("trivia practice"))))
        return
    at = discord.utils.utcnow()
    round_ = await store.practice.add_practice_round(game.id, interaction.user.id, place[1], question, at)
    if round_ is None:
        # Pressed twice: the first press has asked it.
        await interaction.response.defer()
        return
    await interaction.response.edit_message(view=_practice_question(bot, viewer, round_))


class More(PracticeControl, template=r"t1:more:(?P<round>\d+)"):
    """The next question."""

    async def press(self, interaction: Interaction) -> None:
        """Ask it in the place of the last one."""
        await _next_question(interaction, self.round_id)


class PracticeProgress(ProgressMenu, template=r"t1:practice-progress:(?P<round>\d+)"):
    """The one-tap menu under a question of a practice."""

    async def redraw(self, interaction: Interaction) -> None:
        """Ask something of what they have seen."""
        await _next_question(interaction, int(self.state["round"]))


class Enough(PracticeControl, template=r"t1:enough:(?P<round>\d+)"):
    """The end of a practice."""

    async def press(self, interaction: Interaction) -> None:
        """Say how it went."""
        place = await interaction.client.store.rounds.place_of(interaction.guild_id, self.round_id)
        right, answered = await interaction.client.store.practice.practised(place[0]) if place else (0, 0)
        words = _("{right} of {answered} right in this practice. What was wrong comes back in {practice}.").format(
            right=right, answered=answered, practice=interaction.client.mention("trivia practice")
        )
        await interaction.response.edit_message(view=bare(words))


# ------------------------------------------------------------------------------------------------ daily


async def today(bot: FanBot, guild_id: int) -> tuple[date, datetime]:
    """The day it is where a server lives, and when the next one begins."""
    zone = zone_named(await bot.store.guilds.timezone(guild_id)) if guild_id else UTC
    day = discord.utils.utcnow().astimezone(zone).date()
    return day, datetime.combine(day + timedelta(days=1), time(), zone)


async def daily_view(interaction: Interaction, viewer: Viewer) -> ui.LayoutView:
    """Today's question, or its answer once it was answered."""
    bot, store, user = interaction.client, interaction.client.store, interaction.user.id
    guild = interaction.guild_id or _NOWHERE
    day, tomorrow = await today(bot, guild)
    round_, is_answered = await store.practice.daily_round(guild, user, day, viewer.finished)
    if is_answered:
        return await _daily_answer(interaction, viewer, round_, day, tomorrow)
    question = quiz.of_the_day(await pool_of(interaction, viewer.scope(private=True)), guild, day)
    if question is None:
        words = _("There are no questions {through} yet. Move on with {set}.")
        return bare(words.format(through=phrases.through(viewer.finished), set=bot.mention("progress set")))
    if round_ is None or round_.question_id != question.id:
        round_ = await store.practice.set_daily_round(
            interaction.id, bot.show.id, guild, user, day, question, discord.utils.utcnow()
        )
    if round_ is None:  # answered in this very moment, by another press of theirs
        round_, _answered = await store.practice.daily_round(guild, user, day, viewer.finished)
        return await _daily_answer(interaction, viewer, round_, day, tomorrow)
    scope = viewer.scope(private=True)
    labels = option_labels(round_, scope)
    buttons = [DailyAnswer.button(f"t1:daily:{round_.id}:{i}", label) for i, label in enumerate(labels)]
    menu = _menu(bot, viewer, DailyProgress, "t1:daily-progress")
    notes = [safe_through(viewer.finished)]
    return question_card(daily_small(_day(day)), round_, scope, buttons, notes, menu)


async def send_daily(interaction: Interaction) -> None:
    """Answer with today's question."""
    viewer = await interaction.client.viewer(interaction)
    await _send(interaction, viewer, await daily_view(interaction, viewer))


async def _daily_answer(
    interaction: Interaction, viewer: Viewer, round_: Round | None, day: date, tomorrow: datetime
) -> ui.LayoutView:
    bot, store, user = interaction.client, interaction.client.store, interaction.user.id
    streak = await store.practice.streak(interaction.guild_id or _NOWHERE, user, day)
    days = _("Your streak: {count} day.") if streak == 1 else _("Your streak: {count} days.")
    again = _("Next question {clock}.").format(clock=discord.utils.format_dt(tomorrow, "R"))
    closing = f"{days.format(count=streak)} {again}"
    choice = await store.rounds.answer_of(round_.id, user) if round_ else None
    if round_ is None or choice is None:
        # Answered when they had watched further: nothing of it is shown now.
        return bare(_("You have answered today's question.") + f" {closing}")
    controls = [Wrong.button(f"t1:wrong:{round_.id}", _("Question is wrong"))]
    return answered_card(
        daily_small(_day(day)), round_, viewer.scope(private=True), bot.show, own_marks(choice, _("your answer")),
        [closing, f"-# {safe_through(viewer.finished)}"], controls,
    )  # fmt: skip


def _day(day: date) -> str:
    return _("{day} {month}").format(day=day.day, month=_(calendar.month_name[day.month]))


class DailyAnswer(Control, template=r"t1:daily:(?P<round>\d+):(?P<choice>[0-3])"):
    """An option of the daily question."""

    async def press(self, interaction: Interaction) -> None:
        """Show what was right and how long the streak is."""
        bot, store, user = interaction.client, interaction.client.store, interaction.user.id
        viewer, round_id = await bot.viewer(interaction), int(self.state["round"])
        mine = await store.practice.daily_of(round_id, user)
        round_ = await store.rounds.round(round_id, viewer.finished) if mine else None
        day, tomorrow = await today(bot, mine[0] if mine else _NOWHERE)
        if mine is None or round_ is None or mine[1] != day:
            words = _("The day of this question is over, or it was changed. {daily} asks today's.")
            await interaction.response.edit_message(view=bare(words.format(daily=bot.mention("trivia daily"))))
            return
        await store.rounds.answer(
            interaction.guild_id, round_id, user, int(self.state["choice"]), discord.utils.utcnow()
        )
        view = await _daily_answer(interaction, viewer, round_, day, tomorrow)
        await interaction.response.edit_message(view=view)


class DailyProgress(ProgressMenu, template=r"t1:daily-progress"):
    """The one-tap menu under the daily question."""

    async def redraw(self, interaction: Interaction) -> None:
        """The question of the day for what they have seen."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.edit_message(view=await daily_view(interaction, viewer))


CONTROLS: Final = (
    PracticeAnswer,
    More,
    PracticeProgress,
    Enough,
    DailyAnswer,
    DailyProgress,
)
