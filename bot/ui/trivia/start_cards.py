"""What may become of the wish to start a game, and what its host hears of that."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from discord import ui

from bot.locale import _, ngettext
from bot.show.episodes import PREMISE, Episode
from bot.show.trivia import QUIZ
from bot.store.game_values import Fallen, Game, GameSettings, Shortage
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, row, small
from bot.ui.trivia.ids import QUICKEST, SLOWEST, StartGameId


@dataclass(frozen=True, slots=True)
class Started:
    """The game is there. `lost_in` is the channel of an earlier game of its host that they do not know to be over."""

    game: Game
    lost_in: int | None


@dataclass(frozen=True, slots=True)
class Running:
    """There is a game in the channel already; `link` is the address of its newest message."""

    link: str


@dataclass(frozen=True, slots=True)
class TooFew:
    """There are not questions enough of this kind."""

    ceiling: Episode
    settings: GameSettings
    shortage: Shortage
    rematch_of: int | None


Unplayable: TypeAlias = Literal["too quick", "no channel", "private replies"]
"""Nobody could read a question in that time; or it is no place where everybody reads what the bot posts."""

StartOutcome: TypeAlias = Started | Running | TooFew | Fallen | Unplayable


def start_card(outcome: StartOutcome, bot: phrases.Mentions) -> ui.LayoutView:
    """What whoever wanted to start a game hears."""
    match outcome:
        case Started():
            return bare(_started(outcome, bot))
        case Running():
            return bare(_("A game is running in this channel already: {link}").format(link=outcome.link))
        case TooFew():
            return _too_few(outcome, bot)
        case Fallen():
            words = _("This channel goes less far than a moment ago. {start} starts a game that fits it.")
            return bare(words.format(start=bot.mention("trivia start")))
        case "too quick":
            words = _("Choose 0 for no clock, or {quickest} to {slowest} seconds, with {start}.")
            start = bot.mention("trivia start")
            return bare(words.format(quickest=QUICKEST, slowest=SLOWEST, start=start))
        case "no channel":
            words = _("A game needs a channel of a server that I’m a member of. {practice} works here.")
        case "private replies":
            words = _("Replies are private in this channel, so no game can run here. {practice} works everywhere.")
    return bare(words.format(practice=bot.mention("trivia practice")))


def not_posted(bot: phrases.Mentions) -> str:
    """Where the game has begun, but its message could not be posted."""
    words = _("I can’t post in this channel, so there is no game. {practice} works everywhere.")
    return words.format(practice=bot.mention("trivia practice"))


def _started(started: Started, bot: phrases.Mentions) -> str:
    game = started.game
    begins = (
        _("The game begins: {rounds} questions that are safe for everyone. {stop} ends it.")
        if game.ceiling == PREMISE
        else _("The game begins: {rounds} questions through {ceiling}. {stop} ends it.")
    )
    words = begins.format(rounds=game.settings.rounds, ceiling=game.ceiling, stop=bot.mention("trivia stop"))
    if started.lost_in is None:
        return words
    lost = _("Your game in <#{channel}> ended: I couldn’t reach its message any more.").format(channel=started.lost_in)
    return "\n".join((words, small(lost)))


def _too_few(outcome: TooFew, bot: phrases.Mentions) -> ui.LayoutView:
    through, settings, shortage = phrases.through(outcome.ceiling), outcome.settings, outcome.shortage
    raise_it = bot.mention("settings channel")
    if shortage.all == 0:
        words = _(
            "There are no such questions {through}. Try another difficulty, topic or kind, or raise the limit with {it}."
        )
        return bare(words.format(through=through, it=raise_it))
    if shortage.all < settings.rounds:
        words = (
            ngettext(
                "There is only {count} such question {through}. Start a game of {count}, or raise the limit with {it}.",
                "There are only {count} such questions {through}. Start a game of {count}, or raise the limit with {it}.",
                shortage.all,
            )
            if settings.difficulty or settings.topic or settings.play != QUIZ
            else ngettext(
                "There is only {count} question {through}. Start a game of {count}, or raise the limit with {it}.",
                "There are only {count} questions {through}. Start a game of {count}, or raise the limit with {it}.",
                shortage.all,
            )
        )
        words = words.format(count=shortage.all, through=through, it=raise_it)
        return bare(words, row(_smaller(outcome, shortage.all, repeats=True)))
    again = button(_asked(outcome, settings.rounds, repeats=True), _("Yes, ask old ones again"))
    if shortage.fresh == 0:
        words = _("This server has had all such questions {through}.").format(through=through)
        return bare(words, row(again))
    words = ngettext(
        "Only {count} such question {through} is new to this server.",
        "Only {count} such questions {through} are new to this server.",
        shortage.fresh,
    )
    words = words.format(count=shortage.fresh, through=through)
    return bare(words, row(_smaller(outcome, shortage.fresh, repeats=False), again))


def _smaller(outcome: TooFew, rounds: int, *, repeats: bool) -> ui.Button[Any]:
    return button(_asked(outcome, rounds, repeats=repeats), _("Yes, a game of {count}").format(count=rounds))


def _asked(outcome: TooFew, rounds: int, *, repeats: bool) -> StartGameId:
    return StartGameId.of(outcome.settings, rounds, repeats=repeats, rematch_of=outcome.rematch_of)
