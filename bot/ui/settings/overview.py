"""Everything that a server chose, read for members with Manage Server and shown to them in one reply."""

from bot.client import Interaction
from bot.errors import NotAllowedError
from bot.ui.kit.ids import ControlId
from bot.ui.kit.presses import Handler, Handlers
from bot.ui.kit.replies import reply
from bot.ui.settings.cards import ServerView, settings_card
from bot.ui.settings.changes import Sentence, guild_of, telling_log
from bot.viewer import require_member, server_permissions


def check_manager(interaction: Interaction) -> None:
    """Check that whoever asks may change settings, at every press: a role may have gone since the reply was opened.

    Raises:
        NotAllowedError: without Manage Server.
    """
    if not server_permissions(interaction).manage_guild:
        require_member(interaction)  # of another server no roles are known
        raise NotAllowedError("manage_guild")


def for_managers(handlers: Handlers) -> Handlers:
    """The same handlers, for members with Manage Server only."""
    return {each: _checked(handler) for each, handler in handlers.items()}


def _checked(handler: Handler) -> Handler:
    async def check_and_handle(interaction: Interaction, pressed: ControlId) -> None:
        check_manager(interaction)
        await handler(interaction, pressed)

    return check_and_handle


async def server_view(interaction: Interaction) -> ServerView:
    """Everything that this server chose."""
    bot, guild_id = interaction.client, guild_of(interaction)
    assert interaction.guild is not None, "allowed_contexts"  # noqa: S101  says why it holds
    return ServerView(
        interaction.guild,
        await bot.store.guilds.ceiling(bot.show.id, guild_id),
        await bot.store.guilds.settings(guild_id),
        await bot.store.guilds.places(bot.show.id, guild_id),
        await bot.store.dailies.settings(guild_id),
    )


async def show_settings(interaction: Interaction, page: int = 1) -> None:
    """Reply with everything in one view."""
    await reply(interaction, settings_card(await server_view(interaction), page))


async def show_changed(interaction: Interaction, *changes: Sentence) -> None:
    """Reply with everything as it is after these changes, and tell the log channel."""
    async with telling_log(interaction, *changes):
        await show_settings(interaction)
