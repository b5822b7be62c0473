"""The cards of /help: three lines and four ways to begin, and every command by audience."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE
from bot.show.shows import Show
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, card, footer, heading, line, row, safe_through, text, title
from bot.ui.kit.phrases import Mentions
from bot.ui.kit.progress import progress_menu
from bot.ui.member.ids import AllCommandsId, HelpCastId, HelpId, HelpProgressId, HelpRecapId, HelpTriviaId
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


def help_card(viewer: Viewer, show: Show, bot: Mentions) -> ui.LayoutView:
    """Where to begin."""
    head = _("I know **{title}**, and I never tell you what you haven’t seen yet.").format(title=show.name)
    ways = (
        _("**{command}** who’s who").format(command=bot.mention("character")),
        _("**{command}** ask anything").format(command=bot.mention("search")),
        _("**{command}** play").format(command=bot.mention("trivia start")),
    )
    asked = [row(progress_menu(HelpProgressId(), show, in_channel=not viewer.alone))] if viewer.is_new else []
    return card(
        Accent.DESK,
        text(title(_("Help")), head),
        line(),
        text(*ways),
        footer(_here(viewer)),
        *asked,
        row(
            button(HelpCastId(), _("Who is who")),
            button(HelpRecapId(), _("Recap")),
            button(HelpTriviaId(), _("Trivia")),
            button(AllCommandsId(), _("All commands")),
        ),
    )


def commands_card(asker: Asker, bot: Mentions) -> ui.LayoutView:
    """Every command that there is for whoever asks."""
    command = bot.mention
    groups = [_story(command), _trivia(command), _yours(command, asker)]
    if asker.is_editor:
        groups.append(_for_editors(command))
    if asker.is_moderator:
        groups.append(_for_moderators(command))
    back = button(HelpId(), _("Back"))
    return card(
        Accent.DESK, text(title(_("All commands"))), line(), *groups, line(), footer(_here(asker.viewer)), row(back)
    )


def _group(name: str, *lines: str) -> ui.TextDisplay[Any]:
    return text(heading(name), *(f"- {each}" for each in lines))


def _story(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("The story"),
        _("{command} how far you are; only you see it").format(command=command("progress set")),
        _("{command} anybody you’ve met, by name, nickname, actor or role").format(command=command("character")),
        _("{command} places, the virus, actors, the making of the show").format(command=command("lore")),
        _("{cast} everyone so far · {episode} what happens in one · {recap} to remember").format(
            cast=command("cast"), episode=command("episode"), recap=command("recap")
        ),
        _("{command} answers a plain question").format(command=command("search")),
    )


def _trivia(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("Trivia"),
        _("{start} a game for the whole channel: a quiz, who is it, which episode, what came first").format(
            start=command("trivia start")
        ),
        _("{practice} by yourself · {daily} one question a day").format(
            practice=command("trivia practice"), daily=command("trivia daily")
        ),
        _("{leaderboard} the best here · {stats} how you do").format(
            leaderboard=command("trivia leaderboard"), stats=command("trivia stats")
        ),
    )


def _yours(command: _Command, asker: Asker) -> ui.TextDisplay[Any]:
    post = _("{command} a spoiler of your own, hidden until people ask").format(command=command("spoiler post"))
    suggest = _("{command} a fact I should know, a correction, a trivia question").format(command=command("suggest"))
    return _group(
        _("Yours"),
        *([post, suggest] if asker.in_server else []),
        _("{privacy} what I store about you · {about} who I am, and how to report a problem").format(
            privacy=command("privacy"), about=command("about")
        ),
    )


def _for_editors(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("For editors"),
        _("{add} · {edit} · {history} what this server tells, who changed it, undo").format(
            add=command("fact add"), edit=command("fact edit"), history=command("fact history")
        ),
        _("{add} · {edit} the same for trivia questions").format(
            add=command("question add"), edit=command("question edit")
        ),
        _("{export} · {import_} all of it as a file · {lists} a quiz that you have as CSV, JSON or YAML").format(
            export=command("fact export"), import_=command("fact import"), lists=command("question import")
        ),
        _("{review} what members suggest and report").format(review=command("review")),
        _("{watch} an episode together, with an event, a thread and a quiz").format(watch=command("watchalong start")),
    )


def _for_moderators(command: _Command) -> ui.TextDisplay[Any]:
    return _group(
        _("For moderators"),
        _("{command} three questions, and I’m set up").format(command=command("setup")),
        _("{command} how far one channel goes, and who sees my replies").format(command=command("settings channel")),
        _("{command} limits for all channels named like an episode").format(command=command("settings rooms")),
        _("{command} the question of the day, posted in a channel").format(command=command("settings daily")),
        _("{command} everything in one view").format(command=command("settings show")),
        _("**Apps**, then **Tag as spoiler**, on a message that tells too much: I hide it behind a label"),
    )


def _here(viewer: Viewer) -> str:
    """How far replies go where the member asks."""
    if viewer.alone:
        return safe_through(viewer.finished)
    if viewer.ceiling == PREMISE:
        return _("This channel shows only what is safe for everyone")
    return _("This channel shows everything through {episode}").format(episode=viewer.ceiling)
