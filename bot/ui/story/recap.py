"""Recaps: private pages, one an episode, that open on what the member saw last. Every episode's card leads here."""

from typing import Any, Final

from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, row
from bot.ui.kit.progress import ProgressMenu
from bot.ui.story.character_cards import promise_of
from bot.ui.story.controls import AskAhead, Place, Report, Share, send_private
from bot.ui.story.episode_cards import jump_options, recap_card
from bot.viewer import Viewer

_BOUND: Final = r"(?::(?P<up_to>\d+))?"  # none where it goes as far as its reader


async def recap_view(
    interaction: Interaction, viewer: Viewer, episode: Episode, up_to: Episode | None = None
) -> ui.LayoutView:
    """The recap of `episode` among all that the member finished and that `up_to` asks for, or how far they are."""
    bot, scope = interaction.client, viewer.scope(private=True)
    summary = await bot.store.episodes.episode(bot.show.id, episode, scope)
    if summary is None:
        if viewer.progress is None:
            menu = row(RecapProgress.menu("e1:recapprogress", bot.show))
            return bare(_("A recap goes as far as you have watched. You have not told me how far that is."), menu)
        ahead = Place("e", episode.ordinal, through=episode)
        look = row(AskAhead.button(f"c1:ask:{ahead.custom_id}", _("Look ahead")))
        if episode == PREMISE:
            words = _("There is nothing to recap before {first}. Move on with {set}.")
            return bare(words.format(first=bot.show.episodes[0], set=bot.mention("progress set")))
        return bare(phrases.beyond(episode, viewer.progress, bot), look)
    finished = bot.show.between(PREMISE, viewer.finished if up_to is None else min(up_to, viewer.finished))
    bound = "" if up_to is None else f":{up_to.ordinal}"
    at = finished.index(episode)
    turn: list[ui.Item[Any]] = []
    if len(finished) > 1:
        before, after = finished[max(0, at - 1)], finished[min(len(finished) - 1, at + 1)]
        turn = [
            RecapPage.button(f"e1:back:{before.ordinal}{bound}", _("Back"), off=at == 0),
            RecapPage.button(f"e1:next:{after.ordinal}{bound}", _("Next"), off=at == len(finished) - 1),
        ]
    if not viewer.alone:
        turn.append(Share.button(f"c1:share:{Place('e', episode.ordinal).custom_id}", _("Share")))
    turn.append(Report.button(f"c1:report:{Place('e', episode.ordinal).custom_id}", _("Report a mistake")))
    jump = RecapJump.select(f"e1:jump{bound}", _("Jump to an episode"), jump_options(finished, episode))
    return recap_card(summary, scope, at + 1, len(finished), promise_of(scope), [turn, [jump]])


async def _page(interaction: Interaction, viewer: Viewer, episode: str, up_to: str | None) -> ui.LayoutView:
    bound = Episode.from_ordinal(int(up_to)) if up_to else None
    at = Episode.from_ordinal(int(episode))
    return await recap_view(interaction, viewer, at if bound is None else min(at, bound), bound)


class Recap(Control, template=r"e1:recap:(?P<episode>\d+)"):
    """Opens the recap at an episode."""

    async def press(self, interaction: Interaction) -> None:
        """Answer privately, at the presser's own scope."""
        viewer = await interaction.client.viewer(interaction)
        view = await recap_view(interaction, viewer, Episode.from_ordinal(int(self.state["episode"])))
        await send_private(interaction, viewer, view)


class RecapPage(Control, template=rf"e1:(?:back|next):(?P<episode>\d+){_BOUND}"):
    """Back and Next."""

    async def press(self, interaction: Interaction) -> None:
        """Turn the page in place."""
        viewer = await interaction.client.viewer(interaction)
        view = await _page(interaction, viewer, self.state["episode"], self.state["up_to"])
        await interaction.response.edit_message(view=view)


class RecapJump(Control, template=rf"e1:jump{_BOUND}"):
    """Any other episode."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to it in place."""
        viewer = await interaction.client.viewer(interaction)
        view = await _page(interaction, viewer, self.value, self.state["up_to"])
        await interaction.response.edit_message(view=view)


class RecapProgress(ProgressMenu, template=r"e1:recapprogress"):
    """The one-tap menu where a recap has no end yet."""

    async def redraw(self, interaction: Interaction) -> None:
        """The recap of what they have just said."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.edit_message(view=await recap_view(interaction, viewer, viewer.finished))


CONTROLS: Final = (
    Recap,
    RecapPage,
    RecapJump,
    RecapProgress,
)
