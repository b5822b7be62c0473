"""Boards of trivia: the best of a server, and how one member did. They hold no story."""

from collections.abc import Mapping, Sequence
from typing import Any

from discord import ui

from bot.locale import _, ngettext
from bot.show import trivia as quiz
from bot.show.trivia import Score
from bot.store.scores import Rank, Stats
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, card, heading, line, row, small, text, title
from bot.ui.trivia.cards import place_line, points_of, share_button
from bot.ui.trivia.ids import LeaderboardId, Period, ShareLeaderboardId, ShareStatsId


def leaderboard_card(
    scores: Sequence[Score],
    period: Period,
    medals: Mapping[int, str],
    own: str | None,
    *,
    is_all: bool,
    can_share: bool,
) -> ui.LayoutView:
    """The best of a server's public games; not `is_all` where so many left that not all were asked for.

    `medals` by place, as far as there are any; `own` is where whoever asks stands.
    """
    nobody = (
        _("Nobody has points here yet. Games that two or more people play give some.")
        if is_all
        else _("Many of the best have left. Open this again to go on looking.")
    )
    lines = [place_line(place, score, medals) for place, score in quiz.standings(scores)]
    name = {"week": _("the last 7 days"), "month": _("the last 30 days"), "all": _("all time")}[period]
    return card(
        Accent.GAME,
        text(title(_("Leaderboard")), small(_("Public games here, {period}").format(period=name))),
        line(),
        text(*(lines or [nobody]), *([small(own)] if own and lines else [])),
        row(*_period_buttons(period), *([share_button(ShareLeaderboardId(period))] if can_share and lines else [])),
    )


def rank_words(whose: str, rank: Rank) -> str:
    """You: place 14 of 63."""
    return _("{whose}: place {place} of {count}").format(whose=whose, place=rank.place, count=rank.count)


def _period_buttons(shown: Period) -> list[ui.Button[Any]]:
    names: dict[Period, str] = {"week": _("7 days"), "month": _("30 days"), "all": _("All time")}
    return [button(LeaderboardId(period), name, off=period == shown) for period, name in names.items()]


def stats_card(
    whose: str,
    of_what: str,
    stats: Sequence[Stats],
    streak: int | None,
    *,
    can_share: bool,
) -> ui.LayoutView:
    """How a member did, by kind of game."""
    names = {"public": _("Public games"), "practice": _("Practice"), "daily": _("Daily questions")}
    words: list[str] = []
    for kind, name in names.items():
        for each in stats:
            if each.kind == kind:
                words += [heading(name), *_stats_lines(each)]
    if streak:
        days = ngettext("- {count} day in a row here", "- {count} days in a row here", streak)
        words.append(days.format(count=streak))
    rows = [row(share_button(ShareStatsId()))] if can_share else []
    return card(Accent.GAME, text(title(whose), small(of_what)), line(), text(*words), *rows)


def _stats_lines(stats: Stats) -> list[str]:
    share = round(100 * stats.right / stats.answered)
    right = _("{right} of {answered} right, {share}%").format(right=stats.right, answered=stats.answered, share=share)
    lines = [f"- {right}"]
    if stats.kind == "public":
        games = ngettext("{count} game", "{count} games", stats.games).format(count=stats.games)
        lines.insert(0, f"- {games} · {points_of(stats.points)}")
    return lines
