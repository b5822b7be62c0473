"""Cards about the bot itself, and about what it keeps of a member."""

from typing import Any

import discord
from discord import ui

from bot.locale import _
from bot.show.spoilers import escape
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, card, confirm_card, footer, heading, line, row, small, text, title
from bot.ui.kit.phrases import Mentions, keeps_nothing
from bot.ui.member.ids import (
    DeleteMineId,
    DeleteMineNoId,
    DeleteMineYesId,
    ExportMineId,
    KeepAgainId,
    KeepNothingId,
    KeepNothingYesId,
    SetListedId,
    TellKeepersId,
)


def about_card(show_title: str, program: str, facts: str, servers: int, invite: str, source: str) -> ui.LayoutView:
    """What the bot is, and ways out: its source where the program says an address, an invitation, a report."""
    what = _("A fan bot for **{title}** that never tells you what you haven’t seen yet.")
    sources = _(
        "I retell facts from articles, interviews and episode guides. **Sources** on a card says where I read them, and "
        "**Report a mistake** corrects me."
    )
    fans = _("Made by fans, not connected to Netflix or the makers of the series. Free software, MIT licence.")
    link = ui.Button[Any]
    ways: list[ui.Button[Any]] = [
        *([link(label=_("Source"), url=source)] if source else []),
        link(label=_("Invite"), url=invite),
        button(TellKeepersId(), _("Report a problem")),
    ]
    return card(
        Accent.DESK,
        text(title(_("About me")), what.format(title=escape(show_title))),
        line(),
        text(
            _("Version · **{version}**").format(version=escape(program)),
            _("Facts · **{version}**").format(version=escape(facts)),
            _("Servers · **{count}**").format(count=servers),
            "",
            sources,
        ),
        line(),
        footer(fans),
        row(*ways),
    )


def privacy_card(*, listed: bool) -> ui.LayoutView:
    """What is kept, and what can be done about it; `listed` says whether leaderboards name the member."""
    kept = (
        _("How far you said you are"),
        _("Your trivia answers, your streaks, and which practice questions you know"),
        _("Spoilers you posted; their text goes when the post is removed, or within a day after it’s deleted"),
        _("What you reported, suggested and changed, and forms I couldn’t save"),
        _("Which watch-along you started, until it’s over"),
        _("That I asked you before a spoiler or offered the setup, so that I don’t ask again"),
        _("A message while it’s being tagged as a spoiler, for an hour at most"),
    )
    never = _(
        "I read no other messages, keep no list of members, and give nothing to anybody. Moderators see what you suggest "
        "and post; nobody sees how far you are. A server’s settings are deleted 30 days after I’m removed."
    )
    return card(
        Accent.DESK,
        text(title(_("Privacy")), small(_("What I store about you, under your Discord ID"))),
        line(),
        text(*(f"- {each}" for each in kept), "", never),
        line(),
        footer(_("You’re on leaderboards") if listed else _("You’re on no leaderboard")),
        row(
            button(ExportMineId(), _("Export")),
            button(SetListedId(not listed), _("Leave leaderboards") if listed else _("List me on leaderboards")),
            button(KeepNothingId(), _("Keep nothing of me")),
            button(DeleteMineId(), _("Delete")),
        ),
    )


def nothing_kept_card(bot: Mentions) -> ui.LayoutView:
    """The same for a member who asked that nothing of them is kept."""
    return card(
        Accent.DESK,
        text(title(_("Privacy")), small(_("From now on I keep nothing of you but this wish"))),
        line(),
        text(keeps_nothing(bot), _("What I kept before stays until you delete it. **Export** shows it.")),
        row(
            button(ExportMineId(), _("Export")),
            button(KeepAgainId(), _("Keep things again")),
            button(DeleteMineId(), _("Delete")),
        ),
    )


def keep_nothing_card() -> ui.LayoutView:
    """Asks before nothing is kept any more, and whether what is kept goes too."""
    return card(
        Accent.DESK,
        text(
            heading(_("Keep nothing of you from now on?")),
            _(
                "I can’t know how far you are then. In a server my answers go as far as the channel goes, also where that is "
                "further than you’ve watched; elsewhere they tell only what is safe for everyone."
            ),
            _(
                "Whatever has to be remembered stops: games, daily questions, streaks, practice, spoiler posts, suggestions, "
                "reports and edits. I keep your Discord ID with this wish, and nothing else."
            ),
        ),
        row(
            button(KeepNothingYesId(True), _("Yes, and delete what’s there"), style=discord.ButtonStyle.danger),
            button(KeepNothingYesId(False), _("Yes, from now on")),
            button(DeleteMineNoId(), _("Not now")),
        ),
    )


def delete_card() -> ui.LayoutView:
    """Asks before everything is deleted, which cannot be undone."""
    return confirm_card(
        _("Delete everything about you?"),
        _(
            "Your progress, trivia results, streaks, suggestions and the text of your spoiler posts are gone at once. "
            "Facts that moderators took from you stay, without your name. Export first if you want a copy."
        ),
        button(DeleteMineYesId(), _("Yes, delete everything"), style=discord.ButtonStyle.danger),
        button(DeleteMineNoId(), _("Keep it")),
        accent=Accent.DESK,
    )


def export_card(file: discord.File) -> ui.LayoutView:
    """Goes with the file of everything that is kept."""
    return card(Accent.DESK, text(_("Everything I store about you, as a file. Only you see it.")), ui.File(file))
