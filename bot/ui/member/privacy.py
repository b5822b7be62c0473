"""What is stored of a member: shown, exported, deleted."""

import io
from typing import Any, Final

import discord
import orjson
from discord import ui

from bot.client import Interaction
from bot.limits import FILE
from bot.locale import _
from bot.show.episodes import Episode
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import Accent, bare, card, footer, line, row, text


async def privacy_card(interaction: Interaction) -> ui.LayoutView:
    """What is kept, and what can be done about it."""
    listed = await interaction.client.store.privacy.is_listed(interaction.user.id)
    label = _("Leave leaderboards") if listed else _("List me on leaderboards")
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
        text("## " + _("Privacy"), "-# " + _("What I keep of you, under the number that Discord calls you by")),
        line(),
        text(*(f"- {each}" for each in kept)),
        text(never),
        line(),
        footer(_("Leaderboards list you.") if listed else _("No leaderboard lists you.")),
        row(
            ExportButton.button("p1:export", _("Export")),
            ListedButton.button(f"p1:listed:{int(not listed)}", label),
            DeleteButton.button("p1:delete", _("Delete")),
        ),
    )


class ExportButton(Control, template=r"p1:export"):
    """Everything as a file."""

    limit = FILE

    async def press(self, interaction: Interaction) -> None:
        """Send it, privately."""
        kept = await interaction.client.store.privacy.export(interaction.user.id)
        if not kept:
            await interaction.response.send_message(view=bare(_("I keep nothing of you.")), ephemeral=True)
            return
        readable = {
            table: [{column: _readable(column, value) for column, value in each.items()} for each in rows]
            for table, rows in kept.items()
        }
        content = orjson.dumps({"user_id": str(interaction.user.id), **readable}, option=orjson.OPT_INDENT_2)
        file = discord.File(io.BytesIO(content), "what-i-keep-of-you.json")
        view = card(Accent.DESK, text(_("Everything I keep of you, as a file. Only you see it.")), ui.File(file))
        await interaction.response.send_message(view=view, file=file, ephemeral=True)


def _readable(column: str, value: Any) -> Any:
    """Episodes as they are printed; ids as text, since most programs round numbers of that length."""
    if column in {"episode", "revealed_in"} and isinstance(value, int):
        return str(Episode.from_ordinal(value))
    return str(value) if column.endswith("_id") and value is not None else value


class ListedButton(Control, template=r"p1:listed:(?P<listed>[01])"):
    """On leaderboards, or on none."""

    async def press(self, interaction: Interaction) -> None:
        """Set it and redraw."""
        listed = self.state["listed"] == "1"
        await interaction.client.store.privacy.set_listed(interaction.user.id, listed=listed)
        await interaction.response.edit_message(view=await privacy_card(interaction))


class DeleteButton(Control, template=r"p1:delete"):
    """Delete everything?"""

    async def press(self, interaction: Interaction) -> None:
        """Ask first: it cannot be undone."""
        view = card(
            Accent.DESK,
            text(
                "### " + _("Delete everything I keep of you?"),
                _(
                    "Your progress, trivia results, streaks and suggestions are gone at once, and so is the text of your "
                    "spoiler posts. Facts that moderators took from you stay, without you. Export first if you want a copy."
                ),
            ),
            row(
                DeleteYes.button("p1:yes", _("Yes, delete everything"), style=discord.ButtonStyle.danger),
                KeepButton.button("p1:keep", _("Keep it")),
            ),
        )
        await interaction.response.edit_message(view=view)


class DeleteYes(Control, template=r"p1:yes"):
    """It goes."""

    async def press(self, interaction: Interaction) -> None:
        """Delete it."""
        await interaction.client.store.privacy.forget(interaction.user.id)
        words = _("Everything I kept of you is deleted. I tell you only what is safe for everyone now.")
        await interaction.response.edit_message(view=bare(words))
        interaction.client.dispatch("member_forgotten")


class KeepButton(Control, template=r"p1:keep"):
    """It stays."""

    async def press(self, interaction: Interaction) -> None:
        """Show the card again."""
        await interaction.response.edit_message(view=await privacy_card(interaction))


CONTROLS: Final = (
    ExportButton,
    ListedButton,
    DeleteButton,
    DeleteYes,
    KeepButton,
)
