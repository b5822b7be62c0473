"""/help: where to begin, and every command by audience."""

from typing import Final

from discord import ui

from bot.client import Interaction
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import reply
from bot.ui.member.help_cards import Asker, commands_card, help_card
from bot.ui.member.ids import AllCommandsId, HelpCastId, HelpId, HelpProgressId, HelpRecapId, HelpTriviaId
from bot.ui.story.cast import cast_view
from bot.ui.story.recap import recap_view
from bot.ui.trivia.practice import start_practice
from bot.viewer import is_editor, server_permissions


async def help_view(interaction: Interaction) -> ui.LayoutView:
    """Where to begin."""
    bot = interaction.client
    return help_card(await bot.viewer(interaction), bot.show, bot)


async def show_help(interaction: Interaction, _pressed: HelpId) -> None:
    """The first page again."""
    await reply(interaction, await help_view(interaction))


async def help_anew(interaction: Interaction, _pressed: HelpProgressId) -> ui.LayoutView:
    """The first page, now that they said how far they are."""
    return await help_view(interaction)


async def show_commands(interaction: Interaction, _pressed: AllCommandsId) -> None:
    """Everything that there is for whoever asks."""
    bot, guild_id = interaction.client, interaction.guild_id
    asker = Asker(
        viewer=await bot.viewer(interaction),
        in_server=guild_id is not None,
        is_editor=guild_id is not None and is_editor(interaction, await bot.store.guilds.settings(guild_id)),
        is_moderator=guild_id is not None and server_permissions(interaction).manage_guild,
    )
    await reply(interaction, commands_card(asker, bot))


async def show_cast(interaction: Interaction, _pressed: HelpCastId) -> None:
    """Everyone they know."""
    viewer = await interaction.client.viewer(interaction)
    await reply(interaction, await cast_view(interaction, viewer, public=False))


async def show_recap(interaction: Interaction, _pressed: HelpRecapId) -> None:
    """What they saw most recently."""
    viewer = await interaction.client.viewer(interaction)
    await reply(interaction, await recap_view(interaction, viewer, viewer.finished))


async def practise(interaction: Interaction, _pressed: HelpTriviaId) -> None:
    """Ask them a first question."""
    await start_practice(interaction, None, None)


HANDLERS: Final[Handlers] = {
    HelpId: show_help,
    HelpProgressId: sets_progress(help_anew),
    AllCommandsId: show_commands,
    HelpCastId: show_cast,
    HelpRecapId: show_recap,
    HelpTriviaId: practise,
}
