"""Replies of one sentence: what happened, what to do now, a clickable command."""

from datetime import timedelta
from typing import Protocol

from discord.utils import format_dt

from bot.errors import (
    BotError,
    BotNotAllowedError,
    EpisodeUnknownError,
    FormRefusedError,
    ImportRunningError,
    KeepsNothingError,
    NotAHostError,
    NotAllowedError,
    NotAMemberError,
    NotAnEditorError,
    OlderVersionError,
    PicturesWaitError,
    StoppingError,
    TooOftenError,
)
from bot.locale import _, ngettext, sentences
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import escape, is_blank, shown_name
from bot.ui.kit.layout import safe_through, small


class Mentions(Protocol):
    """Whoever knows the ids under which Discord has our commands."""

    def mention(self, command: str) -> str:
        """The command as Discord makes it clickable."""
        ...

    @property
    def invite(self) -> str:
        """The address that adds the bot to a server."""
        ...


def through(episode: Episode) -> str:
    """How a sentence says how far somebody is."""
    return _("before the first episode") if episode == PREMISE else _("through {episode}").format(episode=episode)


def finished(progress: Episode | None) -> str:
    """What a member said they finished, to themself."""
    if progress is None:
        return _("You haven’t told me what you finished.")
    if progress == PREMISE:
        return _("You haven’t finished an episode yet.")
    return _("You finished {episode}.").format(episode=progress)


def up_to(known: Episode) -> str:
    """How far was looked for something."""
    return _("before the first episode") if known == PREMISE else _("up to {episode}").format(episode=known)


def nobody(typed: str | None, known: Episode, *, thing: bool = False) -> str:
    """The same for whom there is not and whom the member has not met yet; a `thing` is a place, the virus and the like."""
    if thing and typed is not None and not is_blank(typed):
        return _("Nothing called “{typed}” {up_to}.").format(typed=escape(typed, 80), up_to=up_to(known))
    if typed is None or is_blank(typed):
        return _("Nobody like that {up_to}.").format(up_to=up_to(known))
    return _("Nobody called “{typed}” {up_to}.").format(typed=escape(typed, 80), up_to=up_to(known))


def beyond(episode: Episode, finished: Episode, *, by_channel: bool) -> str:
    """For an episode that the member has not finished."""
    if finished == PREMISE and not by_channel:
        return _("You haven’t finished an episode yet, and {episode} comes later.").format(episode=episode)
    if finished == PREMISE:
        return _("This channel tells only what is safe for everyone, and {episode} comes later.").format(
            episode=episode
        )
    if by_channel:
        return _("This channel goes through {finished}, and {episode} comes after it.").format(
            finished=finished, episode=episode
        )
    return _("You’re at {finished}, and {episode} comes after it.").format(finished=finished, episode=episode)


def promise(episode: Episode, bot: Mentions) -> str:
    """What the footer of a card of the story says; where that is little, also how to see more."""
    if episode == PREMISE:
        return _("Safe for everyone. {set} shows you more").format(set=bot.mention("progress set"))
    return safe_through(episode)


def did_you_mean(typed: str, known: Episode, candidates: int, *, thing: bool = False) -> str:
    """Goes above the buttons with who might be meant."""
    which = ngettext("Did you mean this one?", "Did you mean one of these?", candidates)
    return sentences(nobody(typed, known, thing=thing), which)


def shared_by(name: str) -> str:
    """Who posted something for everybody, as small print."""
    return small(_("Shared by **{name}**").format(name=escape(shown_name(name, _("a member")))))


def not_that_far() -> str:
    """Where something may not be shared into a channel; what goes instead is a button below it."""
    return _("This channel isn’t that far yet.")


def always_private(bot: Mentions) -> str:
    """Where moderators chose that nothing is shared into a channel."""
    return _("Replies in this channel are always private. With Manage Server, {settings} changes that.").format(
        settings=bot.mention("settings channel")
    )


def draft_gone(bot: Mentions) -> str:
    """Where what somebody typed is not kept any more."""
    return _("This draft is gone: it was saved meanwhile. {help} lists what you can do.").format(
        help=bot.mention("help")
    )


def keeps_nothing(bot: Mentions) -> str:
    """How far replies go for a member of whom nothing is kept."""
    return _(
        "I keep nothing of you: in a server I tell you what everybody may read in that channel, elsewhere only what is safe "
        "for everyone. {privacy} changes that."
    ).format(privacy=bot.mention("privacy"))


def progress_is(episode: Episode | None, bot: Mentions, *, by_channel: bool = False) -> str:
    """What the bot remembers of a member."""
    if by_channel:
        return _(
            "You go by the channel: I tell you what everybody may read there. {set} says how far you are; {clear} forgets it."
        ).format(set=bot.mention("progress set"), clear=bot.mention("progress clear"))
    if episode is None:
        return _(
            "You haven’t told me how far you are, so I tell you only what is safe for everyone. {set} changes that."
        ).format(set=bot.mention("progress set"))
    if episode == PREMISE:
        return _("You haven’t finished an episode yet. Move on with {set}.").format(set=bot.mention("progress set"))
    return _("You’re at {episode}, in every server. Move on with {set}; {clear} forgets it.").format(
        episode=episode, set=bot.mention("progress set"), clear=bot.mention("progress clear")
    )


def progress_was_set(episode: Episode, bot: Mentions, *, first: bool) -> str:
    """After a change; the first time it also says what others can see of it."""
    if episode == PREMISE:
        done = _("Saved: you haven’t finished an episode yet. Move on with {set}.").format(
            set=bot.mention("progress set")
        )
    else:
        done = _("Saved: {episode}, in every server. {clear} forgets it.").format(
            episode=episode, clear=bot.mention("progress clear")
        )
    return f"{done}\n{small(others_see())}" if first else done


def saved(episode: Episode | None, *, first: bool) -> str:
    """The same above a card that shows the difference at once; None: they go by the channel."""
    if episode is None:
        done = _("Saved: you go by the channel.")
    elif episode == PREMISE:
        done = _("Saved: nothing yet.")
    else:
        done = _("Saved: {episode}.").format(episode=episode)
    return f"{done}\n{small(others_see())}" if first and episode is not None else done


def others_see() -> str:
    """What a member shows of how far they are: said once."""
    return _("Only you see this. What your public cards put behind spoiler bars shows others that you’ve seen it.")


def for_error(error: BotError, bot: Mentions) -> str | None:
    """The sentence for what a member did, or None where the mistake is ours."""
    match error:
        case EpisodeUnknownError():
            words = _(
                "I don’t know an episode “{typed}”. Pick one from the list, such as S1E4. {help} lists what you can do."
            )
            return words.format(typed=escape(error.typed, 80), help=bot.mention("help"))
        case BotNotAllowedError():
            names = ", ".join(permission_name(each) for each in error.permissions)
            words = _(
                "I need {permissions} in this channel for that, so nothing was changed. A moderator can allow it; {help} works without."
            )
            return words.format(permissions=f"**{names}**", help=bot.mention("help"))
        case KeepsNothingError():
            words = _("You asked me to keep nothing of you, and I’d have to for this. {privacy} changes that.")
            return words.format(privacy=bot.mention("privacy"))
        case FormRefusedError():
            return error.sentence
        case TooOftenError():
            # Discord counts whole seconds: the next one, so that nobody comes back too early.
            when = format_dt(error.until + timedelta(seconds=1), "R")
            if error.of_server:
                return _("This server asked me for a lot just now. Try again {when}.").format(when=when)
            return _("You asked me for a lot just now. Try again {when}.").format(when=when)
        case PicturesWaitError():
            return _("Many pictures are waiting to be drawn. Please try again in a minute.")
        case ImportRunningError():
            return _("A file is being read for this server already. Try again when that is done.")
        case NotAMemberError():
            return _(
                "That only works where I’m a member, and this server has only my commands. Somebody with Manage Server can [add me]({link})."
            ).format(link=bot.invite)
        case NotAnEditorError():
            return _("Only editors can change facts. {suggest} sends yours to them.").format(
                suggest=bot.mention("suggest")
            )
        case NotAHostError():
            return _(
                "Only editors and members with Manage Messages in the whole server can do that. {help} lists what you can do."
            ).format(help=bot.mention("help"))
        case NotAllowedError():
            return _("Only members with {permission} can do that. {help} lists what you can do.").format(
                permission=permission_name(error.permission), help=bot.mention("help")
            )
        case StoppingError():
            begun = _(
                "I’m restarting and couldn’t finish this. Please look in a minute whether it was done, and try again if not."
            )
            return begun if error.begun else _("I’m restarting. Please try again in a minute.")
        case OlderVersionError():
            return _("That was from an older version. {help} lists what there is now.").format(help=bot.mention("help"))
        case _:
            return None


def permission_name(permission: str) -> str:
    """A permission as Discord's own settings call it."""
    return {
        "manage_guild": _("Manage Server"),
        "manage_messages": _("Manage Messages"),
        "view_channel": _("View Channel"),
        "send_messages": _("Send Messages"),
        "send_messages_in_threads": _("Send Messages in Threads"),
        "attach_files": _("Attach Files"),
        "read_message_history": _("Read Message History"),
        "create_public_threads": _("Create Public Threads"),
        "create_events": _("Create Events"),
    }.get(permission, permission)


def topic_name(topic: str) -> str:
    """One of the four topics that members choose by, as they read it."""
    return {
        "people": _("people"),
        "places": _("places"),
        "story": _("story"),
        "behind the scenes": _("behind the scenes"),
    }[topic]


def only_not_shown(error_id: str | None = None) -> str:
    """A change was made, and its answer failed; the id where the mistake is ours."""
    words = _("It’s saved; I just couldn’t show it.")
    return words if error_id is None else f"{words} ({error_id})"


def our_failure(error_id: str, bot: Mentions) -> str:
    """Whatever went wrong inside; the id finds it in the log."""
    words = _("That did not work, and the mistake is ours. Please try again in a minute, or tell us with {about}.")
    return f"{words.format(about=bot.mention('about'))} ({error_id})"
