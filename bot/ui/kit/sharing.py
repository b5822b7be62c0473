"""Share: what a member reads in private, for everybody here, as far as the channel goes."""

from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, framed, row, text
from bot.ui.kit.links import WriteSpoilerId
from bot.ui.kit.replies import publicly, reply_anew, reply_in_public
from bot.viewer import Viewer


async def share(interaction: Interaction, viewer: Viewer, public: ui.LayoutView | None) -> None:
    """Post a card, made `publicly`, with its sharer's name above it, unless the channel is private, or not that far (None)."""
    if viewer.private_here:
        await reply_anew(interaction, bare(phrases.always_private(interaction.client)))
    elif public is None:
        await reply_anew(interaction, not_that_far_card(interaction, viewer))
    else:
        with await publicly(interaction):
            view = signed(interaction, public)
        await reply_in_public(interaction, view)


def signed(interaction: Interaction, public: ui.LayoutView) -> ui.LayoutView:
    """A card with the name of whoever shares it above."""
    return framed(public, above=[text(phrases.shared_by(interaction.user.display_name))])


def not_that_far_card(interaction: Interaction, viewer: Viewer) -> ui.LayoutView:
    """Where something may not be shared, one's own words about it may, behind a label."""
    words = phrases.not_that_far()
    if viewer.finished == PREMISE or interaction.guild_id is None:
        return bare(words)
    return bare(words, row(button(WriteSpoilerId(viewer.finished), _("Post it as a spoiler"))))
