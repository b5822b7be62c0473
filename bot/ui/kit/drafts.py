"""What somebody typed that could not be saved: kept, and opened once more."""

from typing import TYPE_CHECKING

import discord

from bot.locale import _
from bot.ui.kit import phrases as sentences
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare

if TYPE_CHECKING:
    from bot.client import Interaction


class EditAgain(Control, template=r"d1:again:(?P<draft>\d+)"):
    """Opens a form that was refused, with everything that was typed into it."""

    async def press(self, interaction: "Interaction") -> None:
        """Open it, unless it was saved meanwhile."""
        bot = interaction.client
        draft = await bot.store.drafts.draft(interaction.user.id, int(self.state["draft"]))
        found = bot.form(draft.custom_id) if draft else None
        if draft is None or found is None:
            await interaction.response.send_message(view=bare(sentences.draft_gone(bot)), ephemeral=True)
            return
        form, state = found
        await bot.store.drafts.set_reopened(draft.id)
        await form.reopen(interaction, state, draft.values)


def again(draft: int) -> EditAgain:
    """Opens the form once more, with everything that was typed."""
    return EditAgain.button(f"d1:again:{draft}", _("Edit again"))


async def keep(interaction: "Interaction", custom_id: str, values: dict[str, str]) -> int:
    """Keep what was typed for the form with this `custom_id`, and give the draft's id: its author is being told."""
    return await interaction.client.store.drafts.add_draft(
        interaction.user.id, interaction.guild_id, custom_id, values, discord.utils.utcnow(), answered=True
    )
