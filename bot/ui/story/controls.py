"""Cards of the story that have pages of facts, and every control that such cards share.

A kind of card (a character's, an episode's) says what it shows; turning, sharing, sources, reports and looking ahead are
the same for all of them and stand here.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

import discord
from discord import ui

from bot.caches.cards import ANYBODY, CachedCard
from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.locale import _, language
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import Accent, bare, card, row, text
from bot.ui.kit.progress import ProgressMenu, episode_options, other_way
from bot.ui.reviews.reports import report_menu
from bot.ui.story.character_cards import promise_of, sources_card
from bot.ui.story.pages import FactPages
from bot.viewer import OpenScope, Viewer, Visit

# Every control says which card and page it stands on, how far that looks ahead (0: it does not) and, in public, who asked.
STATE: Final = r"(?P<kind>[a-z]):(?P<id>\d+):(?P<page>\d+):(?P<through>\d+):(?P<asker>\d+)"


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of which card; the `id` is a row's, or an episode's ordinal."""

    kind: str
    id: int
    page: int = 1  # 0: where a card that looks ahead begins to tell more
    through: Episode = PREMISE
    asker: int = 0

    @property
    def custom_id(self) -> str:
        """As `STATE` reads it."""
        return f"{self.kind}:{self.id}:{self.page}:{self.through.ordinal}:{self.asker}"

    @classmethod
    def of(cls, state: dict[str, str]) -> "Place":
        """From what `STATE` read."""
        through = Episode.from_ordinal(int(state["through"]))
        return cls(state["kind"], int(state["id"]), int(state["page"]), through, int(state["asker"]))

    def ahead(self, viewer: Viewer) -> Episode | None:
        """How far this card looks beyond what the member finished, or None where it does not."""
        return self.through if not self.asker and self.through > viewer.finished else None


class StoryCards(ABC):
    """One kind of card; `kind` is its letter in every `custom_id`."""

    kind: ClassVar[str]

    @abstractmethod
    async def pages(self, interaction: Interaction, place: Place, scope: Scope, *, public: bool) -> FactPages | None:
        """What this scope may see of it, or None where that is nothing: not there, or not in the clear."""

    @abstractmethod
    def view(self, pages: Any, page: int, promise: str, controls: list[list[ui.Item[Any]]]) -> ui.LayoutView:
        """One page of it. `promise` is what the footer says, `controls` are rows of buttons."""

    @abstractmethod
    def actions(self, place: Place, *, public: bool) -> list[ui.Item[Any]]:
        """The buttons that this kind has of its own, before `Sources`."""

    @abstractmethod
    def unknown(self, interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView:
        """The private answer where `pages` is None: the same for hidden and not there."""

    async def private(self, interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView | None:
        """The card for the eyes of the member only."""
        visit = await interaction.client.last_visit(interaction)
        cache, key = interaction.client.caches.cards, (False, place, viewer, visit.edition, language())
        made = cache.card(key)
        if made is None:
            async with cache.making(key):
                made = cache.card(key)
                if made is None:
                    view = await self._private(interaction, viewer, place)
                    if view is None:
                        return None
                    made = await _keep(interaction, visit, key, CachedCard.of(view))
        return made.view()

    async def _private(self, interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView | None:
        ahead = place.ahead(viewer)
        scope = viewer.scope(private=True) if ahead is None else viewer.looking_ahead(ahead)
        pages = await self.pages(interaction, place, scope, public=False)
        if pages is None:
            return None
        page = pages.clamp(place.page or pages.first_beyond(viewer.finished))
        place = replace(place, page=page, through=ahead or PREMISE, asker=0)
        first = _turning(place, pages)
        # In a direct message there is nobody to share with, and what somebody looked ahead at is theirs alone.
        if ahead is None and not viewer.alone:
            first.append(Share.button(f"c1:share:{place.custom_id}", _("Share")))
        rows = self._rows(first, place, pages, public=False)
        if viewer.progress is None:
            rows.insert(0, [CardProgress.menu(f"c1:progress:{place.custom_id}", interaction.client.show)])
        return self.view(pages, page, promise_of(scope, ahead=ahead), rows)

    async def private_or_unknown(self, interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView:
        """The private card, or the sentence that says how far the member is."""
        return await self.private(interaction, viewer, place) or self.unknown(interaction, viewer, place)

    async def public(self, interaction: Interaction, viewer: Viewer, place: Place) -> tuple[ui.LayoutView, bool] | None:
        """The card for everybody here and whether it holds tags, or None where the channel is not that far."""
        place = replace(place, through=PREMISE, asker=ANYBODY)
        visit = await interaction.client.last_visit(interaction)
        cache, key = interaction.client.caches.cards, (True, place, viewer, visit.edition, language())
        made = cache.card(key)
        if made is None:
            async with cache.making(key):
                made = cache.card(key)
                if made is None:
                    pages = await self.pages(interaction, place, viewer.scope(private=False), public=True)
                    if pages is None:
                        return None
                    made = await _keep(interaction, visit, key, self._public(viewer, place, pages))
        return made.view(interaction.user.id), made.tagged

    def _public(self, viewer: Viewer, place: Place, pages: FactPages) -> CachedCard:
        place = replace(place, page=pages.clamp(place.page))
        mine: ui.Item[Any] = Mine.button(f"c1:mine:{place.custom_id}", _("All of it for me"))
        rows = self._rows([*_turning(place, pages), mine], place, pages, public=True)
        view = self.view(pages, place.page, promise_of(pages.scope, ceiling=viewer.ceiling), rows)
        return CachedCard.of(view, tagged=bool(pages.later))

    async def reply(self, interaction: Interaction, viewer: Viewer, place: Place, openly: OpenScope | None) -> bool:
        """Answer publicly if that may be, else privately. False, and no answer, where nothing may be shown.

        `openly` is the scope at which it was understood what is asked for; None where everybody here may not know as much.
        """
        if openly is not None:
            public = await self.public(interaction, viewer, place)
            if public is not None:
                await _send_public(interaction, *public)
                return True
        view = await self.private(interaction, viewer, place)
        if view is not None:
            await send_private(interaction, viewer, view)
        return view is not None

    def _rows(
        self, first: list[ui.Item[Any]], place: Place, pages: FactPages, *, public: bool
    ) -> list[list[ui.Item[Any]]]:
        second = [
            *self.actions(place, public=public),
            Sources.button(f"c1:sources:{place.custom_id}", _("Sources")),
            Report.button(f"c1:report:{place.custom_id}", _("Report a mistake")),
        ]
        return [first, second] if len(pages.pages) > 1 or len(first) + len(second) > 5 else [[*first, *second]]


async def _keep(interaction: Interaction, before: Visit, key: Hashable, made: CachedCard) -> CachedCard:
    """Keep a card for its key, unless what the key names changed while the card was made."""
    now = await interaction.client.visit(interaction)
    if (now.viewer, now.edition) == (before.viewer, before.edition):
        interaction.client.caches.cards.keep(key, made)
    return made


def _turning(place: Place, pages: FactPages) -> list[ui.Item[Any]]:
    if len(pages.pages) == 1:
        return []
    back, ahead = replace(place, page=place.page - 1), replace(place, page=place.page + 1)
    return [
        Turn.button(f"c1:back:{back.custom_id}", _("Back"), off=place.page == 1),
        Turn.button(f"c1:next:{ahead.custom_id}", _("Next"), off=place.page == len(pages.pages)),
    ]


async def send_private(interaction: Interaction, viewer: Viewer, view: ui.LayoutView) -> None:
    """Answer so that only the member reads it."""
    await interaction.response.send_message(view=view, ephemeral=not viewer.alone)


async def _send_public(interaction: Interaction, view: ui.LayoutView, tagged: bool) -> None:
    """Answer for everybody here, without a notification where there are tags."""
    await interaction.response.send_message(view=view, silent=tagged)


# ------------------------------------------------------------------------------------------------- controls


_cards: Final[dict[str, StoryCards]] = {}


def register(*kinds: StoryCards) -> None:
    """Show these kinds of cards from now on."""
    _cards.update((cards.kind, cards) for cards in kinds)


def cards_of(kind: str) -> StoryCards:
    """The cards of a kind that stands in a `custom_id`.

    Raises:
        OlderVersionError: there is no such kind any more.
    """
    found = _cards.get(kind)
    if found is None:
        raise OlderVersionError
    return found


class StoryControl(Control, template=r"(?!)"):
    """A control of a card of the story."""

    async def press(self, interaction: Interaction) -> None:
        """Find out who is looking, and at what."""
        bot, place = interaction.client, Place.of(self.state)
        await self.answer(interaction, await bot.viewer(interaction), cards_of(place.kind), place)

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Answer the press."""
        raise NotImplementedError


class Turn(StoryControl, template=rf"c1:(?:back|next):{STATE}"):
    """Back and Next: they move a public card for whoever asked, and give everybody else a private page."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Turn the page, in place where the card is theirs."""
        if place.asker == interaction.user.id and viewer.openly(private=False) is not None:
            public = await cards.public(interaction, viewer, place)
            view = public[0] if public else bare(phrases.not_that_far(interaction.client))
            await interaction.response.edit_message(view=view)
        elif place.asker:
            await send_private(
                interaction, viewer, await cards.private_or_unknown(interaction, viewer, replace(place, asker=0))
            )
        else:
            await interaction.response.edit_message(view=await cards.private_or_unknown(interaction, viewer, place))


class Mine(StoryControl, template=rf"c1:mine:{STATE}"):
    """All of it for me: the presser's own private card."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Answer privately, at the presser's own scope."""
        own = Place(place.kind, place.id)
        await send_private(interaction, viewer, await cards.private_or_unknown(interaction, viewer, own))


class Share(StoryControl, template=rf"c1:share:{STATE}"):
    """Posts the card as a public reply of the presser would be."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Post it, unless the channel is private or not that far."""
        if viewer.private_here:
            await send_private(interaction, viewer, bare(phrases.always_private(interaction.client)))
            return
        public = await cards.public(interaction, viewer, Place(place.kind, place.id))
        if public is None:
            await send_private(interaction, viewer, bare(phrases.not_that_far(interaction.client)))
        else:
            await _send_public(interaction, *public)


class PageControl(StoryControl, template=r"(?!)"):
    """A control that answers privately about the facts of a page of the presser's own card."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Answer at the presser's scope, which is further only on a card that looks ahead."""
        ahead = place.ahead(viewer)
        scope = viewer.scope(private=True) if ahead is None else viewer.looking_ahead(ahead)
        pages = await cards.pages(interaction, place, scope, public=False)
        if pages is None:
            view = cards.unknown(interaction, viewer, place)
        else:
            promise = promise_of(scope, ahead=ahead)
            view = self.about(interaction.client.show, pages, pages.clamp(place.page), promise)
        await send_private(interaction, viewer, view)

    def about(self, show: Show, pages: FactPages, page: int, promise: str) -> ui.LayoutView:
        """What there is to say about that page."""
        raise NotImplementedError


class Sources(PageControl, template=rf"c1:sources:{STATE}"):
    """Where the facts of a page were read."""

    def about(self, show: Show, pages: FactPages, page: int, promise: str) -> ui.LayoutView:
        """The facts once more, each with the names of sites."""
        return sources_card(show, pages, page, promise, report_menu(pages.facts(page), pages.scope))


class Report(PageControl, template=rf"c1:report:{STATE}"):
    """Which fact of a page is wrong?"""

    def about(self, show: Show, pages: FactPages, page: int, promise: str) -> ui.LayoutView:
        """The facts to choose from."""
        menu = report_menu(pages.facts(page), pages.scope)
        return (
            bare(_("There is nothing on this page to report."))
            if menu is None
            else bare(_("Which of these is wrong?"), menu)
        )


class CardProgress(ProgressMenu, template=rf"c1:progress:{STATE}"):
    """The one-tap menu on a private card."""

    async def redraw(self, interaction: Interaction) -> None:
        """The same card, now as far as they have watched."""
        place, viewer = Place.of(self.state), await interaction.client.viewer(interaction)
        cards = cards_of(place.kind)
        view = await cards.private_or_unknown(interaction, viewer, Place(place.kind, place.id))
        await interaction.response.edit_message(view=view)


# --------------------------------------------------------------------------------------------- looking ahead


class LookAhead(StoryControl, template=rf"c1:ahead:{STATE}"):
    """The first step of looking ahead: how far?"""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Ask, in a private reply of its own."""
        show = interaction.client.show
        pages = await cards.pages(interaction, place, viewer.scope(private=True), public=False)
        later = show.between(viewer.finished, show.last)
        if pages is None:
            view = cards.unknown(interaction, viewer, place)
        elif not later:
            words = _("You finished {episode}, the last episode I know. {recap} tells all of it in short.")
            view = bare(words.format(episode=viewer.finished, recap=interaction.client.mention("recap")))
        else:
            how_far = _("How far may this card about {name} go?").format(name=pages.name)
            menu = LookAheadMenu.select(
                f"c1:through:{Place(place.kind, place.id).custom_id}", _("Show it through…"), episode_options(later)
            )
            words = text("### " + _("Look ahead"), f"{phrases.finished(viewer.progress)} {how_far}")
            view = card(Accent.CAUTION, words, row(menu))
        await send_private(interaction, viewer, view)


class LookAheadMenu(StoryControl, template=rf"c1:through:{STATE}"):
    """The second step: are you sure?"""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Name the episodes, and what stays as it is."""
        if await other_way(interaction, self.value, "episode"):
            return
        place = replace(place, page=0, through=Episode.from_ordinal(int(self.value)))
        pages = await cards.pages(interaction, place, viewer.scope(private=True), public=False)
        if pages is None or place.ahead(viewer) is None:
            view = await cards.private_or_unknown(interaction, viewer, place)
        else:
            view = ahead_card(interaction, viewer, place, pages.name)
        await interaction.response.edit_message(view=view)


class AskAhead(StoryControl, template=rf"c1:ask:{STATE}"):
    """The second step at once, where the thing asked for says how far."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Name the episodes, in the place of the sentence that offered it."""
        if place.ahead(viewer) is None:
            view = await cards.private_or_unknown(interaction, viewer, place)
        else:
            view = ahead_card(interaction, viewer, place, None)
        await interaction.response.edit_message(view=view)


class LookAheadYes(StoryControl, template=rf"c1:yes:{STATE}"):
    """The third step: the card."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Show it in the place of the question."""
        await interaction.response.edit_message(view=await cards.private_or_unknown(interaction, viewer, place))


class LookAheadNo(StoryControl, template=rf"c1:stay:{STATE}"):
    """Not looking ahead after all."""

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Show what they may see without, in the place of the question."""
        own = Place(place.kind, place.id)
        await interaction.response.edit_message(view=await cards.private_or_unknown(interaction, viewer, own))


def ahead_card(interaction: Interaction, viewer: Viewer, place: Place, name: str | None) -> ui.LayoutView:
    """Asks before anything later is shown: which episodes, who sees it, what stays. `name`, in markdown, is whose card."""
    later = interaction.client.show.between(viewer.finished, place.through)
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
    return card(
        Accent.CAUTION,
        text(
            "### " + _("Look ahead through {episode}?").format(episode=place.through),
            f"{phrases.finished(viewer.progress)} {will} {stays}",
        ),
        row(
            LookAheadYes.button(
                f"c1:yes:{place.custom_id}",
                _("Yes, show through {episode}").format(episode=place.through),
                style=discord.ButtonStyle.danger,
            ),
            LookAheadNo.button(f"c1:stay:{place.custom_id}", stay),
        ),
    )


CONTROLS: Final = (
    Turn,
    Mine,
    Share,
    Sources,
    Report,
    CardProgress,
    LookAhead,
    LookAheadMenu,
    AskAhead,
    LookAheadYes,
    LookAheadNo,
)
