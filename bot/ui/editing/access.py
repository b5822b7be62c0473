"""What everything for editors rests on: who may edit, how far they see, what a control is about."""

import logging
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import BotError, NotAnEditorError
from bot.locale import _
from bot.show.edits import Kind
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.matching.names import Person
from bot.show.matching.pasted import unwrapped
from bot.show.matching.subjects import Subjects
from bot.ui.editing.cards import Desk, a_thing_of, dialog
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, row
from bot.viewer import is_editor, require_member

log = logging.getLogger(__name__)


# Which fact or question, and how far its editor agreed to see for its sake (0: no further than they have watched).
TARGET: Final = r"(?P<kind>fact|question):(?P<item>\d+):(?P<through>\d+)"


@dataclass(frozen=True, slots=True)
class Target:
    """What a control of editors is about."""

    kind: Kind
    item: int
    through: Episode = PREMISE

    @property
    def custom_id(self) -> str:
        """As `TARGET` reads it."""
        return f"{self.kind}:{self.item}:{self.through.ordinal}"

    @classmethod
    def of(cls, state: dict[str, str]) -> "Target":
        """From what `TARGET` read."""
        kind: Kind = "fact" if state["kind"] == "fact" else "question"
        return cls(kind, int(state["item"]), Episode.from_ordinal(int(state["through"])))


async def require_editor(interaction: "discord.Interaction[Any]", refused: type[BotError] = NotAnEditorError) -> int:
    """The server that whoever asks may edit in.

    Raises:
        NotAnEditorError: they may not; or `refused`, for what editors do beside editing.
    """
    guild_id = interaction.guild_id
    if guild_id is None or not is_editor(interaction, await interaction.client.store.guilds.settings(guild_id)):
        require_member(interaction)  # of another server no roles are known
        raise refused
    return guild_id


async def desk_of(interaction: Interaction, through: Episode = PREMISE) -> Desk:
    """How far an editor sees: what they finished, and what they agreed to see."""
    bot = interaction.client
    known = max((await bot.viewer(interaction)).finished, min(through, bot.show.last))
    return Desk(Scope.through(known), bot.show, await bot.store.facts.subjects(bot.show.id, known))


async def answer(interaction: Interaction, view: ui.LayoutView) -> None:
    """In the place of the editor's own private reply where there is one, else as a new private reply."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


class EditorControl(Control, template=r"(?!)"):
    """A control that only editors may press."""

    async def press(self, interaction: Interaction) -> None:
        """Check that, then `act`."""
        await self.act(interaction, await require_editor(interaction))

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Answer the editor who pressed."""
        raise NotImplementedError


class Keep(EditorControl, template=r"ek1"):
    """The way out of every question to an editor."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Say that nothing happened."""
        await answer(interaction, bare(_("Nothing was changed.")))


def no_such(kind: Kind, bot: FanBot) -> str:
    """The same for what never was and what an id does not name here."""
    if kind == "fact":
        words = _("I know no such fact here. Pick one from the list, or look at {all}.")
    else:
        words = _("I know no such question here. Pick one from the list, or look at {all}.")
    return words.format(all=bot.mention(f"{kind} list"))


def finished_words(desk: Desk) -> str:
    """How far the editor is."""
    if desk.scope.clear == PREMISE:
        return _("You have not finished any episode, or have not told me.")
    return _("You finished {episode}.").format(episode=desk.scope.clear)


def open_button(what: str, target: Target, label: str) -> ui.Item[Any]:
    """Opens the form or the history of something; `bot.ui.editing.controls.OpenItem` answers it."""
    return ui.Button(custom_id=f"eo1:{what}:{target.custom_id}", label=label)


def about_button(target: Target) -> list[ui.Item[Any]]:
    """Opens the form of whom and what a fact is about; a question has no such thing."""
    return [open_button("about", target, _("About…"))] if target.kind == "fact" else []


def ask_to_open(what: str, target: Target, desk: Desk, yes: ui.Item[Any] | None = None) -> ui.LayoutView:
    """Asks before an editor sees something of the episode `target.through`; `yes` opens it, where that is no plain form."""
    yes = yes or ui.Button(
        custom_id=f"eo1:{what}:{target.custom_id}", label=_("Yes, open it"), style=discord.ButtonStyle.danger
    )
    return dialog(
        _("Open {thing}?").format(thing=a_thing_of(target.kind, target.through, desk.first)),
        finished_words(desk) + " " + _("You will see what it tells. Your progress stays where it is."),
        controls=[row(yes, Keep.button("ek1", _("Not now")))],
        caution=True,
    )


async def desk_in(bot: FanBot, guild_id: int, channel_id: int) -> Desk:
    """How far a channel goes in which moderators read what the bot posts."""
    channel = bot.get_channel(channel_id)
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    # Of one that we do not see, such as a thread that sleeps, nobody knows what it inherits: what was chosen for it counts.
    server = None if channel is None else guild_id
    found = await bot.store.viewers.viewer(bot.show.id, 0, server, channel_id, parent)
    ceiling = PREMISE if found.ceiling is None else min(found.ceiling, bot.show.last)
    return Desk(Scope.through(ceiling), bot.show, await bot.store.facts.subjects(bot.show.id, ceiling))


async def post(
    bot: FanBot, guild_id: int, channel_id: int, view: ui.LayoutView, *, nonce: str | None = None
) -> discord.Message | None:
    """Post into a channel that moderators chose; what has become of it is theirs to notice, and nothing of ours to fail."""
    channel = bot.get_partial_messageable(channel_id, guild_id=guild_id)
    try:
        if nonce is None:
            return await channel.send(view=view, silent=True)
        return await channel.send(view=view, silent=True, nonce=nonce)
    except failures.ERRORS as error:
        log.warning("channel %s of server %s takes no message: %s", channel_id, guild_id, failures.reason(error))
        return None


async def subjects_begun(bot: FanBot, typed: str, known: Episode) -> dict[str, int]:
    """Everybody and everything known through `known` that begins, or has a word that begins, like what was typed."""
    begin = unwrapped(typed).casefold()
    subjects = await bot.store.facts.subjects(bot.show.id, known)
    names = {name.label(Scope.through(known)): subject for subject, name in subjects.items()}
    return {
        name: subject
        for name, subject in names.items()
        if any(word.startswith(begin) for word in (name.casefold(), *name.casefold().split()))
    }


async def people_known(bot: FanBot, known: Episode) -> list[Person]:
    """Everybody whom somebody knows who finished `known`, as the matcher of names wants them."""
    scope = Scope.through(known)
    return [
        Person(
            each.character.id,
            each.character.name.label(scope),
            tuple(spelling.label(scope) for spelling in each.spellings),
        )
        for each in await bot.store.facts.characters(bot.show.id, scope)
    ]


async def subjects_known(bot: FanBot, known: Episode) -> Subjects:
    """The reader of names of whom and what somebody knows who finished `known`."""
    scope = Scope.through(known)
    subjects = await bot.store.facts.subjects(bot.show.id, known)
    names = {subject: name.label(scope) for subject, name in subjects.items()}
    return Subjects(names, await people_known(bot, known))


CONTROLS: Final = (Keep,)
