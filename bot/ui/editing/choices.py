"""How editors name a fact or a question: choices while they type, and what they meant by what they typed."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from discord import app_commands

from bot.client import Interaction
from bot.locale import _
from bot.show.edits import ItemName, ItemQuery, Kind, State
from bot.show.episodes import Episode, Scope
from bot.show.matching.names import find, sure
from bot.show.matching.pasted import unwrapped
from bot.show.shows import Show
from bot.show.spoilers import plain
from bot.ui.editing.access import people_known, subjects_begun
from bot.ui.editing.ids import ItemAction, Target
from bot.ui.editing.words import a_thing_of, gate_words
from bot.ui.kit import phrases
from bot.ui.kit.episodes import MENU
from bot.viewer import editor_scope, is_editor

_STATES: Final[dict[str, Sequence[State]]] = {"retire": ("live", "shipped"), "restore": ("retired",)}


async def complete_items(
    interaction: Interaction, kind: Kind, typed: str, do: ItemAction
) -> list[app_commands.Choice[str]]:
    """Facts or questions to edit, retire or restore, or to read the history of: by subject, episode and words.

    Beyond what the editor has seen by the typed episode alone.
    """
    bot, guild_id = interaction.client, await _may_complete(interaction)
    if guild_id is None:
        return []
    scope = editor_scope(await bot.viewer(interaction))
    subject = sure(find(typed, await people_known(bot, scope))) if kind == "fact" and typed.strip() else None
    query = _query(bot.show, typed, scope, do, None if subject is None else subject.id)
    async with bot.limits.suggesting:
        found = await bot.store.edits.find_items(bot.show.id, guild_id, kind, query)
    names = [_names(kind, each, scope, bot.show) for each in found]
    often = Counter(name for name, _coded in names)
    choices = [
        app_commands.Choice(name=coded if each.text is not None and often[name] > 1 else name, value=str(each.id))
        for each, (name, coded) in zip(found, names, strict=True)
    ]
    beyond = bot.show.between(scope.clear, bot.show.last)
    if not choices and beyond and query.beyond is None:
        choices.append(app_commands.Choice(name=_nothing(kind, scope.clear, beyond[0]), value="0"))
    return choices


async def complete_subjects(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Everybody and everything that the editor knows and that begins, or has a word that begins, like what was typed."""
    bot, guild_id = interaction.client, await _may_complete(interaction)
    if guild_id is None:
        return []
    begun = await subjects_begun(bot, typed, editor_scope(await bot.viewer(interaction)))
    return [app_commands.Choice(name=plain(name, 100), value=str(subject)) for name, subject in begun.items()][:MENU]


async def target_meant(interaction: Interaction, guild_id: int, kind: Kind, typed: str, do: ItemAction) -> Target:
    """What was picked, by its choice's value or label, or the only thing that is like what was typed; else 0, which is nothing."""
    if picked(typed):
        return Target(kind, picked(typed))
    bot, label = interaction.client, typed.strip()
    scope = editor_scope(await bot.viewer(interaction))
    gate, _dot, rest = label.partition(" · ")
    # The words of a label, the last of which may be cut; where it names an episode only, that; else whatever was typed.
    episodes = [str(each) for each in bot.show.episodes if str(each) in gate.split()]
    alike: list[ItemName] = []
    for words in filter(None, (rest, rest.rpartition(" · ")[0], *episodes, label)):
        query = _query(bot.show, words.replace(" · ", " ").rstrip("…"), scope, do)
        alike = await bot.store.edits.find_items(bot.show.id, guild_id, kind, query)
        named = (each.id for each in alike if label in _names(kind, each, scope, bot.show))
        if (same := next(named, None)) is not None:
            return Target(kind, same)
    return Target(kind, alike[0].id if len(alike) == 1 else 0)


def picked(value: str) -> int:
    """The id in a choice; 0, which names nothing, for whatever else was typed."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 20 and int(value) < 2**63 else 0


async def _may_complete(interaction: Interaction) -> int | None:
    """The server that whoever types may edit in; discord.py runs no check before an autocomplete."""
    guild_id = interaction.guild_id
    if guild_id is None or not is_editor(interaction, await interaction.client.store.guilds.settings(guild_id)):
        return None
    return guild_id


def _query(show: Show, typed: str, scope: Scope, do: ItemAction, subject: int | None = None) -> ItemQuery:
    """What to look for where this was typed; `subject` is the id of whom it names."""
    episode = show.episode(typed)
    words = plain(unwrapped(typed), 100).lower().replace("-", " ").split()
    if episode is not None and len(words) == 1:
        words = [str(episode).lower() + " "]
    states = _STATES.get(do, ("live", "retired", "shipped"))
    return ItemQuery(words, scope.clear, subject=subject, beyond=episode, states=states, limit=MENU)


def _names(kind: Kind, each: ItemName, scope: Scope, show: Show) -> tuple[str, str]:
    """What a choice is called, and the same with a part of its id, which tells it from others that are called so."""
    first = show.episodes[0]
    if each.text is None:
        name = a_thing_of(kind, each.revealed_in, first)
    else:
        subject = [each.subject.label(scope)] if each.subject else []
        name = " · ".join((gate_words(each.revealed_in, first), *subject, each.text.label(scope)))
    return plain(name, 100), f"{plain(name, 92)} · {each.id % 16**5:05x}"


def _nothing(kind: Kind, known: Episode, later: Episode) -> str:
    """The way to what an editor has not seen; the same whether or not there is anything."""
    if kind == "fact":
        words = _("Nothing like that {through}. Type an episode, such as {later}, to list its facts.")
    else:
        words = _("Nothing like that {through}. Type an episode, such as {later}, to list its questions.")
    return plain(words.format(through=phrases.through(known), later=later), 100)
