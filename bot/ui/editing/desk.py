"""What an editor is shown with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.spoilers import Spoiler
from bot.ui.editing.words import gate_words
from bot.ui.kit import phrases
from bot.ui.kit.sources import site_names


@dataclass(frozen=True, slots=True)
class Desk:
    """How far an editor sees, the show, and the names of subjects within that."""

    scope: Scope
    show: Show
    subjects: Mapping[int, Spoiler]

    @property
    def first(self) -> Episode:
        """The first episode there is."""
        return self.show.episodes[0]

    def sites_of(self, sources: Iterable[Source]) -> list[str]:
        """The names of the sites where something was read."""
        return site_names(sources, self.show.sites, self.scope.clear)

    def sees(self, episode: Episode) -> bool:
        """Whether something gated so may be shown to them now."""
        return episode <= self.scope.clear

    def names(self, about: Iterable[int]) -> str:
        """Whom or what a fact is about."""
        known = [self.subjects[each].markdown(self.scope) for each in about if each in self.subjects]
        return ", ".join(known) or _("somebody else")

    def gate(self, episode: Episode) -> str:
        """An episode as small print names it."""
        return gate_words(episode, self.first)


def finished_words(desk: Desk) -> str:
    """How far the editor is, said to them."""
    if desk.scope.clear == PREMISE:
        return _("You haven’t finished an episode, or haven’t told me.")
    return phrases.finished(desk.scope.clear)
