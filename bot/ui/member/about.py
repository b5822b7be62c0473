"""/about: which version this is, what it tells from, and under which licence."""

from importlib.metadata import PackageNotFoundError, metadata

from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.ui.member.cards import about_card


async def about_view(interaction: Interaction) -> ui.LayoutView:
    """What the bot is, and the ways out."""
    bot = interaction.client
    facts = await bot.store.packs.version(bot.show.id)
    program, source = _program()
    return about_card(bot.show.name, program, facts, bot.server_count, bot.invite, source)


def _program() -> tuple[str, str]:
    """The program's version, and the address of its source where pyproject.toml names one (`Source` in `project.urls`)."""
    try:
        found = metadata("hyosan")
    except PackageNotFoundError:
        return _("started from its folder"), ""
    urls = dict(each.split(", ", 1) for each in found.get_all("Project-URL") or [])
    return found["Version"], urls.get("Source", "")
