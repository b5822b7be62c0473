"""The one end of every error: commands arrive here through their tree, presses and submits through their own doors."""

import logging
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final, TypeAlias

import discord
from discord import app_commands, ui

from bot import failures
from bot.client import FanBot
from bot.errors import BotError, OlderVersionError, StoppingError, StoreError, TooOftenError
from bot.language import use_language
from bot.limits import LOOKUP, TYPE, Limit
from bot.locale import spoken
from bot.store.database import begin_saving, has_saved
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare

log = logging.getLogger(__name__)

_Interaction: TypeAlias = "discord.Interaction[FanBot]"

OUTCOME: Final = "outcome"
"""Where an interaction's extras say how it went, if not well: refused, failed, late, unanswered, or by Discord's trouble."""


class FanTree(app_commands.CommandTree[FanBot]):
    """The slash commands: what may not go on is refused first, and what a command raises is answered."""

    async def interaction_check(self, interaction: _Interaction, /) -> bool:
        """Runs before every command and autocomplete."""
        begin(interaction)
        if interaction.type is discord.InteractionType.autocomplete:
            if interaction.client.answering.is_ending:
                return False
            if use(interaction, TYPE) is None:
                return True
            async with interaction.client.limits.refusing:
                await interaction.response.autocomplete([])  # the next letter asks again
            return False
        command = interaction.command
        return not await refuse(interaction, command.extras.get(Limit, LOOKUP) if command else LOOKUP)

    async def on_error(self, interaction: _Interaction, error: Exception, /) -> None:
        """Tell the member one sentence."""
        await answer_error(interaction, error)


async def end_error(interaction: _Interaction, error: Exception) -> None:
    """Where presses end, as commands do: whoever listens at the tree, such as the preview and tests, hears of all."""
    tree = interaction.client.tree
    assert isinstance(tree, FanTree), "make_bot makes it so"  # noqa: S101  says why it holds
    await tree.on_error(interaction, error)


def begin(interaction: _Interaction) -> None:
    """What every answer begins with: the member's language, nothing saved yet, and a stop that waits for it."""
    use_language(spoken(str(interaction.locale)))
    begin_saving()
    interaction.client.answering.add(interaction)


async def refuse(interaction: _Interaction, limit: Limit) -> bool:
    """Count one use of what has this limit. True, and answered, where it is one too many, or the bot takes nothing new."""
    ending = interaction.client.answering.is_ending
    refused = StoppingError(begun=False) if ending else use(interaction, limit)
    if refused:
        await answer_error(interaction, refused)
    return refused is not None


def use(interaction: _Interaction, limit: Limit) -> TooOftenError | None:
    """Count one use of what has this limit; an error where it is one too many, and not to be done."""
    return interaction.client.limits.use(limit, interaction.user.id, interaction.guild_id, discord.utils.utcnow())


async def answer_error(
    interaction: _Interaction, error: Exception, view: Callable[[str], ui.LayoutView] = bare, **more: Any
) -> bool:
    """Tell the member one sentence; the log gets everything but story text, and an id to find it by.

    `view` shows the sentence, and `more` goes into its message, such as a file. False where nobody read any.
    """
    cause: Exception = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if failures.nobody_waits(cause):
        age = (discord.utils.utcnow() - interaction.created_at).total_seconds()
        log.warning("interaction %s was answered too late, after %.1f s", interaction.id, age)
        interaction.extras[OUTCOME] = "late"
        return failures.arrived(cause)
    words = _words(interaction, cause)
    if interaction.type is discord.InteractionType.autocomplete:
        return False
    try:
        # Refusals wait for one another: however many there are at once, everybody else is answered in between.
        async with interaction.client.limits.refusing if isinstance(cause, TooOftenError) else nullcontext():
            if interaction.response.is_done():
                await interaction.followup.send(view=view(words), ephemeral=True, **more)
            else:
                await interaction.response.send_message(view=view(words), ephemeral=True, **more)
    except Exception as failed:
        expected = isinstance(failed, failures.ERRORS)
        why = failures.reason(failed)
        log.warning("interaction %s took no answer: %s", interaction.id, why, exc_info=None if expected else failed)
        interaction.extras[OUTCOME] = "unanswered"
        return failures.arrived(failed)
    return True


def _words(interaction: _Interaction, cause: Exception) -> str:
    """The sentence for an error; a mistake of ours goes into the log."""
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        cause = OlderVersionError()
    if isinstance(cause, BotError) and (words := phrases.for_error(cause, interaction.client)):
        interaction.extras[OUTCOME] = "refused"
        return words
    if words := failures.words(cause):
        interaction.extras[OUTCOME] = "discord"
        log.warning("interaction %s failed: %s", interaction.id, failures.reason(cause))
        return phrases.only_not_shown() if has_saved() else words
    error_id, interaction.extras[OUTCOME] = secrets.token_hex(3), "failed"
    if isinstance(cause, StoreError):
        log.error("error %s in %s of interaction %s: %s", error_id, _where(interaction), interaction.id, cause)
        return phrases.our_failure(error_id, interaction.client)
    log.error("error %s in %s of interaction %s", error_id, _where(interaction), interaction.id, exc_info=cause)
    if has_saved():
        return phrases.only_not_shown(error_id)
    return phrases.our_failure(error_id, interaction.client)


def _where(interaction: _Interaction) -> str:
    """Which command, control or form: an id's prefix only, since its state holds what was typed and how far they are."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    return str((interaction.data or {}).get("custom_id")).partition(":")[0]
