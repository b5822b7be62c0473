"""Cards about the bot itself, and about what it keeps of a member."""

import discord
from discord import ui

from bot.locale import _
from bot.show.spoilers import escape
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, card, confirm_card, footer, line, row, small, text, title
from bot.ui.member.ids import DeleteMineId, DeleteMineNoId, DeleteMineYesId, ExportMineId, SetListedId


def about_card(show_title: str, program: str, facts: str, servers: int) -> ui.LayoutView:
    """What the bot is: its version, that of its facts, and in how many servers it is."""
    what = _("A fan bot for **{title}** that never tells you what you have not seen yet.")
    source = _(
        "Facts are retold from articles, interviews and episode guides. Each names where it was read: press **Sources** "
        "on a card. Something is wrong? Press **Report a mistake** there."
    )
    fans = _(
        "Made by fans; nobody who made or shows the series has anything to do with it. Free software, MIT licence."
    )
    return card(
        Accent.DESK,
        text(title(_("About me")), what.format(title=escape(show_title))),
        line(),
        text(
            _("Version · **{version}**").format(version=escape(program)),
            _("Facts · **{version}**").format(version=escape(facts)),
            _("Servers · **{count}**").format(count=servers),
        ),
        text(source),
        line(),
        footer(fans),
    )


def privacy_card(*, listed: bool) -> ui.LayoutView:
    """What is kept, and what can be done about it; `listed` says whether leaderboards name the member."""
    kept = (
        _("The last episode you said you finished"),
        _("Your answers in trivia, your streaks, and which practice questions you know"),
        _("Spoilers you posted: their text goes when the post is removed, and within a day after it is deleted"),
        _("What you reported, suggested and changed, and forms of yours that were refused"),
        _("Which watch-along you started, until it is over"),
        _("That you were asked before a spoiler or offered the setup, so that nobody asks again"),
        _("A message that is being tagged as a spoiler, until its episode is chosen, for an hour at most"),
    )
    never = _(
        "I read no other messages, keep no list of members, and give nothing to anybody. Moderators see what you suggest and "
        "post, and nobody sees what you finished. What a server chose goes 30 days after I was removed from it."
    )
    return card(
        Accent.DESK,
        text(title(_("Privacy")), small(_("What I keep of you, under the number that Discord calls you by"))),
        line(),
        text(*(f"- {each}" for each in kept)),
        text(never),
        line(),
        footer(_("Leaderboards list you.") if listed else _("No leaderboard lists you.")),
        row(
            button(ExportMineId(), _("Export")),
            button(SetListedId(not listed), _("Leave leaderboards") if listed else _("List me on leaderboards")),
            button(DeleteMineId(), _("Delete")),
        ),
    )


def delete_card() -> ui.LayoutView:
    """Asks before everything is deleted, which cannot be undone."""
    return confirm_card(
        _("Delete everything I keep of you?"),
        _(
            "Your progress, trivia results, streaks and suggestions are gone at once, and so is the text of your "
            "spoiler posts. Facts that moderators took from you stay, without you. Export first if you want a copy."
        ),
        button(DeleteMineYesId(), _("Yes, delete everything"), style=discord.ButtonStyle.danger),
        button(DeleteMineNoId(), _("Keep it")),
        accent=Accent.DESK,
    )


def export_card(file: discord.File) -> ui.LayoutView:
    """Goes with the file of everything that is kept."""
    return card(Accent.DESK, text(_("Everything I keep of you, as a file. Only you see it.")), ui.File(file))
