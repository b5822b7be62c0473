"""How editors find a fact or a question: choices while they type, and lists."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from discord import app_commands, ui

from bot.client import Interaction
from bot.locale import _
from bot.show.edits import Item, ItemName, ItemQuery, Kind, State
from bot.show.episodes import Episode, Scope
from bot.show.matching.names import Person, find, sure
from bot.show.matching.pasted import unwrapped
from bot.show.shows import Show
from bot.show.spoilers import plain
from bot.ui.editing import cards
from bot.ui.editing.access import EditorControl, Target, answer, desk_of, people_known, subjects_begun
from bot.ui.editing.cards import ITEMS, Desk, a_thing_of
from bot.ui.editing.controls import open_item
from bot.ui.editing.forms import subjects_meant, unknown_words
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare, option, row
from bot.ui.kit.progress import MENU
from bot.viewer import is_editor

_STATES: Final[dict[str, Sequence[State]]] = {"retire": ("live", "shipped"), "restore": ("retired",)}


def picked(value: str) -> int:
    """The id in a choice; 0, which names nothing, for whatever else was typed."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 20 and int(value) < 2**63 else 0


async def _may_complete(interaction: Interaction) -> int | None:
    # discord.py runs no check before an autocomplete.
    guild_id = interaction.guild_id
    if guild_id is None or not is_editor(interaction, await interaction.client.store.guilds.settings(guild_id)):
        return None
    return guild_id


async def complete_items(interaction: Interaction, kind: Kind, typed: str, what: str) -> list[app_commands.Choice[str]]:
    """Facts or questions to edit, retire or restore, or to read the history of: by subject, episode and words.

    Beyond what the editor has seen by the typed episode alone.
    """
    bot, guild_id = interaction.client, await _may_complete(interaction)
    if guild_id is None:
        return []
    known = (await bot.viewer(interaction)).finished
    subject = sure(find(typed, await people_known(bot, known))) if kind == "fact" and typed.strip() else None
    async with bot.limits.suggesting:
        found = await _like(interaction, guild_id, kind, typed, known, what, subject)
    names = [_name(kind, each, known, bot.show) for each in found]
    often = Counter(name for name, _coded in names)
    choices = [
        app_commands.Choice(name=coded if each.text is not None and often[name] > 1 else name, value=str(each.id))
        for each, (name, coded) in zip(found, names, strict=True)
    ]
    beyond = bot.show.between(known, bot.show.last)
    if not choices and beyond and bot.show.episode(typed) is None:
        choices.append(app_commands.Choice(name=_nothing(kind, known, beyond[0]), value="0"))
    return choices


async def _like(
    interaction: Interaction,
    guild_id: int,
    kind: Kind,
    typed: str,
    known: Episode,
    what: str,
    subject: Person | None = None,
) -> list[ItemName]:
    bot, episode = interaction.client, interaction.client.show.episode(typed)
    words = plain(unwrapped(typed), 100).lower().replace("-", " ").split()
    if episode is not None and len(words) == 1:
        words = [str(episode).lower() + " "]
    query = ItemQuery(
        words,
        known,
        subject=None if subject is None else subject.id,
        beyond=episode,
        states=_STATES.get(what, ("live", "retired", "shipped")),
        limit=MENU,
    )
    return await bot.store.edits.find_items(bot.show.id, guild_id, kind, query)


def _name(kind: Kind, each: ItemName, known: Episode, show: Show) -> tuple[str, str]:
    """What a choice is called, and the same with a part of its id, which tells it from others that are called so."""
    scope, first = Scope.through(known), show.episodes[0]
    if each.text is None:
        name = a_thing_of(kind, each.revealed_in, first)
    else:
        subject = [each.subject.label(scope)] if each.subject else []
        name = " · ".join((cards.gate_words(each.revealed_in, first), *subject, each.text.label(scope)))
    return plain(name, 100), f"{plain(name, 92)} · {each.id % 16**5:05x}"


async def target_meant(interaction: Interaction, guild_id: int, kind: Kind, typed: str, what: str) -> Target:
    """What was picked, by its choice's value or label, or the only thing that is like what was typed; else 0, which is nothing."""
    if picked(typed):
        return Target(kind, picked(typed))
    bot, label = interaction.client, typed.strip()
    known = (await bot.viewer(interaction)).finished
    gate, _dot, rest = label.partition(" · ")
    # The words of a label, the last of which may be cut; where it names an episode only, that; else whatever was typed.
    episodes = [str(each) for each in bot.show.episodes if str(each) in gate.split()]
    alike: list[ItemName] = []
    for words in filter(None, (rest, rest.rpartition(" · ")[0], *episodes, label)):
        alike = await _like(interaction, guild_id, kind, words.replace(" · ", " ").rstrip("…"), known, what)
        named = [(each.id, _name(kind, each, known, bot.show)) for each in alike]
        if same := [each for each, names in named if label in names]:
            return Target(kind, same[0])
    return Target(kind, alike[0].id if len(alike) == 1 else 0)


def _nothing(kind: Kind, known: Episode, later: Episode) -> str:
    """The way to what an editor has not seen; the same whether or not there is anything."""
    if kind == "fact":
        words = _("Nothing like that {through}. Type an episode, such as {later}, to list its facts.")
    else:
        words = _("Nothing like that {through}. Type an episode, such as {later}, to list its questions.")
    return plain(words.format(through=phrases.through(known), later=later), 100)


async def complete_subjects(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Everybody and everything that the editor knows and that begins, or has a word that begins, like what was typed."""
    bot, guild_id = interaction.client, await _may_complete(interaction)
    if guild_id is None:
        return []
    known = (await bot.viewer(interaction)).finished
    begun = await subjects_begun(bot, typed, known)
    return [app_commands.Choice(name=plain(name, 100), value=str(subject)) for name, subject in begun.items()][:MENU]


@dataclass(frozen=True, slots=True)
class List:
    """Which list, and which page of it; `about` is a subject's id or 0."""

    kind: Kind
    changed_here: bool
    about: int = 0
    page: int = 1

    @property
    def custom_id(self) -> str:
        """As `ListTurn` reads it."""
        return f"{self.kind}:{int(self.changed_here)}:{self.about}:{self.page}"


async def list_view(interaction: Interaction, guild_id: int, which: List, about: str | None) -> None:
    """Answer with a page of a list; `about` is whom or what was typed or picked."""
    bot, desk = interaction.client, await desk_of(interaction)
    if about is not None:
        labels = {plain(name.label(desk.scope), 100): each for each, name in desk.subjects.items()}
        subject = labels.get(about.strip(), picked(about))
        if subject not in desk.subjects:
            meant, unknown = await subjects_meant(bot, about, desk.scope.clear)
            if unknown or not meant:
                await answer(interaction, bare(unknown_words(about, desk.scope.clear)))
                return
            subject = meant[0]
        which = replace(which, about=subject)
    items = await bot.store.edits.items(
        bot.show.id,
        guild_id,
        which.kind,
        about=which.about or None,
        changed_here=which.changed_here,
        through=desk.scope.clear,
        limit=ITEMS + 1,
        offset=(which.page - 1) * ITEMS,
    )
    await answer(interaction, _list(items, which, desk))


def _list(items: Sequence["Item"], which: List, desk: Desk) -> ui.LayoutView:
    shown, more = items[:ITEMS], len(items) > ITEMS
    small = [_("changed here")] if which.changed_here else []
    if which.about in desk.subjects:
        small.insert(0, desk.subjects[which.about].markdown(desk.scope))
    first = (which.page - 1) * ITEMS + 1
    controls: list[ui.ActionRow[Any]] = []
    if which.page > 1 or more:
        back, ahead = replace(which, page=max(1, which.page - 1)), replace(which, page=which.page + 1)
        controls.append(
            row(
                ListTurn.button(f"el1:back:{back.custom_id}", _("Back"), off=which.page == 1),
                ListTurn.button(f"el1:next:{ahead.custom_id}", _("Next"), off=not more),
            )
        )
    if shown:
        options = [
            option(
                f"{number} · {item.content.text.label(desk.scope)}"
                if desk.sees(cards.reach(item))
                else f"{number} · {a_thing_of(which.kind, item.content.revealed_in, desk.first)}",
                str(item.id),
            )
            for number, item in enumerate(shown, first)
        ]
        controls.append(row(ListOpen.select(f"el1:open:{which.kind}", _("Open one…"), options)))
    title = _("Facts") if which.kind == "fact" else _("Questions")
    smalls = " · ".join(small) or _("as this server has them")
    return cards.list_card(title, smalls, shown, first, desk, controls)


class ListTurn(
    EditorControl,
    template=r"el1:(?:back|next):(?P<kind>fact|question):(?P<changed>[01]):(?P<about>\d+):(?P<page>\d+)",
):
    """Back and Next in a list."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Turn the page in place."""
        kind: Kind = "fact" if self.state["kind"] == "fact" else "question"
        which = List(kind, self.state["changed"] == "1", int(self.state["about"]), max(1, int(self.state["page"])))
        await list_view(interaction, guild_id, which, None)


class ListOpen(EditorControl, template=r"el1:open:(?P<kind>fact|question)"):
    """One of the list: its history, from which everything else is a tap away."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Show it."""
        kind: Kind = "fact" if self.state["kind"] == "fact" else "question"
        await open_item(interaction, guild_id, "history", Target(kind, int(self.value)))


CONTROLS: Final = (
    ListTurn,
    ListOpen,
)
