"""Answers to plain questions, in pages."""

from typing import Any, Final

from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.spoilers import escape
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, row
from bot.ui.kit.progress import ProgressMenu
from bot.ui.story.character_cards import promise_of
from bot.ui.story.controls import send_private
from bot.ui.story.search_cards import search_card, shared_fact
from bot.viewer import Viewer

PAGE: Final = 5
_PAGES: Final = 5
# What was asked goes into the `custom_id`s whole, so that a page is the same search; they hold 100 characters.
LONGEST: Final = 80


async def results_view(interaction: Interaction, viewer: Viewer, asked: str, page: int) -> ui.LayoutView:
    """One page of what this member may find."""
    bot, scope = interaction.client, viewer.scope(private=True)
    # One more than the page shows, to know whether there is a next one; asking for less is faster.
    found = await bot.store.search.search(
        bot.show.id, asked, scope, limit=page * PAGE + 1, guild_id=interaction.guild_id
    )
    hits, more = found[(page - 1) * PAGE : page * PAGE], len(found) > page * PAGE and page < _PAGES
    if not hits:
        words = _("Nothing {through} matches “{asked}”. Try fewer or other words with {search}.").format(
            through=phrases.through(scope.tagged), asked=escape(asked, LONGEST), search=bot.mention("search")
        )
        menu = [row(SearchProgress.menu(f"q1:progress:{asked}", bot.show))] if viewer.progress is None else []
        return bare(words, *menu)
    rows: list[list[ui.Item[Any]]] = []
    if viewer.progress is None:
        rows.append([SearchProgress.menu(f"q1:progress:{asked}", bot.show)])
    if page > 1 or more:
        rows.append(
            [
                SearchPage.button(f"q1:back:{page - 1}:{asked}", _("Back"), off=page == 1),
                SearchPage.button(f"q1:next:{page + 1}:{asked}", _("Next"), off=not more),
            ]
        )
    if not viewer.alone:
        rows.append(
            [
                ShareFact.button(f"q1:share:{number}:{hit.fact.id}", _("Share {number}").format(number=number))
                for number, hit in enumerate(hits, 1)
            ]
        )
    return search_card(asked, hits, bot.show, scope, promise_of(scope), rows)


class SearchPage(Control, template=r"q1:(?:back|next):(?P<page>\d+):(?P<asked>.+)"):
    """Back and Next."""

    async def press(self, interaction: Interaction) -> None:
        """Search again, and show another page in place."""
        viewer = await interaction.client.viewer(interaction)
        page = max(1, min(int(self.state["page"]), _PAGES))
        view = await results_view(interaction, viewer, self.state["asked"], page)
        await interaction.response.edit_message(view=view)


class ShareFact(Control, template=r"q1:share:\d:(?P<fact>\d+)"):
    """Posts one fact as a public reply of the presser would show it."""

    async def press(self, interaction: Interaction) -> None:
        """Post it, unless the channel is private or not that far."""
        bot = interaction.client
        viewer = await bot.viewer(interaction)
        scope = viewer.scope(private=False)
        fact = await bot.store.facts.fact(bot.show.id, int(self.state["fact"]), scope, guild_id=interaction.guild_id)
        if viewer.private_here:
            await send_private(interaction, viewer, bare(phrases.always_private(interaction.client)))
        elif fact is None:
            await send_private(interaction, viewer, bare(phrases.not_that_far(interaction.client)))
        else:
            view = shared_fact(fact, scope, promise_of(scope, ceiling=viewer.ceiling))
            await interaction.response.send_message(view=view, silent=fact.revealed_in > scope.clear)


class SearchProgress(ProgressMenu, template=r"q1:progress:(?P<asked>.+)"):
    """The one-tap menu on a search."""

    async def redraw(self, interaction: Interaction) -> None:
        """Search again, now as far as they have watched."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.edit_message(view=await results_view(interaction, viewer, self.state["asked"], 1))


CONTROLS: Final = (
    SearchPage,
    ShareFact,
    SearchProgress,
)
