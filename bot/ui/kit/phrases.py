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
    NotAHostError,
    NotAllowedError,
    NotAMemberError,
    NotAnEditorError,
    OlderVersionError,
    PicturesWaitError,
    StoppingError,
    TooOftenError,
)
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import escape, is_blank, shown_name
from bot.ui.kit.layout import small


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
        return _("You have not told me what you finished.")
    if progress == PREMISE:
        return _("You have not finished any episode.")
    return _("You finished {episode}.").format(episode=progress)


def nobody(typed: str | None, known: Episode) -> str:
    """Where no character is found: hidden and unknown ones get the same words."""
    if typed is None or is_blank(typed):
        return _("I know nobody like that {through}. Watched further?").format(through=through(known))
    return _("I know nobody like “{typed}” {through}. Watched further?").format(
        typed=escape(typed, 80), through=through(known)
    )


def beyond(episode: Episode, progress: Episode | None, bot: Mentions) -> str:
    """For an episode that the member has not finished."""
    if progress is None:
        return _("{episode} is beyond what you told me: nothing yet. Watched further?").format(episode=episode)
    if progress == PREMISE:
        far = _("{episode} is beyond what you finished: nothing yet.").format(episode=episode)
    else:
        far = _("{episode} is beyond your {progress}.").format(episode=episode, progress=progress)
    return far + " " + _("Move on with {set}, or look ahead on purpose.").format(set=bot.mention("progress set"))


def did_you_mean(typed: str) -> str:
    """Goes above the buttons with who might be meant."""
    return _("I know nobody called “{typed}”. Did you mean one of these?").format(typed=escape(typed, 80))


def shared_by(name: str) -> str:
    """Who posted something for everybody, as small print."""
    return small(_("Shared by **{name}**").format(name=escape(shown_name(name, _("a member")))))


def not_that_far(bot: Mentions) -> str:
    """Where something may not be shared into a channel."""
    return _("This channel is not that far yet. {post} puts your own words about it behind a label.").format(
        post=bot.mention("spoiler post")
    )


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


def progress_is(episode: Episode | None, bot: Mentions) -> str:
    """What the bot remembers of a member."""
    if episode is None:
        return _("You have not told me what you finished, so I tell you only what is safe for everyone. {set}").format(
            set=bot.mention("progress set")
        )
    if episode == PREMISE:
        return _("You have not finished any episode. Move on with {set}.").format(set=bot.mention("progress set"))
    return _("You are at {episode}, in every server. Move on with {set}; {clear} forgets it.").format(
        episode=episode, set=bot.mention("progress set"), clear=bot.mention("progress clear")
    )


def progress_was_set(episode: Episode, bot: Mentions, *, first: bool) -> str:
    """After a change; the first time it also says what others can see of it."""
    if episode == PREMISE:
        done = _("Noted: you have not finished any episode. Move on with {set}.").format(
            set=bot.mention("progress set")
        )
    else:
        done = _("You are at {episode} now, in every server. {clear} forgets it.").format(
            episode=episode, clear=bot.mention("progress clear")
        )
    if not first:
        return done
    seen = _("Only you can see this. What a public card of yours tags shows others that you have seen it.")
    return f"{done}\n{small(seen)}"


def for_error(error: BotError, bot: Mentions) -> str | None:
    """The sentence for what a member did, or None where the mistake is ours."""
    match error:
        case EpisodeUnknownError():
            words = _("I know no episode “{typed}”. Pick one from the list, such as S1E4. {help} says what takes one.")
            return words.format(typed=escape(error.typed, 80), help=bot.mention("help"))
        case BotNotAllowedError():
            names = ", ".join(permission_name(each) for each in error.permissions)
            words = _("I need {permissions} in this channel for that, and nothing was changed. {help} needs nothing.")
            return words.format(permissions=f"**{names}**", help=bot.mention("help"))
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
                "That needs me in this server, which has only my commands. Somebody with Manage Server can [add me]({link})."
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
            return _("Only members who may {permission} can do that. {help} lists what you can do.").format(
                permission=permission_name(error.permission), help=bot.mention("help")
            )
        case StoppingError(begun=True):
            return _(
                "I am restarting and could not finish this. Please look in a minute whether it was done, and try again if not."
            )
        case StoppingError():
            return _("I am restarting. Please try again in a minute.")
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


def only_not_shown(error_id: str | None = None) -> str:
    """A change was made, and its answer failed; the id where the mistake is ours."""
    words = _("It is saved; I could only not show it.")
    return words if error_id is None else f"{words} ({error_id})"


def our_failure(error_id: str) -> str:
    """Whatever went wrong inside; the id finds it in the log."""
    return _("That did not work, and the mistake is ours. Please try again in a minute. ({error_id})").format(
        error_id=error_id
    )
