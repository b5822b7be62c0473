"""/character: the card of somebody in the show, and everything that can be pressed on it."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.models import Character, Namesake
from bot.show.names import Person, find, plausible, sure
from bot.show.spoilers import plain
from bot.ui import reports, sentences
from bot.ui.base import Control
from bot.ui.cards import CharacterPages, character_card, character_pages, promise_of, sources_card
from bot.ui.kit import Accent, bare, card, row, text
from bot.ui.pickers import MENU, ProgressMenu, episode_options
from bot.ui.reports import report_menu
from bot.viewer import Viewer

# Every control of a card says whose card, which page, how far it looks ahead (0: it does not) and, in public, who asked.
_STATE = r"(?P<character>\d+):(?P<page>\d+):(?P<through>\d+):(?P<asker>\d+)"


@dataclass(frozen=True, slots=True)
class Place:
    """Which card a control belongs to."""

    character: int
    page: int = 1  # 0: where a card that looks ahead begins to tell more
    through: Episode = PREMISE
    asker: int = 0

    @property
    def custom_id(self) -> str:
        """As `_STATE` reads it."""
        return f"{self.character}:{self.page}:{self.through.ordinal}:{self.asker}"

    @classmethod
    def of(cls, state: dict[str, str]) -> "Place":
        """From what `_STATE` read."""
        through = Episode.from_ordinal(int(state["through"]))
        return cls(int(state["character"]), int(state["page"]), through, int(state["asker"]))

    def turned(self, pages: int) -> "Place":
        """The same card, some pages on."""
        return Place(self.character, self.page + pages, self.through, self.asker)


class CardControl(Control, template=r"(?!)"):
    """A control of a character's card."""

    @property
    def place(self) -> Place:
        """The card it stands on."""
        return Place.of(self.state)


# ------------------------------------------------------------------------------------------------- replies


async def _pages(
    interaction: Interaction, character_id: int, scope: Scope, *, public: bool = False
) -> CharacterPages | None:
    """The pages of a character, or None where nobody of that id is known in the clear."""
    bot = interaction.client
    character = await bot.store.facts.character(bot.show.id, character_id, scope)
    if character is None or character.revealed_in > scope.clear:
        return None
    facts = await bot.store.facts.facts_about(character_id, scope)
    return character_pages(character, facts, scope, bot.show, public=public)


async def _private_card(interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView | None:
    """The card for the eyes of the member only, or None where they know nobody of that id."""
    ahead = place.through if place.through > viewer.finished else None
    scope = viewer.scope(private=True) if ahead is None else viewer.looking_ahead(ahead)
    pages = await _pages(interaction, place.character, scope)
    if pages is None:
        return None
    page = pages.clamp(place.page or pages.first_beyond(viewer.finished))
    place = Place(place.character, page, PREMISE if ahead is None else ahead)
    first = [*_turning(place, pages)]
    # In a direct message there is nobody to share with.
    if ahead is None and not viewer.alone:
        first.append(Share.button(f"c1:share:{place.custom_id}", _("Share")))
    second = _actions(place)
    rows = [first, second] if len(pages.pages) > 1 else [[*first, *second]]
    if viewer.progress is None:
        rows.insert(0, [CardProgress.menu(f"c1:progress:{place.custom_id}", interaction.client.show).children[0]])
    return character_card(pages, place.page, promise_of(scope, ahead=ahead), rows)


async def _public_card(interaction: Interaction, viewer: Viewer, place: Place) -> tuple[ui.LayoutView, bool] | None:
    """The card for everybody here and whether it holds tags, or None where the channel is not that far."""
    scope = viewer.scope(private=False)
    pages = await _pages(interaction, place.character, scope, public=True)
    if pages is None:
        return None
    place = Place(place.character, pages.clamp(place.page), PREMISE, interaction.user.id)
    first = [*_turning(place, pages), Mine.button(f"c1:mine:{place.custom_id}", _("All of it for me"))]
    second = _actions(place)
    rows = [first, second] if len(pages.pages) > 1 else [[*first, *second]]
    promise = promise_of(scope, ceiling=viewer.ceiling)
    return character_card(pages, place.page, promise, rows), bool(pages.later)


def _turning(place: Place, pages: CharacterPages) -> list[ui.Item[Any]]:
    if len(pages.pages) == 1:
        return []
    back, ahead = place.turned(-1), place.turned(1)
    return [
        Turn.button(f"c1:back:{back.custom_id}", _("Back"), off=place.page == 1),
        Turn.button(f"c1:next:{ahead.custom_id}", _("Next"), off=place.page == len(pages.pages)),
    ]


def _actions(place: Place) -> list[ui.Item[Any]]:
    return [
        LookAhead.button(f"c1:ahead:{place.custom_id}", _("Look ahead")),
        Sources.button(f"c1:sources:{place.custom_id}", _("Sources")),
        Report.button(f"c1:report:{place.custom_id}", _("Report a mistake")),
    ]


async def _send_private(interaction: Interaction, viewer: Viewer, view: ui.LayoutView) -> None:
    await interaction.response.send_message(view=view, ephemeral=not viewer.alone)


def _nobody(interaction: Interaction, viewer: Viewer, known: Episode, typed: str | None) -> ui.LayoutView:
    """The same for whom there is not and whom they have not met; then the way on."""
    bot, words = interaction.client, sentences.nobody(typed, known)
    if viewer.progress is None:
        # What was typed goes along, so that one tap answers the question that was asked.
        return bare(words, NobodyProgress.menu(f"c1:nobody:{plain(typed or '', 80)}", bot.show))
    return bare(words + " " + _("Move on with {set}.").format(set=bot.mention("progress set")))


async def _show(interaction: Interaction, character_id: int, *, private: bool) -> bool:
    """Answer with a character's card: public if it may be, else private. False where nobody of that id is known."""
    viewer = await interaction.client.viewer(interaction)
    place = Place(character_id)
    if not private and not viewer.alone:
        public = await _public_card(interaction, viewer, place)
        if public is not None:
            view, tagged = public
            await interaction.response.send_message(view=view, silent=tagged)
            await _offer_ceiling(interaction, viewer)
            return True
    view = await _private_card(interaction, viewer, place)
    if view is None:
        return False
    await _send_private(interaction, viewer, view)
    return True


async def _offer_ceiling(interaction: Interaction, viewer: Viewer) -> None:
    """One private line for whoever may choose the server's ceiling while it has none."""
    if interaction.guild_id is not None and not viewer.server_ceiling_is_set and interaction.permissions.manage_guild:
        words = sentences.offer_server_ceiling(interaction.client)
        await interaction.followup.send(view=bare(words), ephemeral=True)


# ------------------------------------------------------------------------------------------------- controls


class Turn(CardControl, template=rf"c1:(?:back|next):{_STATE}"):
    """Back and Next: they move a public card for whoever asked, and give everybody else a private page."""

    async def press(self, interaction: Interaction) -> None:
        """Turn the page in place."""
        viewer, place = await interaction.client.viewer(interaction), self.place
        if place.asker == interaction.user.id:
            public = await _public_card(interaction, viewer, place)
            view = public[0] if public else bare(_("This channel is not that far any more."))
            await interaction.response.edit_message(view=view)
            return
        view = await _private_card(interaction, viewer, place)
        view = view or _nobody(interaction, viewer, viewer.finished, None)
        if place.asker:
            await _send_private(interaction, viewer, view)
        else:
            await interaction.response.edit_message(view=view)


class Mine(CardControl, template=rf"c1:mine:{_STATE}"):
    """All of it for me: the presser's own private card."""

    async def press(self, interaction: Interaction) -> None:
        """Answer privately, at the presser's own scope."""
        viewer = await interaction.client.viewer(interaction)
        view = await _private_card(interaction, viewer, Place(self.place.character))
        await _send_private(interaction, viewer, view or _nobody(interaction, viewer, viewer.finished, None))


class Share(CardControl, template=rf"c1:share:{_STATE}"):
    """Posts the card as a public reply of the presser would be."""

    async def press(self, interaction: Interaction) -> None:
        """Post it, unless the channel is not that far."""
        viewer = await interaction.client.viewer(interaction)
        public = await _public_card(interaction, viewer, Place(self.place.character))
        if public is None:
            await _send_private(interaction, viewer, bare(_("This channel is not that far yet.")))
            return
        view, tagged = public
        await interaction.response.send_message(view=view, silent=tagged)
        await _offer_ceiling(interaction, viewer)


class PageControl(CardControl, template=r"(?!)"):
    """A control that answers privately about the facts of a page of the presser's own card."""

    async def press(self, interaction: Interaction) -> None:
        """Answer at the presser's scope, which is further only on a card that looks ahead."""
        viewer, place = await interaction.client.viewer(interaction), self.place
        ahead = place.through if not place.asker and place.through > viewer.finished else None
        scope = viewer.scope(private=True) if ahead is None else viewer.looking_ahead(ahead)
        pages = await _pages(interaction, place.character, scope)
        if pages is None:
            view = _nobody(interaction, viewer, viewer.finished, None)
        else:
            view = self.answer(pages, pages.clamp(place.page), promise_of(scope, ahead=ahead))
        await _send_private(interaction, viewer, view)

    def answer(self, pages: CharacterPages, page: int, promise: str) -> ui.LayoutView:
        """What there is to say about that page."""
        raise NotImplementedError


class Sources(PageControl, template=rf"c1:sources:{_STATE}"):
    """Where the facts of a page were read."""

    def answer(self, pages: CharacterPages, page: int, promise: str) -> ui.LayoutView:
        """The facts once more, each with the names of sites."""
        return sources_card(pages, page, promise, report_menu(pages.facts(page), pages.scope))


class Report(PageControl, template=rf"c1:report:{_STATE}"):
    """Which fact of a page is wrong?"""

    def answer(self, pages: CharacterPages, page: int, promise: str) -> ui.LayoutView:
        """The facts to choose from."""
        menu = report_menu(pages.facts(page), pages.scope)
        if menu is None:
            return bare(_("There is nothing on this page to report."))
        return bare(_("Which of these is wrong?"), menu)


class LookAhead(CardControl, template=rf"c1:ahead:{_STATE}"):
    """The first step of looking ahead: how far?"""

    async def press(self, interaction: Interaction) -> None:
        """Ask, in a private reply of its own."""
        bot = interaction.client
        viewer, place = await bot.viewer(interaction), self.place
        character = await _known(interaction, viewer, place)
        if character is None:
            await _send_private(interaction, viewer, _nobody(interaction, viewer, viewer.finished, None))
            return
        later = bot.show.between(viewer.finished, bot.show.last)
        if not later:
            words = _("You finished {episode}, the last episode I know.").format(episode=viewer.finished)
            await _send_private(interaction, viewer, bare(words))
            return
        how_far = _("How far may this card about {name} go?").format(
            name=character.name.markdown(viewer.scope(private=True))
        )
        menu = LookAheadMenu.select(f"c1:through:{place.character}", _("Show it through…"), episode_options(later))
        words = text("### " + _("Look ahead"), f"{_finished(viewer)} {how_far}")
        await _send_private(interaction, viewer, card(Accent.CAUTION, words, row(menu)))


class LookAheadMenu(Control, template=r"c1:through:(?P<character>\d+)"):
    """The second step: are you sure?"""

    async def press(self, interaction: Interaction) -> None:
        """Name the episodes, and what stays as it is."""
        bot = interaction.client
        viewer, through = await bot.viewer(interaction), Episode.from_ordinal(int(self.value))
        place = Place(int(self.state["character"]), page=0, through=through)
        character = await _known(interaction, viewer, place)
        later = bot.show.between(viewer.finished, through)
        if character is None or not later:
            await interaction.response.edit_message(view=await _private_or_nobody(interaction, viewer, place))
            return
        name = character.name.markdown(viewer.scope(private=True))
        if len(later) == 1:
            will = _("You will see what {last} tells about {name}.").format(last=through, name=name)
        else:
            will = _("You will see what {first} to {last} tell about {name}.").format(
                first=later[0], last=through, name=name
            )
        stays = _("Only you see it, and your progress stays where it is.")
        stay = (
            _("Stay at {episode}").format(episode=viewer.finished)
            if viewer.finished > PREMISE
            else _("Stay at the start")
        )
        view = card(
            Accent.CAUTION,
            text(
                "### " + _("Look ahead through {episode}?").format(episode=through),
                f"{_finished(viewer)} {will} {stays}",
            ),
            row(
                LookAheadYes.button(
                    f"c1:yes:{place.custom_id}",
                    _("Yes, show through {episode}").format(episode=through),
                    style=discord.ButtonStyle.danger,
                ),
                LookAheadNo.button(f"c1:stay:{place.custom_id}", stay),
            ),
        )
        await interaction.response.edit_message(view=view)


class LookAheadYes(CardControl, template=rf"c1:yes:{_STATE}"):
    """The third step: the card."""

    async def press(self, interaction: Interaction) -> None:
        """Show it in the place of the question."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.edit_message(view=await _private_or_nobody(interaction, viewer, self.place))


class LookAheadNo(CardControl, template=rf"c1:stay:{_STATE}"):
    """Not looking ahead after all."""

    async def press(self, interaction: Interaction) -> None:
        """Show their own card in the place of the question."""
        viewer = await interaction.client.viewer(interaction)
        view = await _private_or_nobody(interaction, viewer, Place(self.place.character))
        await interaction.response.edit_message(view=view)


class CardProgress(ProgressMenu, template=rf"c1:progress:{_STATE}"):
    """The one-tap menu on a private card."""

    async def redraw(self, interaction: Interaction) -> None:
        """The same card, now as far as they have watched."""
        viewer = await interaction.client.viewer(interaction)
        view = await _private_or_nobody(interaction, viewer, Place(int(self.state["character"])))
        await interaction.response.edit_message(view=view)


class NobodyProgress(ProgressMenu, template=r"c1:nobody:(?P<typed>.*)"):
    """The one-tap menu where nobody was found."""

    async def redraw(self, interaction: Interaction) -> None:
        """Look once more, now as far as they have watched."""
        viewer, typed = await interaction.client.viewer(interaction), self.state["typed"]
        view = None
        if typed:
            character, others = await _meant(interaction, typed, viewer.scope(private=True))
            if character is not None:
                view = await _private_card(interaction, viewer, Place(character.id))
            elif others:
                view = _did_you_mean(typed, others)
        await interaction.response.edit_message(
            view=view or _nobody(interaction, viewer, viewer.finished, typed or None)
        )


class DidYouMean(Control, template=r"c1:meant:(?P<character>\d+)"):
    """One of those who might be meant."""

    async def press(self, interaction: Interaction) -> None:
        """Their private card, in the place of the question."""
        viewer = await interaction.client.viewer(interaction)
        view = await _private_or_nobody(interaction, viewer, Place(int(self.state["character"])))
        await interaction.response.edit_message(view=view)


CONTROLS = (
    Turn, Mine, Share, Sources, Report, LookAhead, LookAheadMenu, LookAheadYes, LookAheadNo, CardProgress, NobodyProgress,
    DidYouMean,
)  # fmt: skip


async def _private_or_nobody(interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView:
    view = await _private_card(interaction, viewer, place)
    return view or _nobody(interaction, viewer, viewer.finished, None)


async def _known(interaction: Interaction, viewer: Viewer, place: Place) -> Character | None:
    bot = interaction.client
    return await bot.store.facts.character(bot.show.id, place.character, viewer.scope(private=True))


def _finished(viewer: Viewer) -> str:
    if viewer.progress is None:
        return _("You have not told me what you finished.")
    if viewer.progress == PREMISE:
        return _("You have not finished any episode.")
    return _("You finished {episode}.").format(episode=viewer.progress)


# -------------------------------------------------------------------------------------------------- command


def _people(namesakes: list[Namesake], scope: Scope) -> list[Person]:
    """What the matcher of names works on: labels of what the scope knows."""
    return [
        Person(
            each.character.id,
            each.character.name.label(scope),
            tuple(spelling.label(scope) for spelling in each.spellings),
            tuple(a.label(scope) for a in (each.character.actor, *each.character.actor_also) if a),
            each.character.role.label(scope) if each.character.role else "",
            tuple(role.label(scope) for role in each.earlier_roles),
        )
        for each in namesakes
    ]


async def _meant(interaction: Interaction, typed: str, scope: Scope) -> tuple[Person | None, list[Person]]:
    """Whom somebody means by what they typed, or at most three who might be meant."""
    bot = interaction.client
    matches = find(typed, _people(await bot.store.facts.characters(bot.show.id, scope), scope))
    return sure(matches), [match.person for match in plausible(matches)]


def _did_you_mean(typed: str, people: list[Person]) -> ui.LayoutView:
    buttons = [DidYouMean.button(f"c1:meant:{person.id}", person.name) for person in people]
    return bare(sentences.did_you_mean(typed), row(*buttons))


class CharacterCog(commands.Cog):
    """Who is who, as far as the member and the channel have watched."""

    @app_commands.command(description="Who is who, as far as you and this channel have watched")
    @app_commands.describe(name="A name, a nickname, an actor or a role", private="Show it only to you")
    async def character(
        self, interaction: Interaction, name: app_commands.Range[str, 1, 100], private: bool = False
    ) -> None:
        """Answer with the card of whoever is meant."""
        viewer = await interaction.client.viewer(interaction)
        picked = _picked(name)
        if picked is not None and await _show(interaction, picked, private=private):
            return
        scope, mine = viewer.widest(private=private), viewer.scope(private=True)
        person, others = await _meant(interaction, name, scope)
        if person is not None and await _show(interaction, person.id, private=private):
            return
        if scope != mine:
            # Who might be meant is answered privately, and so at the member's own scope, even where the channel is further.
            _person, others = await _meant(interaction, name, mine)
        view = _did_you_mean(name, others) if others else _nobody(interaction, viewer, scope.tagged, name)
        await _send_private(interaction, viewer, view)

    @character.autocomplete("name")
    async def complete_name(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Whoever the reply that would follow may be about."""
        bot = interaction.client
        viewer = await bot.viewer(interaction)
        private = bool(getattr(interaction.namespace, "private", False))
        scope = Scope.through(viewer.scope(private=private).tagged)
        people = _people(await bot.store.facts.characters(bot.show.id, scope), scope)
        return [
            app_commands.Choice(name=_choice(match.person), value=str(match.person.id))
            for match in find(typed, people, limit=MENU)
        ]


def _picked(name: str) -> int | None:
    """The id in a choice that was picked; ids have 63 bits, and anybody can type digits."""
    return int(name) if name.isascii() and name.isdecimal() and len(name) < 20 and int(name) < 2**63 else None


def _choice(person: Person) -> str:
    words = f"{person.name} · {person.role}" if person.role else person.name
    return words if len(words) <= 100 else f"{words[:99]}…"


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    bot.add_dynamic_items(*CONTROLS, *reports.CONTROLS)
    bot.add_forms(*reports.FORMS)
    await bot.add_cog(CharacterCog())
