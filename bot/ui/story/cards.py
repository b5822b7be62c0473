"""What the cards of the story share: whom they are for, their buttons, where facts were read, and looking ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.episodes import episode_options
from bot.ui.kit.layout import (
    Accent,
    bare,
    card,
    confirm_card,
    footer,
    heading,
    line,
    row,
    safe_through,
    small,
    text,
    title,
)
from bot.ui.kit.progress import progress_menu
from bot.ui.kit.sources import SHOWN, site_names
from bot.ui.reviews.cards import report_menu
from bot.ui.story.ids import (
    CardAddress,
    CardProgressId,
    LookAheadMenuId,
    LookAheadNoId,
    LookAheadYesId,
    NextPageId,
    OwnCardId,
    PreviousPageId,
    ReportPageId,
    ShareCardId,
    SourcesId,
)
from bot.ui.story.pages import FactPages
from bot.viewer import Viewer

_SOURCES: Final = 3500
"""Characters that the facts of a page may take with all their sources; where they would take more, each has one."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a card is for: what its footer promises them, and which buttons they have."""

    promise: str
    public: bool = False
    may_share: bool = False
    needs_progress: bool = False  # they never said what they finished
    sharer: str = ""  # the name of whoever shares it with everybody


def for_member(viewer: Viewer, ahead: Episode | None = None) -> Audience:
    """The member alone; `ahead` is how far the card looks ahead.

    In a direct message there is nobody to share with, and what somebody looked ahead at is theirs alone.
    """
    return Audience(
        safe_through(viewer.finished)
        if ahead is None
        else _("You looked ahead through {episode}").format(episode=ahead),
        may_share=ahead is None and not viewer.alone,
        needs_progress=viewer.progress is None,
    )


def for_everybody(viewer: Viewer, sharer: str = "") -> Audience:
    """Everybody in the channel: the footer names its ceiling, and who shared the card where somebody did."""
    return Audience(safe_through(viewer.ceiling), public=True, sharer=sharer)


def promised(audience: Audience, pages: str = "") -> ui.TextDisplay[Any]:
    """The footer of a card, and who shared it."""
    shared = [phrases.shared_by(audience.sharer)] if audience.sharer else []
    return text(*shared, small(audience.promise + pages))


def card_rows(
    address: CardAddress, pages: FactPages, actions: Sequence[ui.Button[Any]], audience: Audience
) -> list[ui.ActionRow[Any]]:
    """The rows below a card with pages of facts; `actions` are the buttons that only its kind has."""
    several = len(pages.pages) > 1
    first: list[ui.Button[Any]] = []
    if several:
        first += turning(
            PreviousPageId.at(replace(address, page=address.page - 1)),
            NextPageId.at(replace(address, page=address.page + 1)),
            is_first=address.page == 1,
            is_last=address.page == len(pages.pages),
        )
    if audience.public:
        first.append(button(OwnCardId.at(address), _("All of it for me")))
    elif audience.may_share:
        first.append(button(ShareCardId.at(address), _("Share")))
    second = [*actions, button(SourcesId.at(address), _("Sources")), report_button(address)]
    rows = [first, second] if several or len(first) + len(second) > 5 else [[*first, *second]]
    menu = [row(progress_menu(CardProgressId.at(address), pages.show))] if audience.needs_progress else []
    return [*menu, *(row(*each) for each in rows if each)]


def report_button(address: CardAddress) -> ui.Button[Any]:
    """Leads to the facts of a page, to choose the wrong one."""
    return button(ReportPageId.at(address), _("Report a mistake"))


# ------------------------------------------------------------------------------------------------- sources


def sources_card(pages: FactPages, page: int, promise: str) -> ui.LayoutView:
    """Where each fact of a page was read: the names of sites, never an address, whose words could spoil."""
    if len(pages.pages) == 1:
        which = _("{name}, in the order of the card").format(name=pages.name)
    else:
        which = _("{name}, page {page}, in the order of the card").format(name=pages.name, page=page)
    facts = pages.facts(page)
    entries = [_with_sources(fact, pages.show, pages.scope) for fact in facts]
    if sum(map(len, entries)) > _SOURCES:
        entries = [_with_sources(fact, pages.show, pages.scope, most=1) for fact in facts]
    items: list[ui.Item[Any]] = [text(title(_("Sources")), small(which))]
    if entries:
        items += [line(), text("\n\n".join(entries))]
    menu = report_menu(facts, pages.scope)
    return card(Accent.STORY, *items, line(), footer(promise), *([menu] if menu else []))


def report_card(pages: FactPages, page: int, _promise: str) -> ui.LayoutView:
    """The facts of a page, to choose the wrong one."""
    menu = report_menu(pages.facts(page), pages.scope)
    if menu is None:
        return bare(_("There is nothing on this page to report."))
    return bare(_("Which of these is wrong?"), menu)


def gate_of(fact: Fact) -> str:
    """The episode of a fact as small print."""
    return _("For everyone") if fact.revealed_in == PREMISE else str(fact.revealed_in)


def sites_of(fact: Fact, show: Show, scope: Scope) -> list[str]:
    """The names of the sites where a fact was read, three at most."""
    return site_names(fact.sources, show.sites, scope.clear)


def _with_sources(fact: Fact, show: Show, scope: Scope, most: int = SHOWN) -> str:
    # An episode is its own source, and is named once.
    said = dict.fromkeys((gate_of(fact), *sites_of(fact, show, scope)[:most], *_credit_of(fact)))
    return f"{fact.text.markdown(scope)}\n{small(' · '.join(said))}"


def _credit_of(fact: Fact) -> list[str]:
    return [] if fact.author_id is None else [_("suggested by {member}").format(member=f"<@{fact.author_id}>")]


# --------------------------------------------------------------------------------------------- looking ahead


def ahead_of(address: CardAddress, viewer: Viewer) -> Episode | None:
    """How far a card looks beyond what the member finished, or None where it does not."""
    return address.through if not address.asker and address.through > viewer.finished else None


def how_far_card(
    address: CardAddress, viewer: Viewer, pages: FactPages, later: Sequence[Episode], bot: phrases.Mentions
) -> ui.LayoutView:
    """Asks how far to look ahead; `later` are the episodes that the member has not finished."""
    if not later:
        words = _("You finished {episode}, the last episode I know. {recap} tells all of it in short.")
        return bare(words.format(episode=viewer.finished, recap=bot.mention("recap")))
    how_far = _("How far may this card about {name} go?").format(name=pages.name)
    return card(
        Accent.CAUTION,
        text(heading(_("Look ahead")), f"{phrases.finished(viewer.progress)} {how_far}"),
        row(select(LookAheadMenuId.at(address.start), _("Show it through…"), episode_options(later))),
    )


def look_ahead_card(address: CardAddress, viewer: Viewer, show: Show, name: str | None) -> ui.LayoutView:
    """Asks before anything later is shown: which episodes, who sees it, what stays. `name`, in markdown, is whose card."""
    later = show.between(viewer.finished, address.through)
    about = "" if name is None else " " + _("about {name}").format(name=name)
    if len(later) == 1:
        will = _("You will see what {last} tells{about}.").format(last=later[-1], about=about)
    else:
        will = _("You will see what {first} to {last} tell{about}.").format(first=later[0], last=later[-1], about=about)
    if viewer.finished == PREMISE:
        stays, stay = _("Only you see it, and your progress stays as it is."), _("Stay at the start")
    else:
        stays = _("Only you see it, and your progress stays at {episode}.").format(episode=viewer.finished)
        stay = _("Stay at {episode}").format(episode=viewer.finished)
    yes = _("Yes, show through {episode}").format(episode=address.through)
    return confirm_card(
        _("Look ahead through {episode}?").format(episode=address.through),
        f"{phrases.finished(viewer.progress)} {will} {stays}",
        button(LookAheadYesId.at(address), yes, style=discord.ButtonStyle.danger),
        button(LookAheadNoId.at(address), stay),
    )
