"""The yearbook: badges and names in rows like a class photograph. No ties, and nothing of what becomes of anybody."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import Scope
from bot.ui.kit.controls import button, select
from bot.ui.kit.episodes import MENU
from bot.ui.kit.layout import card, footer, line, option, row, small, text, title
from bot.ui.story.cards import Audience
from bot.ui.story.groups import Group
from bot.ui.story.ids import ShareYearbookId, YearbookMenuId
from bot.ui.story.relationship_cards import ALT, group_options

YEARBOOK_FILE: Final = "yearbook.png"
EVERYONE: Final = 0
"""Stands for all groups at once."""


def yearbook_card(shown: Sequence[Group], groups: Sequence[Group], scope: Scope, audience: Audience) -> ui.LayoutView:
    """The picture of one group, or of all, with the same names in words."""
    whose = shown[0].name if len(shown) == 1 else _("Everyone")
    names = [f"{group.name}: {', '.join(each.name.shown(scope) for each in group.people)}." for group in shown]
    gallery = ui.MediaGallery[Any](
        discord.MediaGalleryItem(f"attachment://{YEARBOOK_FILE}", description=" ".join(names)[:ALT])
    )
    rows: list[ui.ActionRow[Any]] = []
    if not audience.public:
        if len(groups) > 1:
            options = [*group_options(groups[: MENU - 1]), option(_("Everyone"), str(EVERYONE))]
            rows.append(row(select(YearbookMenuId(), _("Another group"), options)))
        if audience.may_share:
            rows.insert(0, row(button(ShareYearbookId(shown[0].id if len(shown) == 1 else EVERYONE), _("Share"))))
    return card(
        audience.accent, text(title(_("Yearbook")), small(whose)), gallery, line(), footer(audience.promise), *rows
    )
