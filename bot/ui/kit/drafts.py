"""All of "nothing typed is lost".

What a submit holds is stored as a draft before anything else is done with it, unless its form says that there is nothing to keep
(`FormId.keeps`). A draft is in one of these states:

- `received`: it is being answered. Once that went well, it is deleted.
- `answered`: its author was told that it is not saved. It waits behind **Edit again**.
- `interrupted`: nobody could be told, or a kill came in between. Its author is told at their next command in that server.
"""

import io
import logging
from typing import Any

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import BotError, KeepsNothingError, OlderVersionError
from bot.limits import DRAFT
from bot.locale import _, sentences
from bot.store.database import has_saved
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.errors import answer_error, begin, use
from bot.ui.kit.forms import FormTable, Values, form_values
from bot.ui.kit.ids import ControlId, FormId, IdReader
from bot.ui.kit.layout import bare, row
from bot.ui.kit.presses import Handler
from bot.ui.kit.replies import reply_anew

log = logging.getLogger(__name__)


class EditAgainId(ControlId, prefix="d1:again"):
    """Opens a form that was not saved, with everything that was typed into it."""

    draft: int


def edits_again(table: FormTable) -> Handler:
    """The handler of `EditAgainId`: it opens any form of `table`."""
    forms = IdReader(table)

    async def edit_again(interaction: Interaction, pressed: EditAgainId) -> None:
        bot, drafts = interaction.client, interaction.client.store.drafts
        draft = await drafts.draft(interaction.user.id, pressed.draft)
        form_id = forms.read(draft.custom_id) if draft else None
        if draft is None or form_id is None:  # it was saved meanwhile
            await reply_anew(interaction, bare(phrases.draft_gone(bot)))
            return
        await drafts.set_reopened(draft.id)
        await table[type(form_id)].open(interaction, form_id, draft.values)

    return edit_again


def again(draft: int) -> ui.Button[Any]:
    """Opens the form once more, with everything that was typed."""
    return button(EditAgainId(draft), _("Edit again"))


async def keep(interaction: Interaction, form_id: FormId, values: Values) -> int:
    """Keep what was typed for this form, and give the draft's id: its author is being told."""
    return await interaction.client.store.drafts.add_draft(
        interaction.user.id, interaction.guild_id, str(form_id), values, discord.utils.utcnow(), answered=True
    )


class Submits:
    """Hears the submits of all forms; see the states above."""

    def __init__(self, bot: FanBot, table: FormTable) -> None:
        self._drafts, self._shards = bot.store.drafts, bot.cluster.shards
        self._table = table
        self._forms = IdReader(table)
        # Whoever has something to be given back, so that nobody else's command costs a look for it.
        self._interrupted: set[int] = set()

    async def start(self) -> None:
        """What a kill left is interrupted."""
        self._interrupted = await self._drafts.interrupt(self._shards)

    async def on_submitted(self, interaction: Interaction) -> None:
        """Answer the submit of any form; called for every one."""
        begin(interaction)
        data: Any = interaction.data
        await self._answer(interaction, str(data["custom_id"]), form_values(data))

    def owes(self, user_id: int) -> bool:
        """Whether a member has something to be given back."""
        return user_id in self._interrupted

    async def give_back(self, interaction: Interaction) -> None:
        """Give back what was interrupted, at its author's next command in the same server."""
        for draft in await self._drafts.interrupted(interaction.user.id, interaction.guild_id):
            words = _(
                "I was interrupted {when}, before I could say whether it was saved. What you typed is kept."
            ).format(when=discord.utils.format_dt(draft.created_at, "R"))
            try:
                await interaction.followup.send(view=bare(words, row(again(draft.id))), ephemeral=True)
            except failures.ERRORS as failed:
                log.warning("interaction %s took no further answer: %s", interaction.id, failures.reason(failed))
                return
            await self._drafts.set_answered(draft.id)

    async def _answer(self, interaction: Interaction, custom_id: str, values: Values) -> None:
        try:
            form_id = self._forms.read(custom_id)
            if form_id is None:
                raise OlderVersionError
            refused = use(interaction, form_id.limit)
            if refused and use(interaction, DRAFT):
                raise refused
            # Before anything else: from here on neither an error nor a kill loses what was typed.
            draft = await self._received(interaction, custom_id, values) if form_id.keeps else None
        except BotError as error:
            await _give_back(interaction, error, values)
            return
        interaction.extras["draft"] = draft
        try:
            if refused:
                raise refused  # noqa: TRY301  ends like everything that a form refuses
            await self._table[type(form_id)].submit(interaction, form_id, values)
        except Exception as error:  # noqa: BLE001  every error ends in one place
            saved = has_saved() and not isinstance(error, BotError)
            if draft is None:
                await (answer_error(interaction, error) if saved else _give_back(interaction, error, values))
                return
            buttons = [] if saved else [row(again(draft))]
            if not await answer_error(interaction, error, lambda words: bare(words, *buttons)):
                await self._drafts.set_interrupted(draft)
                self._interrupted.add(interaction.user.id)
            elif saved:
                await self._drafts.delete_draft(draft)
            else:
                await self._drafts.set_answered(draft)
        else:
            if draft is not None:
                await self._drafts.delete_draft(draft)

    async def _received(self, interaction: Interaction, custom_id: str, values: Values) -> int | None:
        """Keep it, and give the draft's id; None for a member of whom nothing is kept: what needs no draft still goes on."""
        try:
            return await self._drafts.add_draft(
                interaction.user.id, interaction.guild_id, custom_id, values, discord.utils.utcnow()
            )
        except KeepsNothingError:
            return None


async def _give_back(interaction: Interaction, error: Exception, values: Values) -> None:
    """Nothing can be kept here, so it goes back to whoever typed it."""
    typed = discord.File(io.BytesIO("\n\n".join(values.values()).encode()), "what-you-typed.txt")
    await answer_error(interaction, error, lambda words: _given_back(words, typed), file=typed)


def _given_back(words: str, typed: discord.File) -> ui.LayoutView:
    """An error after which nothing can be kept: the file holds what was typed."""
    return bare(sentences(words, _("Here is what you typed.")), ui.File[Any](typed))
