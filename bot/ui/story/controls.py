"""What the buttons of every card with pages of facts do: turn, share, sources, reports, and looking ahead."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from discord import ui

from bot.client import Interaction
from bot.show.episodes import Episode
from bot.ui.kit import phrases
from bot.ui.kit.episodes import other_way
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import redraw, reply_anew
from bot.ui.story.cards import ahead_of, for_member, how_far_card, look_ahead_card, report_card, sources_card
from bot.ui.story.characters import CHARACTERS
from bot.ui.story.episodes import EPISODES
from bot.ui.story.ids import (
    AskAheadId,
    CardProgressId,
    LookAheadId,
    LookAheadMenuId,
    LookAheadNoId,
    LookAheadYesId,
    NextPageId,
    OwnCardId,
    PreviousPageId,
    ReportPageId,
    ShareCardId,
    SourcesId,
    StoryId,
)
from bot.ui.story.kinds import StoryCards
from bot.ui.story.pages import FactPages
from bot.ui.story.sharing import share

KINDS: Final[Mapping[str, StoryCards[Any]]] = {"c": CHARACTERS, "e": EPISODES}


async def turn_page(interaction: Interaction, pressed: PreviousPageId | NextPageId) -> None:
    """Turn a public card for whoever asked for it, and a private one; everybody else gets a private page."""
    viewer, cards, address = await interaction.client.viewer(interaction), KINDS[pressed.kind], pressed.address
    if address.asker == interaction.user.id and viewer.openly(private=False) is not None:
        public = await cards.public(interaction, viewer, address)
        await redraw(interaction, public.view if public else bare(phrases.not_that_far(interaction.client)))
    elif address.asker:
        own = replace(address, asker=0)
        await reply_anew(interaction, await cards.private_or_unknown(interaction, viewer, own))
    else:
        await redraw(interaction, await cards.private_or_unknown(interaction, viewer, address))


async def open_own_card(interaction: Interaction, pressed: OwnCardId) -> None:
    """Answer privately, at the presser's own scope."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    await reply_anew(interaction, await cards.private_or_unknown(interaction, viewer, pressed.address.start))


async def share_card(interaction: Interaction, pressed: ShareCardId) -> None:
    """Post the card as a public reply of the presser would be."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    await share(interaction, viewer, await cards.public(interaction, viewer, pressed.address.start))


async def show_sources(interaction: Interaction, pressed: SourcesId) -> None:
    """The facts of the page once more, each with the names of sites."""
    await _show_about_page(interaction, pressed, sources_card)


async def ask_what_is_wrong(interaction: Interaction, pressed: ReportPageId) -> None:
    """The facts of the page to choose from."""
    await _show_about_page(interaction, pressed, report_card)


async def _show_about_page(
    interaction: Interaction, pressed: StoryId, about: Callable[[FactPages, int, str], ui.LayoutView]
) -> None:
    """Answer privately about a page of the presser's own card, which is further only where it looks ahead."""
    viewer, cards, address = await interaction.client.viewer(interaction), KINDS[pressed.kind], pressed.address
    pages = await cards.private_pages(interaction, viewer, address)
    if pages is None:
        view = cards.unknown(interaction, viewer, address)
    else:
        view = about(pages, pages.clamp(address.page), for_member(viewer, ahead_of(address, viewer)).promise)
    await reply_anew(interaction, view)


async def redraw_own_card(interaction: Interaction, pressed: StoryId) -> None:
    """Show the card from its start, as far as the member has watched now, in the place of what was pressed."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    await redraw(interaction, await cards.private_or_unknown(interaction, viewer, pressed.address.start))


# --------------------------------------------------------------------------------------------- looking ahead


async def ask_how_far(interaction: Interaction, pressed: LookAheadId) -> None:
    """Ask how far to look ahead, in a private reply of its own."""
    bot, cards, address = interaction.client, KINDS[pressed.kind], pressed.address
    viewer = await bot.viewer(interaction)
    pages = await cards.pages(interaction, address, viewer.scope(private=True), public=False)
    if pages is None:
        view = cards.unknown(interaction, viewer, address)
    else:
        view = how_far_card(address, viewer, pages, bot.show.between(viewer.finished, bot.show.last), bot)
    await reply_anew(interaction, view)


async def choose_how_far(interaction: Interaction, pressed: LookAheadMenuId) -> None:
    """Ask whether they are sure: name the episodes, and what stays as it is."""
    value = chosen_value(interaction)
    if await other_way(interaction, value, "episode"):
        return
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    address = replace(pressed.address, page=0, through=Episode.from_ordinal(int(value)))
    pages = await cards.pages(interaction, address, viewer.scope(private=True), public=False)
    if pages is None or ahead_of(address, viewer) is None:
        view = await cards.private_or_unknown(interaction, viewer, address)
    else:
        view = look_ahead_card(address, viewer, interaction.client.show, pages.name)
    await redraw(interaction, view)


async def ask_ahead(interaction: Interaction, pressed: AskAheadId) -> None:
    """The same question at once, in the place of the sentence that offered to look ahead."""
    viewer, cards, address = await interaction.client.viewer(interaction), KINDS[pressed.kind], pressed.address
    if ahead_of(address, viewer) is None:
        view = await cards.private_or_unknown(interaction, viewer, address)
    else:
        view = look_ahead_card(address, viewer, interaction.client.show, None)
    await redraw(interaction, view)


async def look_ahead(interaction: Interaction, pressed: LookAheadYesId) -> None:
    """Show the card in the place of the question."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    await redraw(interaction, await cards.private_or_unknown(interaction, viewer, pressed.address))


HANDLERS: Final[Handlers] = {
    PreviousPageId: turn_page,
    NextPageId: turn_page,
    OwnCardId: open_own_card,
    ShareCardId: share_card,
    SourcesId: show_sources,
    ReportPageId: ask_what_is_wrong,
    CardProgressId: sets_progress(redraw_own_card),
    LookAheadId: ask_how_far,
    LookAheadMenuId: choose_how_far,
    AskAheadId: ask_ahead,
    LookAheadYesId: look_ahead,
    LookAheadNoId: redraw_own_card,
}
