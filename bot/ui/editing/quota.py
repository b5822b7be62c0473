"""What editors read where their server has as many facts or questions of its own as it may, and the way to room."""

from typing import Final

import discord

from bot.client import Interaction
from bot.locale import _
from bot.show.edits import Kind
from bot.store.edits import QUOTA
from bot.ui.editing.access import EditorControl, Keep
from bot.ui.editing.cards import dialog
from bot.ui.kit.layout import bare, row
from bot.ui.kit.phrases import Mentions


def full_words(kind: Kind, bot: Mentions) -> str:
    """How many it may have, and what makes room: hiding alone does not, since what is hidden can be shown again."""
    if kind == "fact":
        words = _(
            "This server has {quota} facts of its own, which is as many as it may. Hide what it needs no longer with"
            " {retire}, then delete what is hidden."
        )
    else:
        words = _(
            "This server has {quota} questions of its own, which is as many as it may. Hide what it needs no longer with"
            " {retire}, then delete what is hidden."
        )
    return words.format(quota=QUOTA[kind], retire=bot.mention(f"{kind} retire"))


class DeleteHidden(EditorControl, template=r"eq1:(?P<do>ask|yes):(?P<kind>fact|question)"):
    """Deletes for good what this server added and hides."""

    @classmethod
    def of(cls, kind: Kind) -> "DeleteHidden":
        """The button that asks first."""
        label = _("Delete hidden facts") if kind == "fact" else _("Delete hidden questions")
        return cls.button(f"eq1:ask:{kind}", label)

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Ask, then do it."""
        bot = interaction.client
        kind: Kind = "fact" if self.state["kind"] == "fact" else "question"
        if self.state["do"] == "yes":
            await bot.store.edits.delete_hidden(guild_id, kind)
            words = _("What this server had added and hidden is deleted. There is room again.")
            if not await bot.store.edits.room(guild_id, kind):
                words = _("Nothing of its own is hidden here, so there is no room yet. {retire} hides something.")
            await interaction.response.edit_message(view=bare(words.format(retire=bot.mention(f"{kind} retire"))))
            return
        title = _("Delete hidden facts?") if kind == "fact" else _("Delete hidden questions?")
        words = _(
            "What this server added and hides is deleted with its history, and nothing brings it back. What came with"
            " the show stays. {export} keeps a copy."
        ).format(export=bot.mention("fact export"))
        yes = self.button(f"eq1:yes:{kind}", _("Yes, delete for good"), style=discord.ButtonStyle.danger)
        controls = [row(yes, Keep.button("ek1", _("Keep them")))]
        # Beside the reply on which it stands: that holds the way back to what was typed, or to the file.
        view = dialog(title, words, controls=controls, caution=True)
        await interaction.response.send_message(view=view, ephemeral=True)


CONTROLS: Final = (DeleteHidden,)
