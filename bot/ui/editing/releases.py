"""A new release of the pack changed what lies under a server's own versions: its moderators are told, in one card."""

import hashlib
from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.client import FanBot
from bot.language import speaking
from bot.locale import _, listed
from bot.show.edits import KINDS
from bot.store.releases import ChangeBelow
from bot.ui.editing.access import post
from bot.ui.editing.cards import open_button
from bot.ui.editing.ids import Target
from bot.ui.kit.layout import Accent, card, heading, row, text
from bot.ui.kit.phrases import Mentions


async def tell_of_release(bot: FanBot) -> bool:
    """Post what was not told yet in log channels, else in review channels. False where that is to be tried again."""
    done = True
    for guild_id, changes in (await bot.store.releases.untold(bot.show.id)).items():
        settings = await bot.store.guilds.settings(guild_id)
        channels = [each for each in (settings.log_channel, settings.review_channel) if each is not None]
        if not channels or bot.get_guild(guild_id) is None:
            continue
        # Discord drops a second message with the same nonce: a killed process may have posted this one already.
        said = f"{guild_id} {[(each.item_id, each.shipped_hash) for each in changes]}"
        nonce = hashlib.sha256(said.encode()).hexdigest()[:25]
        with speaking(await bot.server_language(guild_id)):
            card = _card(bot, changes)
        for channel_id in channels:
            if await post(bot, guild_id, channel_id, card, nonce=nonce) is not None:
                await bot.store.releases.set_told(guild_id, changes)
                break
        else:
            done = False
    return done


def _card(bot: Mentions, changes: Sequence[ChangeBelow]) -> ui.LayoutView:
    """No story, no episode, no number: the channel may go less far than what changed."""
    lists = {"fact": bot.mention("fact list"), "question": bot.mention("question list")}
    where = listed([lists[kind] for kind in KINDS if any(each.kind == kind for each in changes)])
    words = _(
        "A new version of the pack changed some of what this server has changed as well. Yours is shown as before. "
        "{lists} with `changed_here` shows which, and **Edit** lets you choose."
    ).format(lists=where)
    rows: list[ui.ActionRow[Any]] = []
    if len(changes) == 1:
        only = Target(changes[0].kind, changes[0].item_id)
        rows.append(row(open_button("edit", only, _("Edit"))))
    return card(Accent.DESK, text(heading(_("The pack changed below")), words), *rows)
