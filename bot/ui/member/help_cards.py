"""The card of /help: what there is, by audience."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE
from bot.ui.kit.layout import Accent, card, footer, heading, line, safe_through, text, title
from bot.ui.kit.phrases import Mentions
from bot.viewer import Viewer

_Command = Callable[[str], str]
"""How a command is written so that it can be clicked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whose help it is: what they may do here decides what there is for them."""

    viewer: Viewer
    in_server: bool
    is_editor: bool
    is_moderator: bool


def help_card(asker: Asker, show_title: str, bot: Mentions) -> ui.LayoutView:
    """One page of what there is for whoever asks."""
    command = bot.mention
    head = _("I tell you about **{title}**, and never what you have not seen yet.").format(title=show_title)
    groups = [_start(command), _trivia(command), _yours(command, asker), _limits()]
    if asker.is_editor:
        groups.append(_for_editors(command))
    if asker.is_moderator:
        groups.append(_for_moderators(command))
    return card(Accent.DESK, text(title(_("Help")), head), line(), *groups, line(), footer(_here(asker.viewer)))


def _group(name: str, *lines: str) -> ui.TextDisplay[Any]:
    return text(heading(name), *(f"- {each}" for each in lines))


def _start(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("Start here"),
        _("{command} tells me what you finished. Only you can see it.").format(command=command("progress set")),
        _("{command} is the card of anybody you have met: by name, nickname, actor or role.").format(
            command=command("character")
        ),
        _("{cast}, {episode} and {recap}: who there is, and what happened.").format(
            cast=command("cast"), episode=command("episode"), recap=command("recap")
        ),
        _("{command} answers a plain question.").format(command=command("search")),
    )


def _trivia(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("Trivia"),
        _("{start}: a game for the whole channel, with nothing beyond what the channel shows.").format(
            start=command("trivia start")
        ),
        _("{practice} and {daily}: for yourself, as far as you have watched.").format(
            practice=command("trivia practice"), daily=command("trivia daily")
        ),
        _("{leaderboard} and {stats}: who knows most here, and how you do.").format(
            leaderboard=command("trivia leaderboard"), stats=command("trivia stats")
        ),
    )


def _yours(command: _Command, asker: Asker) -> ui.TextDisplay[Any]:
    post = _("{command}: a spoiler of your own, behind a label.").format(command=command("spoiler post"))
    suggest = _("{command}: a fact or a correction, for this server's moderators.").format(command=command("suggest"))
    return _group(
        _("Yours"),
        *([post, suggest] if asker.in_server else []),
        _("{command}: what I keep of you, as a file or gone.").format(command=command("privacy")),
    )


def _limits() -> ui.TextDisplay[Any]:
    return _group(
        _("How far I go"),
        _("What I tell you privately ends with the last episode you finished."),
        _("In public the channel decides. What you have seen beyond it stands behind a tag with its episode."),
        _("**Look ahead** shows you more on purpose, and asks first."),
    )


def _for_editors(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("For editors"),
        _("{add}, {edit}, {history}: what this server tells, with who changed it and undo.").format(
            add=command("fact add"), edit=command("fact edit"), history=command("fact history")
        ),
        _("{add} and {edit}: the same for trivia questions.").format(
            add=command("question add"), edit=command("question edit")
        ),
        _("{export} and {import_}: all of it as a file.").format(
            export=command("fact export"), import_=command("fact import")
        ),
        _("{review}: what members suggest and report.").format(review=command("review")),
        _("{watch}: an episode together, with an event, a thread and a quiz.").format(
            watch=command("watchalong start")
        ),
    )


def _for_moderators(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("For moderators"),
        _("{command} makes this server safe, in three steps.").format(command=command("setup")),
        _("{command}: how far replies go in one channel or thread, and who sees them.").format(
            command=command("settings channel")
        ),
        _("{command} has everything in one view: editors, channels, time zone.").format(
            command=command("settings show")
        ),
        _("Choose **Apps**, then **Tag as spoiler** on a message that tells too much. I put it behind a label."),
    )


def _here(viewer: Viewer) -> str:
    """How far replies go where the member asks."""
    if viewer.alone:
        return safe_through(viewer.finished)
    if viewer.ceiling == PREMISE:
        return _("This channel shows only what is safe for everyone")
    return _("This channel shows everything through {episode}").format(episode=viewer.ceiling)
