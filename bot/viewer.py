"""Who is looking: resolves, in this one place, what a reply to an interaction may show (spoilers.md)."""

from dataclasses import dataclass, replace
from typing import Final, NewType, TypeAlias

import discord

from bot.errors import BotNotAllowedError, NotAMemberError
from bot.locale import spoken
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.show.spoilers import Spoiler
from bot.store import Store
from bot.store.guilds import GuildSettings
from bot.store.viewers import Place

OpenScope = NewType("OpenScope", Scope)
"""What everybody in a place may know, `tagged == clear`. All that is seen of a public reply beside its tags is decided at it:
that it is public at all, whom the words of a command mean, what stands in which order, which buttons there are."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """One member in one place: what they finished, and what that place may show in the clear."""

    progress: Episode | None
    ceiling: Episode
    alone: bool  # nobody else reads here: the member's own DM with the bot
    private_here: bool  # moderators chose that every reply in this channel is for whoever asked
    hides_tags: bool  # moderators chose that public replies leave out what they would tag
    by_channel: bool = False  # instead of saying what they finished they chose to go by the channel
    keeps_nothing: bool = False  # they chose that nothing of them is kept: then they go by the channel too

    @property
    def is_new(self) -> bool:
        """Whether they never said how far they are: then nothing is public that they ask for, and they are asked once."""
        return self.progress is None and not self.by_channel

    @property
    def finished(self) -> Episode:
        """How far they are: what they finished, or this channel's ceiling where they go by it; PREMISE while they are new."""
        if self.progress is not None:
            return self.progress
        return self.ceiling if self.by_channel else PREMISE

    def scope(self, *, private: bool) -> Scope:
        """What a reply may show that only this member reads, or that everybody here does."""
        if private or self.alone:
            return Scope.through(self.finished)
        clear = min(self.ceiling, self.finished)
        return Scope(clear, clear if self.hides_tags else self.finished)

    def openly(self, *, private: bool) -> OpenScope | None:
        """What a reply that everybody here reads is decided at; None where the reply is for the member alone."""
        if private or self.alone or self.private_here or self.is_new:
            return None
        return OpenScope(Scope.through(self.scope(private=False).clear))

    def in_the_clear(self, *, private: bool) -> Scope:
        """What such a reply shows without a tag: pictures and lists of names have none."""
        return Scope.through(self.scope(private=private).clear)

    def typing(self, *, private: bool) -> Scope:
        """What autocomplete offers to whoever types: it is theirs alone, and the reply may tag it."""
        return Scope.through(self.scope(private=private).tagged)

    def widest(self, *, private: bool) -> Scope:
        """How far a thing that they ask for by name is looked for: a public reply may turn private for its sake."""
        return Scope.through(max(self.scope(private=private).tagged, self.scope(private=True).tagged))

    def in_private(self) -> "Viewer":
        """Of them what may show in a private reply: whoever is the same in private gets the same one."""
        ceiling = self.ceiling if self.is_new or self.by_channel else PREMISE
        return replace(self, ceiling=ceiling, private_here=False, hides_tags=False)

    def looking_ahead(self, through: Episode) -> Scope:
        """What a private reply shows, in plain text, after the member asked on purpose to see `through`."""
        return Scope.through(max(self.finished, through))


NOBODY: Final = Viewer(None, PREMISE, alone=False, private_here=False, hides_tags=False)
"""Whom a public card is made for that is kept for anybody."""


def channel_scope(ceiling: Episode) -> OpenScope:
    """What everybody in a channel with this ceiling may see, whoever asks: games, watch-alongs, review cards."""
    return OpenScope(Scope.through(ceiling))


def editor_scope(viewer: Viewer, through: Episode = PREMISE) -> Scope:
    """What an editor is shown: what they finished, and what they agreed to see for the sake of one fact."""
    return Scope.through(max(viewer.finished, through))


def keeper_scope(gate: Episode) -> Scope:
    """What whoever keeps the bot reads in its terminal: everything, such as something with this gate."""
    return Scope.through(gate)


def repeating(shown: Spoiler) -> Scope:
    """The scope of a text that is only repeated to a member: it stands on the message whose button they pressed."""
    return Scope.through(shown.revealed_in)


Edition: TypeAlias = tuple[str, int | None]
"""Of the facts that are told in a server: of the pack, and of the server's own layer. The same edition is the same facts."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one read finds out before any reply."""

    viewer: Viewer
    edition: Edition
    language: str  # of what stands in public here
    has_news: bool  # something of theirs was decided or tagged, and they have not heard of it
    layer: int | None = None  # the server, where it tells anything of its own


async def visit(interaction: discord.Interaction, store: Store, show: Show) -> Visit:
    """Who is looking, at what, in one read. A channel of a server that cannot be read, such as one of a new type, shows nothing."""
    channel = interaction.channel
    unknown = channel is None and interaction.guild_id is not None
    row = await store.viewers.viewer(show.id, interaction.user.id, place_of(interaction.guild_id, channel))
    looking = Viewer(
        progress=None if row.progress is None else min(row.progress, show.last),
        ceiling=PREMISE
        if row.ceiling is None or unknown or not is_installed(interaction)
        else min(row.ceiling, show.last),
        alone=is_alone(interaction),
        private_here=row.replies_privately or unknown,
        hides_tags=row.hides_tags,
        by_channel=row.by_channel,
        keeps_nothing=row.keeps_nothing,
    )
    language = row.language or spoken(str(interaction.guild_locale or ""))
    layer = None if row.edition[1] is None else interaction.guild_id
    return Visit(looking, row.edition, language, row.has_news, layer)


def is_alone(interaction: discord.Interaction) -> bool:
    """Whether nobody else reads here: the member's own direct messages with the bot."""
    return interaction.guild_id is None and interaction.context.dm_channel


def place_of(guild_id: int | None, channel: object) -> Place:
    """Where a channel or thread stands, as far as Discord says it."""
    channel_id: int | None = getattr(channel, "id", None)
    if isinstance(channel, discord.Thread):
        parent = channel.parent
        category = None if parent is None else parent.category_id
        return Place(guild_id, channel_id, channel.parent_id, category, is_known=parent is not None)
    return Place(guild_id, channel_id, None, getattr(channel, "category_id", None), is_known=channel is not None)


def place_in(client: discord.Client, guild_id: int, channel_id: int) -> Place:
    """Where a channel stands in which the bot posts by itself.

    Of one that we do not see, such as a thread that sleeps, nobody knows what it inherits: what was chosen for it counts.
    """
    return replace(place_of(guild_id, client.get_channel(channel_id)), channel_id=channel_id)


def server_permissions(interaction: discord.Interaction) -> discord.Permissions:
    """What whoever asks may do in the whole server, by their roles; nothing where those are not known.

    `interaction.permissions` is what they may do in one channel: that may be their own.
    """
    member = interaction.user
    return member.guild_permissions if isinstance(member, discord.Member) else discord.Permissions.none()


def is_editor(interaction: discord.Interaction, settings: GuildSettings) -> bool:
    """Whether whoever asks may change what the server tells: by the editors' role, or by Manage Messages in the server."""
    member = interaction.user
    has_role = isinstance(member, discord.Member) and settings.editors in {role.id for role in member.roles}
    return has_role or server_permissions(interaction).manage_messages


def is_moderator_here(interaction: discord.Interaction, settings: GuildSettings) -> bool:
    """Whether whoever asks may end or remove what stands in this channel: an editor, or by Manage Messages in it."""
    return interaction.permissions.manage_messages or is_editor(interaction, settings)


def require_member(interaction: discord.Interaction) -> None:
    """Check that the bot itself is in this server, which may have only its commands.

    Raises:
        NotAMemberError: it is not.
    """
    if interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is None:
        raise NotAMemberError


def require(interaction: discord.Interaction, *permissions: str) -> None:
    """Check that the bot itself may do these things in this channel, by Discord's names of the permissions.

    Raises:
        NotAMemberError: it is not in this server at all.
        BotNotAllowedError: with the names of those that it lacks.
    """
    require_member(interaction)
    if isinstance(interaction.channel, discord.Thread):
        permissions = tuple("send_messages_in_threads" if each == "send_messages" else each for each in permissions)
    missing = [each for each in permissions if not getattr(interaction.app_permissions, each)]
    if missing:
        raise BotNotAllowedError(missing)


def is_installed(interaction: discord.Interaction) -> bool:
    """Whether this is a server that installed the bot: only there moderators chose what a channel may show."""
    if interaction.guild_id is None:
        return False
    if interaction.is_guild_integration():
        return True
    # The owners name what the command was allowed by; a member who brought the bot along is the only one in them. Where
    # they name nobody, the bot has the servers that it is a member of.
    return not interaction.is_user_integration() and interaction.client.get_guild(interaction.guild_id) is not None
