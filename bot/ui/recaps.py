"""Recaps: private pages, one an episode, that open on what the member saw last. Every episode's card leads here."""

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.ui import sentences
from bot.ui.base import Control
from bot.ui.cards import promise_of
from bot.ui.episodes import jump_options, recap_card
from bot.ui.kit import bare, row
from bot.ui.pickers import ProgressMenu
from bot.ui.story import Place, Report, Share, send_private
from bot.viewer import Viewer

if TYPE_CHECKING:
    from bot.client import Interaction


async def recap_view(interaction: "Interaction", viewer: Viewer, episode: Episode) -> ui.LayoutView:
    """The recap of `episode` among all that the member finished, or the sentence that says how far they are."""
    bot, scope = interaction.client, viewer.scope(private=True)
    summary = await bot.store.episodes.episode(bot.show.id, episode, scope)
    if summary is None:
        if viewer.progress is None:
            menu = row(RecapProgress.menu("e1:recapprogress", bot.show))
            return bare(_("A recap goes as far as you have watched. You have not told me how far that is."), menu)
        if viewer.progress == PREMISE:
            return bare(_("There is nothing to recap before {first}.").format(first=bot.show.episodes[0]))
        return bare(sentences.beyond(episode, viewer.progress, bot))
    finished = bot.show.between(PREMISE, viewer.finished)
    at = finished.index(episode)
    turn: list[ui.Item[Any]] = []
    if len(finished) > 1:
        before, after = finished[max(0, at - 1)], finished[min(len(finished) - 1, at + 1)]
        turn = [
            RecapPage.button(f"e1:back:{before.ordinal}", _("Back"), off=at == 0),
            RecapPage.button(f"e1:next:{after.ordinal}", _("Next"), off=at == len(finished) - 1),
        ]
    if not viewer.alone:
        turn.append(Share.button(f"c1:share:{Place('e', episode.ordinal).custom_id}", _("Share")))
    turn.append(Report.button(f"c1:report:{Place('e', episode.ordinal).custom_id}", _("Report a mistake")))
    jump = RecapJump.select("e1:jump", _("Jump to an episode"), jump_options(finished, episode))
    return recap_card(summary, scope, at + 1, len(finished), promise_of(scope), [turn, [jump]])


class Recap(Control, template=r"e1:recap:(?P<episode>\d+)"):
    """Opens the recap at an episode."""

    async def press(self, interaction: "Interaction") -> None:
        """Answer privately, at the presser's own scope."""
        viewer = await interaction.client.viewer(interaction)
        view = await recap_view(interaction, viewer, Episode.from_ordinal(int(self.state["episode"])))
        await send_private(interaction, viewer, view)


class RecapPage(Control, template=r"e1:(?:back|next):(?P<episode>\d+)"):
    """Back and Next."""

    async def press(self, interaction: "Interaction") -> None:
        """Turn the page in place."""
        viewer = await interaction.client.viewer(interaction)
        view = await recap_view(interaction, viewer, Episode.from_ordinal(int(self.state["episode"])))
        await interaction.response.edit_message(view=view)


class RecapJump(Control, template=r"e1:jump"):
    """Any other episode."""

    async def press(self, interaction: "Interaction") -> None:
        """Turn to it in place."""
        viewer = await interaction.client.viewer(interaction)
        view = await recap_view(interaction, viewer, Episode.from_ordinal(int(self.value)))
        await interaction.response.edit_message(view=view)


class RecapProgress(ProgressMenu, template=r"e1:recapprogress"):
    """The one-tap menu where a recap has no end yet."""

    async def redraw(self, interaction: "Interaction") -> None:
        """The recap of what they have just said."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.edit_message(view=await recap_view(interaction, viewer, viewer.finished))


CONTROLS = (Recap, RecapPage, RecapJump, RecapProgress)
