"""What the cards of the story share: whom they are for, their buttons, where facts were read, and looking ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, sentences
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.episodes import MENU, episode_options
from bot.ui.kit.layout import (
    Accent,
    bare,
    card,
    confirm_card,
    footer,
    heading,
    line,
    option,
    row,
    small,
    text,
    title,
)
from bot.ui.kit.progress import how_far
from bot.ui.kit.sources import SHOWN, site_names
from bot.ui.reviews.cards import report_menu
from bot.ui.story.ids import (
    CardAddress,
    CardProgressId,
    CharacterMenuId,
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
    RemoveId,
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
    viewer: Viewer
    public: bool = False
    may_share: bool = False
    ahead: Episode | None = None  # how far the card looks ahead

    @property
    def accent(self) -> Accent:
        """Looking ahead has its own, so that nobody takes one for the other."""
        return Accent.STORY if self.ahead is None else Accent.CAUTION

    @property
    def is_asked(self) -> bool:
        """Whether the card asks how far they are."""
        return self.viewer.is_new and not self.public


def for_member(viewer: Viewer, bot: phrases.Mentions, ahead: Episode | None = None) -> Audience:
    """The member alone; `ahead` is how far the card looks ahead.

    In a direct message there is nobody to share with, and what somebody looked ahead at is theirs alone. Whoever is new says
    first how far they are.
    """
    return Audience(
        phrases.promise(viewer.finished, bot)
        if ahead is None
        else _("You looked ahead through {episode}").format(episode=ahead),
        viewer,
        may_share=ahead is None and not viewer.alone and not viewer.is_new,
        ahead=ahead,
    )


def for_everybody(viewer: Viewer, bot: phrases.Mentions) -> Audience:
    """Everybody in the channel: the footer names its ceiling."""
    return Audience(phrases.promise(viewer.ceiling, bot), viewer, public=True)


def public_row(address: CardAddress, *actions: ui.Button[Any]) -> ui.ActionRow[Any]:
    """The one row below a public card; `actions` are the buttons that only its kind has."""
    return row(button(OwnCardId.at(address), _("My card")), *actions, button(MoreId.at(address), _("More")))


def private_rows(
    address: CardAddress,
    pages: FactPages,
    actions: Sequence[ui.Button[Any]],
    audience: Audience,
    people: Sequence[Character],
    *,
    may_jump: bool = False,
) -> list[ui.Item[Any]]:
    """What stands below a private card; `actions` are the buttons that only its kind has, `people` those it names."""
    items: list[ui.Item[Any]] = []
    if audience.is_asked:
        items += how_far(CardProgressId.at(address), pages.show, audience.viewer)
    begins = pages.begins()
    if may_jump and len(pages.pages) > 1 and len(begins) > 1:
        options = [option(words, f"{page}:{at}") for at, (words, page) in enumerate(begins)]
        near = sum(page <= address.page for _words, page in begins) - 1
        start = max(0, min(near - MENU // 2, len(options) - MENU))
        items.append(row(select(JumpId.at(address), _("Jump to an episode"), options[start : start + MENU])))
    buttons: list[ui.Button[Any]] = []
    if len(pages.pages) > 1:
        buttons += turning(
            PreviousPageId.at(replace(address, page=address.page - 1)),
            NextPageId.at(replace(address, page=address.page + 1)),
            is_first=address.page == 1,
            is_last=address.page == len(pages.pages),
        )
    if audience.may_share:
        buttons.append(button(ShareCardId.at(address), _("Share")))
    buttons += actions
    more = _more_options(address, pages, audience, people)
    rows = [row(*buttons)] if buttons else []
    return [*items, *rows, *([row(select(MoreMenuId.at(address), _("More…"), more))] if more else [])]


AHEAD: Final = "ahead"
FINISHED: Final = "f"
SOURCES: Final = "sources"
REPORT: Final = "report"
PERSON: Final = "p"
"""Values of the select `More…`; behind `FINISHED` comes an episode's ordinal, behind `PERSON` somebody's id."""


def _more_options(
    address: CardAddress, pages: FactPages, audience: Audience, people: Sequence[Character]
) -> list[discord.SelectOption]:
    """What else one can do, by what the member finished and what the page shows."""
    viewer, show = audience.viewer, pages.show
    options: list[discord.SelectOption] = []
    later = show.between(viewer.finished, show.last)
    if later and address.kind == "c":
        options.append(option(_("Look ahead"), AHEAD))
    if later and viewer.progress is not None and audience.ahead is None:
        options.append(option(_("I finished {episode}").format(episode=later[0]), f"{FINISHED}{later[0].ordinal}"))
    options += [
        option(_("Open {name}").format(name=each.name.shown(pages.scope)), f"{PERSON}{each.id}", each.face)
        for each in people
    ]
    if pages.facts(address.page):
        options += [option(_("Sources"), SOURCES), option(_("Report a mistake"), REPORT)]
    return options


def person_menu(people: Sequence[Character], scope: Scope) -> ui.ActionRow[Any]:
    """Opens somebody's card."""
    options = [option(each.name.shown(scope), str(each.id), each.face) for each in people[:MENU]]
    return row(select(CharacterMenuId(), _("Open a card"), options))


def more_card(address: CardAddress, removes: RemoveId | None) -> ui.LayoutView:
    """What else a public card can do."""
    buttons = [
        button(SourcesId.at(address), _("Sources")),
        button(ReportPageId.at(address), _("Report a mistake")),
    ]
    if address.kind == "c":
        buttons.append(button(LookAheadId.at(address.start), _("Look ahead")))
    return bare(_("More about this card:"), row(*buttons), *remove_row(removes))


def remove_row(removes: RemoveId | None) -> list[ui.ActionRow[Any]]:
    """The button that takes a public card away, for whoever may."""
    return [] if removes is None else [row(button(removes, _("Remove this card")))]


# ------------------------------------------------------------------------------------------------- sources


def sources_card(pages: FactPages, page: int, audience: Audience) -> ui.LayoutView:
    """Where each fact of a page was read: the names of sites, never an address, whose words could spoil."""
    if len(pages.pages) == 1:
        which = _("{name}, in the order of the card").format(name=pages.name)
    else:
        which = _("{name}, page {page}, in the order of the card").format(name=pages.name, page=page)
    facts = pages.facts(page)
    entries = [with_sources(fact, pages.show, pages.scope) for fact in facts]
    if sum(map(len, entries)) > _SOURCES:
        entries = [with_sources(fact, pages.show, pages.scope, most=1) for fact in facts]
    items: list[ui.Item[Any]] = [text(title(_("Sources")), small(which))]
    if entries:
        items += [line(), text("\n\n".join(entries))]
    menu = report_menu(facts, pages.scope)
    return card(audience.accent, *items, line(), footer(audience.promise), *([menu] if menu else []))


def report_card(pages: FactPages, page: int, _audience: Audience) -> ui.LayoutView:
    """The facts of a page, to choose the wrong one."""
    menu = report_menu(pages.facts(page), pages.scope)
    if menu is None:
        return bare(_("There’s nothing on this page to report."))
    return bare(_("Which of these is wrong?"), menu)


def gate_of(fact: Fact) -> str:
    """The episode of a fact as small print."""
    return _("For everyone") if fact.revealed_in == PREMISE else str(fact.revealed_in)


def sites_of(fact: Fact, show: Show, scope: Scope) -> list[str]:
    """The names of the sites where a fact was read, three at most."""
    return site_names(fact.sources, show.sites, scope.clear)


def with_sources(fact: Fact, show: Show, scope: Scope, most: int = SHOWN) -> str:
    """A fact, and small where it was read."""
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
        words = _("You finished {episode}, the last episode I know. {recap} tells it all in short.")
        return bare(words.format(episode=viewer.finished, recap=bot.mention("recap")))
    asked = _("How far may this card about {name} go?").format(name=pages.name)
    return card(
        Accent.CAUTION,
        text(heading(_("Look ahead")), sentences(phrases.finished(viewer.progress), asked)),
        row(select(LookAheadMenuId.at(address.start), _("Show it through…"), episode_options(later))),
    )


def look_ahead_card(address: CardAddress, viewer: Viewer, show: Show, name: str | None) -> ui.LayoutView:
    """Asks before anything later is shown: which episodes, who sees it, what stays. `name`, in markdown, is whose card."""
    later = show.between(viewer.finished, address.through)
    about = "" if name is None else " " + _("about {name}").format(name=name)
    if len(later) == 1:
        will = _("You’ll see what {last} tells{about}.").format(last=later[-1], about=about)
    else:
        will = _("You’ll see what {first} to {last} tell{about}.").format(first=later[0], last=later[-1], about=about)
    if viewer.finished == PREMISE:
        stays, stay = _("Only you see it, and your progress stays as it is."), _("Stay at the start")
    else:
        stays = _("Only you see it, and your progress stays at {episode}.").format(episode=viewer.finished)
        stay = _("Stay at {episode}").format(episode=viewer.finished)
    yes = _("Yes, show through {episode}").format(episode=address.through)
    return confirm_card(
        _("Look ahead through {episode}?").format(episode=address.through),
        sentences(phrases.finished(viewer.progress), will, stays),
        button(LookAheadYesId.at(address), yes, style=discord.ButtonStyle.danger),
        button(LookAheadNoId.at(address), stay),
    )
