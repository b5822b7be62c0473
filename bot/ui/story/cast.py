"""The cast: everybody whom a member has met, in pages, with a picture of all of them."""

from typing import Any, Final

from discord import ui

from bot.client import Interaction
from bot.limits import PICTURE
from bot.locale import _
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare
from bot.ui.kit.progress import ProgressMenu
from bot.ui.story.cast_cards import CAST_PAGE, cast_card, cast_options, send_ties, ties_card, ties_order
from bot.ui.story.character_cards import promise_of
from bot.ui.story.characters import CARDS
from bot.ui.story.controls import Place, send_private
from bot.viewer import Viewer


async def cast_view(interaction: Interaction, viewer: Viewer, page: int, *, public: bool) -> ui.LayoutView:
    """One page of the cast, in the clear: names are story, so a public one ends with the ceiling."""
    bot = interaction.client
    scope = viewer.in_the_clear(private=not public)
    people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
    pages = max(1, -(-len(people) // CAST_PAGE))
    page = max(1, min(page, pages))
    shown = people[(page - 1) * CAST_PAGE : page * CAST_PAGE]
    asker = interaction.user.id if public else 0
    rows: list[list[ui.Item[Any]]] = []
    if not public and viewer.progress is None:
        rows.append([CastProgress.menu("p1:progress", bot.show)])
    turn: list[ui.Item[Any]] = []
    if pages > 1:
        turn = [
            CastPage.button(f"p1:back:{page - 1}:{asker}", _("Back"), off=page == 1),
            CastPage.button(f"p1:next:{page + 1}:{asker}", _("Next"), off=page == pages),
        ]
    if public:
        turn.append(CastMine.button("p1:mine", _("All of it for me")))
    elif not viewer.alone:
        turn.append(CastShare.button("p1:share", _("Share")))
    turn.append(CastMap.button("p1:map", _("Relationships")))
    if shown:
        rows.append([CastOpen.select("p1:open", _("Open a card"), cast_options(shown, scope))])
    promise = promise_of(scope, ceiling=viewer.ceiling if public else None)
    return cast_card(shown, scope, page, pages, promise, [*rows, turn])


class CastPage(Control, template=r"p1:(?:back|next):(?P<page>\d+):(?P<asker>\d+)"):
    """Back and Next: in place for whoever asked, privately for others."""

    async def press(self, interaction: Interaction) -> None:
        """Turn the page."""
        viewer, page = await interaction.client.viewer(interaction), int(self.state["page"])
        asked = int(self.state["asker"]) == interaction.user.id
        public = asked and viewer.openly(private=False) is not None
        view = await cast_view(interaction, viewer, page, public=public)
        if public or self.state["asker"] == "0":
            await interaction.response.edit_message(view=view)
        else:
            await send_private(interaction, viewer, view)


class CastOpen(Control, template=r"p1:open"):
    """Opens somebody's card."""

    async def press(self, interaction: Interaction) -> None:
        """Answer privately, at the presser's own scope."""
        bot = interaction.client
        viewer, cards = await bot.viewer(interaction), CARDS
        view = await cards.private_or_unknown(interaction, viewer, Place(cards.kind, int(self.value)))
        await send_private(interaction, viewer, view)


class CastMine(Control, template=r"p1:mine"):
    """The presser's own private cast."""

    async def press(self, interaction: Interaction) -> None:
        """Answer privately."""
        viewer = await interaction.client.viewer(interaction)
        await send_private(interaction, viewer, await cast_view(interaction, viewer, 1, public=False))


class CastShare(Control, template=r"p1:share"):
    """Posts the cast as far as the channel has watched."""

    async def press(self, interaction: Interaction) -> None:
        """Post it, unless the channel is private."""
        viewer = await interaction.client.viewer(interaction)
        if viewer.private_here:
            await send_private(interaction, viewer, bare(phrases.always_private(interaction.client)))
        else:
            await interaction.response.send_message(view=await cast_view(interaction, viewer, 1, public=True))


class CastMap(Control, template=r"p1:map"):
    """The whole map of who stands how to whom."""

    limit = PICTURE

    async def press(self, interaction: Interaction) -> None:
        """Draw it privately, as far as the presser has watched."""
        bot = interaction.client
        viewer = await bot.viewer(interaction)
        scope = viewer.scope(private=True)
        people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
        ties = await bot.store.relationships.relationships(bot.show.id, scope)
        ordered, view = ties_order(people, ties, scope), ties_card(None, ties, scope, None, ceiling=None)
        await send_ties(interaction, ordered, view, private=not viewer.alone)


class CastProgress(ProgressMenu, template=r"p1:progress"):
    """The one-tap menu on a private cast."""

    async def redraw(self, interaction: Interaction) -> None:
        """The cast again, now as far as they have watched."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.edit_message(view=await cast_view(interaction, viewer, 1, public=False))


CONTROLS: Final = (
    CastPage,
    CastOpen,
    CastMine,
    CastShare,
    CastMap,
    CastProgress,
)
