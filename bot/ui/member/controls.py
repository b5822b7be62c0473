"""What the buttons below /privacy do: export, leaderboards, delete."""

import io
from typing import Any, Final

import discord
import orjson
from discord import ui

from bot.client import Interaction
from bot.events import MEMBER_FORGOTTEN
from bot.locale import _, sentences
from bot.show.episodes import Episode
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import redraw, reply_anew
from bot.ui.member.cards import delete_card, export_card, keep_nothing_card, nothing_kept_card, privacy_card
from bot.ui.member.ids import (
    DeleteMineId,
    DeleteMineNoId,
    DeleteMineYesId,
    ExportMineId,
    KeepAgainId,
    KeepNothingId,
    KeepNothingYesId,
    SetListedId,
)


async def privacy_view(interaction: Interaction) -> ui.LayoutView:
    """What is kept of whoever asks, and what can be done about it."""
    privacy, user = interaction.client.store.privacy, interaction.user.id
    if await privacy.keeps_nothing(user):
        return nothing_kept_card(interaction.client)
    return privacy_card(listed=await privacy.is_listed(user))


async def export(interaction: Interaction, _pressed: ExportMineId) -> None:
    """Send everything as a file."""
    kept = await interaction.client.store.privacy.export(interaction.user.id)
    if not kept:
        await reply_anew(interaction, bare(_("I store nothing about you.")))
        return
    readable = {
        table: [{column: _readable(column, value) for column, value in each.items()} for each in rows]
        for table, rows in kept.items()
    }
    content = orjson.dumps({"user_id": str(interaction.user.id), **readable}, option=orjson.OPT_INDENT_2)
    file = discord.File(io.BytesIO(content), "what-i-store-about-you.json")
    await reply_anew(interaction, export_card(file), files=[file])


def _readable(column: str, value: Any) -> Any:
    """Episodes as they are printed; ids as text, since most programs round numbers of that length."""
    if column in {"episode", "revealed_in"} and isinstance(value, int):
        return str(Episode.from_ordinal(value))
    return str(value) if column.endswith("_id") and value is not None else value


async def set_listed(interaction: Interaction, pressed: SetListedId) -> None:
    """Set whether leaderboards name the member, and redraw."""
    await interaction.client.store.privacy.set_listed(interaction.user.id, listed=pressed.listed)
    await redraw(interaction, await privacy_view(interaction))


async def ask_before_delete(interaction: Interaction, _pressed: DeleteMineId) -> None:
    """Ask first: it cannot be undone."""
    await redraw(interaction, delete_card())


async def delete(interaction: Interaction, _pressed: DeleteMineYesId) -> None:
    """Delete everything that is kept of the member."""
    bot, user = interaction.client, interaction.user.id
    await bot.store.privacy.forget(user)
    if await bot.store.privacy.keeps_nothing(user):
        words = sentences(_("Everything about you is deleted."), phrases.keeps_nothing(bot))
    else:
        words = _("Everything about you is deleted. From now on I tell you only what is safe for everyone.")
    await redraw(interaction, bare(words))
    interaction.client.dispatch(MEMBER_FORGOTTEN)


async def ask_before_nothing(interaction: Interaction, _pressed: KeepNothingId) -> None:
    """Ask first: it says what they can no longer do, and how far they are told."""
    await redraw(interaction, keep_nothing_card())


async def keep_nothing(interaction: Interaction, pressed: KeepNothingYesId) -> None:
    """Keep nothing of them from now on; what is kept goes where they said so."""
    bot, user = interaction.client, interaction.user.id
    await bot.store.privacy.keep_nothing(user)
    if pressed.deletes:
        await delete(interaction, DeleteMineYesId())
    else:
        await redraw(interaction, await privacy_view(interaction))


async def keep_again(interaction: Interaction, _pressed: KeepAgainId) -> None:
    """Keep what they do, as before."""
    await interaction.client.store.privacy.keep_again(interaction.user.id)
    await redraw(interaction, await privacy_view(interaction))


async def keep_everything(interaction: Interaction, _pressed: DeleteMineNoId) -> None:
    """Show the card again."""
    await redraw(interaction, await privacy_view(interaction))


HANDLERS: Final[Handlers] = {
    ExportMineId: export,
    SetListedId: set_listed,
    DeleteMineId: ask_before_delete,
    DeleteMineYesId: delete,
    DeleteMineNoId: keep_everything,
    KeepNothingId: ask_before_nothing,
    KeepNothingYesId: keep_nothing,
    KeepAgainId: keep_again,
}
