"""Summaries of episodes, each for whoever finished it."""

from datetime import date

from bot.show.episodes import Episode, Scope
from bot.show.facts import EpisodeSummary
from bot.show.spoilers import Spoiler
from bot.store.database import Database


class EpisodeStore:
    """What there is to say of an episode as a whole."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def episode(self, show_id: int, episode: Episode, scope: Scope) -> EpisodeSummary | None:
        """One episode, or None where this scope does not reach it."""
        row = await self._database.row(
            "SELECT air_date, runtime_minutes, summary FROM episodes"
            " WHERE show_id = ? AND revealed_in = ? AND revealed_in <= ?",
            (show_id, episode.ordinal, scope.tagged.ordinal),
        )
        if row is None:
            return None
        aired, minutes, summary = row
        return EpisodeSummary(episode, date.fromisoformat(aired), minutes, Spoiler(summary, episode))
