"""“Report a problem” below /about: what went wrong, for whoever keeps the bot (`python -m bot reports`)."""

from typing import Final

import discord

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.locale import _
from bot.show.spoilers import is_blank
from bot.store.reviews import NewReview
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.queue import put_in_queue
from bot.ui.kit.replies import reply_anew
from bot.ui.member.ids import TellKeepersFormId, TellKeepersId


async def tell_keepers(interaction: Interaction, _pressed: TellKeepersId) -> None:
    """Ask what went wrong."""
    await open_problem(interaction, TellKeepersFormId(), {})


async def open_problem(interaction: Interaction, form_id: TellKeepersFormId, values: Values) -> None:
    """Open the form, with what was typed before."""
    form = Form(form_id, _("Report a problem"))
    form.add_text(
        "text", _("What went wrong?"), longest=1000, long=True, value=values.get("text", ""),
        hint=_("Whoever runs this bot reads it. What did you do, and what happened?"),
    )  # fmt: skip
    await form.show(interaction)


async def submit_problem(interaction: Interaction, _form_id: TellKeepersFormId, values: Values) -> None:
    """Keep it for whoever runs the bot; no moderator of a server reads it."""
    if is_blank(values["text"]):
        raise FormRefusedError(_("Say in a sentence what went wrong."))
    await put_in_queue(
        interaction,
        NewReview(
            "suggestion",
            show_id=interaction.client.show.id,
            guild_id=None,
            author_id=interaction.user.id,
            target_id=None,
            text=values["text"],
            source="",
            at=discord.utils.utcnow(),
            about=_("a problem with the bot"),
        ),
    )
    await reply_anew(interaction, bare(_("Thanks. Whoever runs this bot reads it.")))


HANDLERS: Final[Handlers] = {TellKeepersId: tell_keepers}
FORM_HANDLERS: Final[FormTable] = {TellKeepersFormId: FormHandlers(open_problem, submit_problem)}
