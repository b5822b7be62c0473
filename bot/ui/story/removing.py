"""Remove this card: whoever a public reply answers, and moderators, can take it away."""

from typing import Final

import discord

from bot.client import Interaction
from bot.locale import _
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import redraw, reply_anew
from bot.ui.story.cards import remove_row
from bot.ui.story.ids import MorePublicId, RemoveId
from bot.viewer import is_moderator_here


async def may_remove(interaction: Interaction, asker: int) -> RemoveId | None:
    """What removes the public card whose button was pressed, or None for whoever may not.

    Where the bot is no member it can neither delete a message nor change it.
    """
    if interaction.message is None or interaction.guild is None or interaction.guild_id is None:
        return None
    if interaction.client.get_guild(interaction.guild_id) is None or not await _may(interaction, asker):
        return None
    return RemoveId(interaction.message.id, asker)


async def _may(interaction: Interaction, asker: int) -> bool:
    if asker == interaction.user.id:
        return True
    if interaction.guild_id is None:
        return False
    settings = await interaction.client.store.guilds.settings(interaction.guild_id)
    return is_moderator_here(interaction, settings)


async def show_more(interaction: Interaction, pressed: MorePublicId) -> None:
    """Answer privately with what else a public reply can do: to remove it."""
    removes = await may_remove(interaction, pressed.asker)
    if removes is None:
        words = _("Whoever asked for this, and moderators, can remove it. There’s nothing more here for you.")
    else:
        words = _("More about this:")
    await reply_anew(interaction, bare(words, *remove_row(removes)))


async def remove(interaction: Interaction, pressed: RemoveId) -> None:
    """Delete the card, or where the bot may not, leave only that it was removed."""
    if not await _may(interaction, pressed.asker):
        await redraw(interaction, bare(_("Only whoever asked for it and moderators can remove this card.")))
        return
    assert interaction.channel_id is not None, "a button stands in a channel"  # noqa: S101  says why it holds
    place = interaction.client.get_partial_messageable(interaction.channel_id, guild_id=interaction.guild_id)
    card = place.get_partial_message(pressed.message)
    try:
        await card.delete()
    except discord.NotFound:
        pass  # it is gone, which was asked for
    except discord.Forbidden:
        await card.edit(view=bare(_("This card was removed.")))
    await redraw(interaction, bare(_("Removed.")))


HANDLERS: Final[Handlers] = {MorePublicId: show_more, RemoveId: remove}
