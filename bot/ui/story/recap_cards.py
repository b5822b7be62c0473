"""Cards of recaps: one episode a page, to remember in ten seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import EpisodeSummary
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.episodes import MENU, window
from bot.ui.kit.layout import bare, card, footer, line, option, page_of, row, small, text, title
from bot.ui.kit.links import RecapId
from bot.ui.kit.progress import how_far
from bot.ui.story.cards import Audience
from bot.ui.story.episode_cards import aired, look_ahead_button
from bot.ui.story.ids import MorePublicId, RecapFinishedId, RecapMenuId, RecapProgressId, ShareRecapId, TurnRecapId
from bot.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Recap:
    """One page of a recap, and the episodes that it has pages of; `up_to` is where it was asked to end."""

    summary: EpisodeSummary
    episodes: Sequence[Episode]
    up_to: Episode | None


def recap_card(recap: Recap, scope: Scope, audience: Audience) -> ui.LayoutView:
    """One episode of a recap."""
    summary, episodes = recap.summary, recap.episodes
    at, count = episodes.index(summary.episode), len(episodes)
    buttons: list[ui.Button[Any]] = []
    if count > 1:
        before, after = episodes[max(0, at - 1)], episodes[min(count - 1, at + 1)]
        buttons += turning(
            TurnRecapId("back", before, recap.up_to),
            TurnRecapId("next", after, recap.up_to),
            is_first=at == 0,
            is_last=at == count - 1,
        )
    if audience.may_share:
        buttons.append(button(ShareRecapId(summary.episode), _("Share")))
    rows = [row(*buttons)] if buttons else []
    if count > 1:
        options = [option(str(each), str(each.ordinal)) for each in window(episodes, summary.episode, MENU)]
        rows.append(row(select(RecapMenuId(recap.up_to), _("Jump to an episode"), options)))
    return card(audience.accent, *_page(summary, scope), footer(audience.promise + page_of(at + 1, count)), *rows)


def shared_recap_card(summary: EpisodeSummary, scope: Scope, audience: Audience, asker: int) -> ui.LayoutView:
    """One episode of a recap, for everybody here."""
    buttons = (button(RecapId(summary.episode), _("My recap")), button(MorePublicId(asker), _("More")))
    return card(audience.accent, *_page(summary, scope), footer(audience.promise), row(*buttons))


def _page(summary: EpisodeSummary, scope: Scope) -> list[ui.Item[Any]]:
    heading = title(_("Recap · {episode}").format(episode=summary.episode))
    return [text(heading, small(aired(summary))), line(), text(summary.summary.markdown(scope)), line()]


def no_recap_card(episode: Episode, viewer: Viewer, show: Show) -> ui.LayoutView:
    """Why there is no recap of an episode, and the way on."""
    if viewer.is_new:
        return bare(_("A recap goes as far as you’ve watched."), *how_far(RecapProgressId(), show, viewer))
    if episode == PREMISE:
        words = _("There’s nothing to recap before {first}.").format(first=show.episodes[0])
        episode = show.episodes[0]
    else:
        words = phrases.beyond(episode, viewer.finished, by_channel=viewer.by_channel)
    finished = button(RecapFinishedId(episode), _("I finished {episode}").format(episode=episode))
    return bare(words, row(finished, look_ahead_button(episode)))
