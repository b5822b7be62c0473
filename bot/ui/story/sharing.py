"""Share: what a member reads in private, for everybody here."""

from bot.client import Interaction
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.replies import reply_anew, reply_in_public
from bot.ui.story.kinds import PublicCard
from bot.viewer import Viewer


async def share(interaction: Interaction, viewer: Viewer, public: PublicCard | None) -> None:
    """Post a card, unless the channel is private, or not that far (None)."""
    if viewer.private_here:
        await reply_anew(interaction, bare(phrases.always_private(interaction.client)))
    elif public is None:
        await reply_anew(interaction, bare(phrases.not_that_far(interaction.client)))
    else:
        await reply_in_public(interaction, public.view, tagged=public.tagged)
