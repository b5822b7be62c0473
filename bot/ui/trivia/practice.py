"""Practice: question after question for one member, private in every way, and as far as they have watched."""

from collections.abc import Awaitable, Callable
from typing import Final

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import EpisodeUnknownError
from bot.locale import _
from bot.show import trivia as quiz
from bot.show.episodes import Episode
from bot.show.trivia import Question
from bot.store.game_values import GameSettings
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.links import EpisodeQuizId
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import reply, reply_anew, say
from bot.ui.trivia.ids import PracticeAnswerId, PracticeEndId, PracticeProgressId, PracticeQuestionId
from bot.ui.trivia.pool import pool as pool_of
from bot.ui.trivia.solo_cards import practice_answer, practice_question
from bot.viewer import Viewer

NOWHERE: Final = 0
"""The "server" of direct messages."""


async def start_practice(
    interaction: Interaction,
    difficulty: str | None = None,
    topic: str | None = None,
    *,
    about: Episode | None = None,
    answer: Callable[[Interaction, ui.LayoutView], Awaitable[None]] = reply,
) -> None:
    """Ask the first question of a practice; `about` asks what exactly that episode answers, and nothing else."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    settings = GameSettings(0, 0, difficulty, topic, about)
    question = await _to_practise(interaction, viewer, settings, None)
    if question is None and about is not None:
        words = _("I have no questions about {episode} for you. {practice} asks about everything you’ve seen.")
        await answer(interaction, bare(words.format(episode=about, practice=bot.mention("trivia practice"))))
        return
    if question is None:
        words = _("There are no such questions {through}. Try another difficulty or topic with {practice}.")
        through = phrases.through(viewer.finished)
        await answer(interaction, bare(words.format(through=through, practice=bot.mention("trivia practice"))))
        return
    guild, user, at = interaction.guild_id or NOWHERE, interaction.user.id, discord.utils.utcnow()
    round_ = await bot.store.practice.start_practice(interaction.id, bot.show.id, guild, user, settings, question, at)
    await answer(interaction, practice_question(round_, viewer, bot.show))


async def start_quiz(interaction: Interaction, pressed: EpisodeQuizId) -> None:
    """A practice about what somebody has just finished, beside the card that offers it."""
    if pressed.episode not in interaction.client.show.episodes:
        raise EpisodeUnknownError(str(pressed.episode))
    await start_practice(interaction, about=pressed.episode, answer=reply_anew)


async def _to_practise(
    interaction: Interaction, viewer: Viewer, settings: GameSettings, last: int | None
) -> Question | None:
    """What to ask next, where `last` is the id of the question that was asked last."""
    bot, is_wanted = interaction.client, quiz.matching(settings.difficulty, settings.topic)
    pool = await pool_of(interaction, viewer.scope(private=True))
    memories = await bot.store.practice.memories(interaction.user.id)
    about = settings.about
    wanted = [each for each in pool if is_wanted(each) and about in {None, each.revealed_in}]
    return quiz.to_practise(wanted, memories, discord.utils.utcnow(), last, interaction.id)


async def answer_practice(interaction: Interaction, pressed: PracticeAnswerId) -> None:
    """Show what was right, and remember how it went."""
    bot, store, at = interaction.client, interaction.client.store, discord.utils.utcnow()
    viewer = await bot.viewer(interaction)
    # What is further than they have watched by now is neither answered nor shown.
    round_ = await store.rounds.round(pressed.round, viewer.finished)
    press = None
    if round_ is not None:
        user_id = interaction.user.id
        press = await store.rounds.answer(interaction.guild_id, round_.id, user_id, pressed.choice, at)
    if round_ is None or press is None:
        words = _("This question can’t be answered any more. {practice} asks another one.")
        await say(interaction, words.format(practice=bot.mention("trivia practice")))
        return
    score = await store.practice.practised(round_.game_id)
    if press.counted:
        before = (await store.practice.memories(interaction.user.id)).get(round_.question_id)
        memory = quiz.remembered(before, at, right=press.choice == round_.answer)
        await store.practice.set_memory(interaction.user.id, round_.question_id, memory)
    await reply(interaction, practice_answer(round_, press.choice, score, viewer, bot.show))


async def ask_next(interaction: Interaction, pressed: PracticeQuestionId) -> None:
    """Ask the next question in the place of the last one."""
    view = await practice_anew(interaction, pressed)
    if view is not None:
        await reply(interaction, view)


async def practice_anew(
    interaction: Interaction, pressed: PracticeQuestionId | PracticeProgressId
) -> ui.LayoutView | None:
    """Another question, as far as they have watched now, or that there is none; None where another press has asked it."""
    bot, store = interaction.client, interaction.client.store
    viewer, ids = await bot.viewer(interaction), await store.rounds.round_ids(interaction.guild_id, pressed.round)
    game = await store.games.game(ids.game_id) if ids else None
    question = None
    if ids and game:
        question = await _to_practise(interaction, viewer, game.settings, ids.question_id)
    if ids is None or game is None or question is None:
        words = _("That was all I can ask here. {practice} starts over.")
        return bare(words.format(practice=bot.mention("trivia practice")))
    at = discord.utils.utcnow()
    round_ = await store.practice.add_practice_round(game.id, interaction.user.id, ids.number, question, at)
    if round_ is None:
        # Pressed twice: the first press has asked it.
        await interaction.response.defer()
        return None
    return practice_question(round_, viewer, bot.show)


async def end_practice(interaction: Interaction, pressed: PracticeEndId) -> None:
    """Say how it went."""
    bot, store = interaction.client, interaction.client.store
    ids = await store.rounds.round_ids(interaction.guild_id, pressed.round)
    right, answered = await store.practice.practised(ids.game_id) if ids else (0, 0)
    words = _("{right} of {answered} right in this practice. What was wrong comes back in {practice}.")
    await say(interaction, words.format(right=right, answered=answered, practice=bot.mention("trivia practice")))


HANDLERS: Final[Handlers] = {
    PracticeAnswerId: answer_practice,
    PracticeQuestionId: ask_next,
    PracticeProgressId: sets_progress(practice_anew, offers=False),
    PracticeEndId: end_practice,
    EpisodeQuizId: start_quiz,
}
