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
from bot.ui.kit.layout import Accent, bare, card, footer, line, option, page_of, row, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.story.cards import Audience, report_button
from bot.ui.story.episode_cards import aired, look_ahead_button
from bot.ui.story.ids import CardAddress, RecapMenuId, RecapProgressId, ShareCardId, TurnRecapId


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
    address = CardAddress.of_episode(summary.episode)
    if audience.may_share:
        buttons.append(button(ShareCardId.at(address), _("Share")))
    buttons.append(report_button(address))
    options = [option(str(each), str(each.ordinal)) for each in window(episodes, summary.episode, MENU)]
    return card(
        Accent.STORY,
        text(title(_("Recap · {episode}").format(episode=summary.episode)), small(aired(summary))),
        line(),
        text(summary.summary.markdown(scope)),
        line(),
        footer(audience.promise + page_of(at + 1, count)),
        row(*buttons),
        row(select(RecapMenuId(recap.up_to), _("Jump to an episode"), options)),
    )


def no_recap_card(episode: Episode, progress: Episode | None, show: Show, bot: phrases.Mentions) -> ui.LayoutView:
    """Why there is no recap of an episode, and the way on."""
    if progress is None:
        words = _("A recap goes as far as you have watched. You have not told me how far that is.")
        return bare(words, row(progress_menu(RecapProgressId(), show)))
    if episode == PREMISE:
        words = _("There is nothing to recap before {first}. Move on with {set}.")
        return bare(words.format(first=show.episodes[0], set=bot.mention("progress set")))
    return bare(phrases.beyond(episode, progress, bot), row(look_ahead_button(episode)))
