"""What the buttons and menus of the story's cards know."""

from dataclasses import dataclass
from typing import Literal, Self

from bot.limits import PICTURE
from bot.show.episodes import PREMISE, Episode
from bot.ui.kit.ids import ControlId


@dataclass(frozen=True, slots=True)
class CardAddress:
    """Which page of which card; the `id` is a character's, an episode's ordinal, or that of anything else that facts are about."""

    kind: Literal["c", "e", "l"]
    id: int
    page: int = 0  # 0: where its reader is, or where a card that looks ahead begins to tell more
    through: Episode = PREMISE  # how far it looks ahead; PREMISE: it does not
    asker: int = 0  # who asked for a public card; 0: a private one

    @classmethod
    def of_character(cls, character: int) -> "CardAddress":
        """A character's card, where its reader is."""
        return cls("c", character)

    @classmethod
    def of_thing(cls, thing: int) -> "CardAddress":
        """The card of anything else that facts are about."""
        return cls("l", thing)

    @classmethod
    def of_episode(cls, episode: Episode, *, through: Episode = PREMISE) -> "CardAddress":
        """An episode's card, from its start."""
        return cls("e", episode.ordinal, through=through)

    @property
    def start(self) -> "CardAddress":
        """The same card as its presser finds it: where they are, and without looking ahead."""
        return CardAddress(self.kind, self.id)


class StoryId(ControlId):
    """The base of every control of a card with pages of facts: it knows the page that it stands on, or leads to."""

    kind: Literal["c", "e", "l"]
    id: int
    page: int
    through: Episode
    asker: int  # the last field: a card that is kept for anybody gets whoever asks at the end (bot/caches/cards.py)

    @classmethod
    def at(cls, address: CardAddress) -> Self:
        """The control of this kind for a card."""
        return cls(address.kind, address.id, address.page, address.through, address.asker)

    @property
    def address(self) -> CardAddress:
        """The card."""
        return CardAddress(self.kind, self.id, self.page, self.through, self.asker)


class PreviousPageId(StoryId, prefix="c1:back"):
    """Back; its address is the page that it leads to."""


class NextPageId(StoryId, prefix="c1:next"):
    """Next; its address is the page that it leads to."""


class JumpId(StoryId, prefix="c1:jump"):
    """Jump to an episode: another page of a private card."""


class MoreMenuId(StoryId, prefix="c1:menu"):
    """What else a private card can do: the values stand in `cards.py`, from `AHEAD` to `PERSON`."""


class MoreId(StoryId, prefix="c1:more"):
    """What else a public card can do, answered privately; among it to remove the card."""


class EpisodeFinishedId(StoryId, prefix="c1:finished"):
    """“I finished S1E7”, where that is how far the card's address looks ahead; the card follows."""

    @property
    def episode(self) -> Episode:
        """Which one they finished."""
        return self.through


class OwnCardId(StoryId, prefix="c1:mine"):
    """My card: the presser's own private card."""


class ShareCardId(StoryId, prefix="c1:share"):
    """Posts the card as far as the channel goes."""


class RemoveId(ControlId, prefix="c1:remove"):
    """Removes a public card; `asker` is whom it answered."""

    message: int
    asker: int


class MorePublicId(ControlId, prefix="c1:away"):
    """What else a public reply can do, where that is to remove it."""

    asker: int


class MoreFactId(ControlId, prefix="q1:more"):
    """What else a fact that was shared can do."""

    fact: int
    asker: int


class SourcesId(StoryId, prefix="c1:sources"):
    """Where the facts of a page were read."""


class ReportPageId(StoryId, prefix="c1:report"):
    """Which fact of a page is wrong?"""


class CardProgressId(StoryId, prefix="c1:progress"):
    """The one-tap menu on a private card."""


class LookAheadId(StoryId, prefix="c1:ahead"):
    """The first step of looking ahead: how far?"""


class LookAheadMenuId(StoryId, prefix="c1:through"):
    """The second step: are you sure?"""


class AskAheadId(StoryId, prefix="c1:ask"):
    """The second step at once, where the thing asked for says how far."""


class LookAheadYesId(StoryId, prefix="c1:yes"):
    """The third step: the card."""


class LookAheadNoId(StoryId, prefix="c1:stay"):
    """Not looking ahead after all."""


class RelationshipsId(StoryId, prefix="c1:ties", limit=PICTURE):
    """A picture of a character's relationships."""


class ShareRelationshipsId(StoryId, prefix="c1:shareties", limit=PICTURE):
    """Posts that picture as far as the channel has watched."""


class TurnTiesId(StoryId, prefix="c1:tiespage"):
    """Back and Next of the words below a character's picture; the page is one of them."""

    way: Literal["back", "next"]

    @classmethod
    def turning(cls, address: CardAddress, way: Literal["back", "next"]) -> Self:
        """The button that turns this way, to the page of the address."""
        return cls(address.kind, address.id, address.page, address.through, address.asker, way)


class CandidateId(ControlId, prefix="c1:meant"):
    """One of those who might be meant."""

    character: int


class ThingCandidateId(ControlId, prefix="l1:meant"):
    """One of those things that might be meant."""

    thing: int


class NobodyProgressId(ControlId, prefix="c1:nobody"):
    """The one-tap menu where nobody was found."""

    typed: str


class TurnCastId(ControlId, prefix="p1"):
    """Back and Next of the cast."""

    way: Literal["back", "next"]
    page: int
    asker: int


class CharacterMenuId(ControlId, prefix="p1:open"):
    """Opens the card of somebody on a page of the cast."""


class OwnCastId(ControlId, prefix="p1:mine"):
    """My cast: the presser's own private cast."""


class ShareCastId(ControlId, prefix="p1:share"):
    """Posts the cast as far as the channel has watched."""


class WholeMapId(ControlId, prefix="p1:map", limit=PICTURE):
    """A picture of who stands how to whom, of the first group that has ties."""


class MapMenuId(ControlId, prefix="p1:maps", limit=PICTURE):
    """The map of another group."""


class TurnMapId(ControlId, prefix="p1:mapwords"):
    """Back and Next of the words below a map; a group is named by a hash, see `bot.ui.story.groups`."""

    way: Literal["back", "next"]
    group: int
    page: int


class ShareMapId(ControlId, prefix="p1:sharemap", limit=PICTURE):
    """Posts the map of a group as far as the channel has watched."""

    group: int


class YearbookId(ControlId, prefix="p1:yearbook", limit=PICTURE):
    """A picture of everyone in the first group, by badge and name."""


class YearbookMenuId(ControlId, prefix="p1:yearbooks", limit=PICTURE):
    """The yearbook of another group, or of everyone."""


class ShareYearbookId(ControlId, prefix="p1:shareyearbook", limit=PICTURE):
    """Posts the yearbook of a group as far as the channel has watched."""

    group: int


class CastProgressId(ControlId, prefix="p1:progress"):
    """The one-tap menu on a private cast."""


class TurnRecapId(ControlId, prefix="e1"):
    """Back and Next of a recap."""

    way: Literal["back", "next"]
    episode: Episode
    up_to: Episode | None = None  # None: it goes as far as its reader


class RecapMenuId(ControlId, prefix="e1:jump"):
    """Any other episode of a recap."""

    up_to: Episode | None = None


class ShareRecapId(ControlId, prefix="e1:share"):
    """Posts a page of a recap, unless the channel is not that far."""

    episode: Episode


class RecapFinishedId(ControlId, prefix="e1:finished"):
    """“I finished S1E7”; its recap follows."""

    episode: Episode


class RecapProgressId(ControlId, prefix="e1:recapprogress"):
    """The one-tap menu where a recap has no end yet."""


class TurnResultsId(ControlId, prefix="q1"):
    """Back and Next of a search."""

    way: Literal["back", "next"]
    page: int
    asked: str


class ShareFactId(ControlId, prefix="q1:share"):
    """Posts one fact that a search found; buttons of before there was a menu."""

    number: int
    fact: int


class HitMenuId(ControlId, prefix="q1:menu"):
    """Share or report one of the facts that a search found: `share` or `report`, a colon, and the fact's id."""


class OpenHitId(ControlId, prefix="q1:open"):
    """Opens the card of whom a fact is about, or of its episode: the kind of the card, a colon, and its id."""


class SearchProgressId(ControlId, prefix="q1:progress"):
    """The one-tap menu on a search."""

    asked: str
