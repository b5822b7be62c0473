"""What the buttons of every card with pages of facts do: turn, share, more, and looking ahead."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from discord import ui

from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.show.episodes import Episode
from bot.ui.kit import phrases
from bot.ui.kit.episodes import other_way
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.progress import move_on, moves_on, sets_progress
from bot.ui.kit.replies import redraw, reply_anew
from bot.ui.kit.sharing import share
from bot.ui.story.cards import (
    AHEAD,
    FINISHED,
    PERSON,
    REPORT,
    SOURCES,
    Audience,
    ahead_of,
    for_member,
    how_far_card,
    look_ahead_card,
    more_card,
    report_card,
    sources_card,
)
from bot.ui.story.characters import CHARACTERS, THINGS
from bot.ui.story.episodes import EPISODES
from bot.ui.story.ids import (
    AskAheadId,
    CardAddress,
    CardProgressId,
    EpisodeFinishedId,
    JumpId,
    LookAheadId,
    LookAheadMenuId,
    LookAheadNoId,
    LookAheadYesId,
    MoreId,
    MoreMenuId,
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
from bot.ui.story.removing import may_remove

KINDS: Final[Mapping[str, StoryCards[Any]]] = {"c": CHARACTERS, "e": EPISODES, "l": THINGS}


async def turn_page(interaction: Interaction, pressed: PreviousPageId | NextPageId) -> None:
    """Turn a private card. A public one has one page; those of before had more, and become one for whoever asked."""
    viewer, cards, address = await interaction.client.viewer(interaction), KINDS[pressed.kind], pressed.address
    if address.asker == interaction.user.id and viewer.openly(private=False) is not None:
        public = await cards.public(interaction, viewer, address)
        await redraw(interaction, public.view if public else bare(phrases.not_that_far()))
    elif address.asker:
        own = replace(address, asker=0)
        await reply_anew(interaction, await cards.private_or_unknown(interaction, viewer, own))
    else:
        await redraw(interaction, await cards.private_or_unknown(interaction, viewer, address))


async def jump(interaction: Interaction, pressed: JumpId) -> None:
    """Turn a private card to the page on which an episode begins."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    address = replace(pressed.address, page=int(chosen_value(interaction).partition(":")[0]))
    await redraw(interaction, await cards.private_or_unknown(interaction, viewer, address))


async def open_own_card(interaction: Interaction, pressed: OwnCardId) -> None:
    """Answer privately, at the presser's own scope."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    await reply_anew(interaction, await cards.private_or_unknown(interaction, viewer, pressed.address.start))


async def share_card(interaction: Interaction, pressed: ShareCardId) -> None:
    """Post what the card tells as far as the channel goes."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    public = await cards.public(interaction, viewer, pressed.address.start, shared=True)
    await share(interaction, viewer, public and public.view)


async def show_sources(interaction: Interaction, pressed: StoryId) -> None:
    """The facts of the page once more, each with the names of sites."""
    await _show_about_page(interaction, pressed, sources_card)


async def ask_what_is_wrong(interaction: Interaction, pressed: StoryId) -> None:
    """The facts of the page to choose from."""
    await _show_about_page(interaction, pressed, report_card)


async def _show_about_page(
    interaction: Interaction, pressed: StoryId, about: Callable[[FactPages, int, Audience], ui.LayoutView]
) -> None:
    """Answer privately about a page, as far as its presser has watched; further only where the card looks ahead."""
    viewer, cards, address = await interaction.client.viewer(interaction), KINDS[pressed.kind], pressed.address
    pages = await cards.pages_of(interaction, viewer, address)
    if pages is None:
        view = cards.unknown(interaction, viewer, address)
    else:
        audience = for_member(viewer, interaction.client, ahead_of(address, viewer))
        view = about(pages, pages.clamp(address.page or pages.opening()), audience)
    await reply_anew(interaction, view)


async def own_card(interaction: Interaction, pressed: StoryId) -> ui.LayoutView:
    """The card as far as the member has watched now."""
    viewer, cards = await interaction.client.viewer(interaction), KINDS[pressed.kind]
    return await cards.private_or_unknown(interaction, viewer, pressed.address.start)


# ------------------------------------------------------------------------------------------------------ more


async def show_more(interaction: Interaction, pressed: MoreId) -> None:
    """Answer privately with what else a public card can do; whoever it answered, and moderators, can remove it."""
    removes = await may_remove(interaction, pressed.asker)
    await reply_anew(interaction, more_card(pressed.address, removes))


async def do_more(interaction: Interaction, pressed: MoreMenuId) -> None:
    """What was chosen in the select of a private card."""
    value = chosen_value(interaction)
    what, number = value[:1], value[1:]
    if value in _MORE:
        await _MORE[value](interaction, pressed)
    elif what == PERSON and number.isdecimal():
        viewer = await interaction.client.viewer(interaction)
        address = CardAddress.of_character(int(number))
        await redraw(interaction, await CHARACTERS.private_or_unknown(interaction, viewer, address))
    elif what == FINISHED and number.isdecimal():
        await move_on(interaction, Episode.from_ordinal(int(number)), lambda: own_card(interaction, pressed))
    else:
        raise OlderVersionError


# --------------------------------------------------------------------------------------------- looking ahead


async def ask_how_far(interaction: Interaction, pressed: StoryId) -> None:
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


async def stay(interaction: Interaction, pressed: LookAheadNoId) -> None:
    """The card as far as they have watched, in the place of the question."""
    await redraw(interaction, await own_card(interaction, pressed))


_MORE: Final[Mapping[str, Callable[[Interaction, StoryId], Awaitable[None]]]] = {
    AHEAD: ask_how_far,
    SOURCES: show_sources,
    REPORT: ask_what_is_wrong,
}

HANDLERS: Final[Handlers] = {
    PreviousPageId: turn_page,
    NextPageId: turn_page,
    OwnCardId: open_own_card,
    ShareCardId: share_card,
    SourcesId: show_sources,
    ReportPageId: ask_what_is_wrong,
    CardProgressId: sets_progress(own_card),
    EpisodeFinishedId: moves_on(own_card),
    JumpId: jump,
    MoreId: show_more,
    MoreMenuId: do_more,
    LookAheadId: ask_how_far,
    LookAheadMenuId: choose_how_far,
    AskAheadId: ask_ahead,
    LookAheadYesId: look_ahead,
    LookAheadNoId: stay,
}
