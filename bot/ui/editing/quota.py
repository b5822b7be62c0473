"""The way to room where a server has as many facts or questions of its own as it may."""

from typing import Final

from bot.client import Interaction
from bot.locale import _
from bot.ui.editing.access import require_editor
from bot.ui.editing.cards import ask_to_delete
from bot.ui.editing.ids import DeleteHiddenId
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply_anew, say


async def delete_hidden(interaction: Interaction, pressed: DeleteHiddenId) -> None:
    """Ask, then delete for good what this server added and hides."""
    guild_id = await require_editor(interaction)
    bot, kind = interaction.client, pressed.kind
    if pressed.do == "ask":
        # Beside the reply on which it stands: that holds the way back to what was typed, or to the file.
        await reply_anew(interaction, ask_to_delete(kind, bot))
        return
    await bot.store.edits.delete_hidden(guild_id, kind)
    if await bot.store.edits.room(guild_id, kind):
        words = _("What this server had added and hidden is deleted. There is room again.")
    else:
        words = _("Nothing of its own is hidden here, so there’s still no room. {retire} hides something.")
    await say(interaction, words.format(retire=bot.mention(f"{kind} retire")))


HANDLERS: Final[Handlers] = {DeleteHiddenId: delete_hidden}
