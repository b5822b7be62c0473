"""Teams of a public game: the lines that tell of them, and the buttons that make and choose them."""

from collections.abc import Sequence
from typing import Any, Final

from discord import ui

from bot.locale import _, listed, ngettext
from bot.store.game_values import Game
from bot.store.teams import MOST_TEAMS, Team
from bot.ui.kit.controls import button
from bot.ui.kit.layout import unbroken
from bot.ui.trivia.cards import points_of
from bot.ui.trivia.ids import AddTeamId, JoinTeamId

_NAMED: Final = 10  # members of a team


def team_name(number: int) -> str:
    """What a team is called."""
    return _("Team {number}").format(number=number)


def team_points(team: Team) -> str:
    """Team 1 42."""
    return unbroken(f"{team_name(team.number)} {team.points}")


def team_lines(teams: Sequence[Team], *, over: bool = False) -> list[str]:
    """A line a team: with its points once there are some, and whoever plays for it."""
    return [_team_line(each, scored=over or any(team.points for team in teams)) for each in teams]


def _team_line(team: Team, *, scored: bool) -> str:
    names = [f"<@{each}>" for each in team.members[:_NAMED]]
    if len(team.members) > _NAMED:
        names.append(_("others"))
    words = [f"**{team_name(team.number)}**", *([points_of(team.points)] if scored else [])]
    return " · ".join((*words, listed(names) if names else _("nobody so far")))


def best_first(teams: Sequence[Team]) -> list[Team]:
    """The team with the most points first."""
    return sorted(teams, key=lambda each: (-each.points, each.number))


def team_won(teams: Sequence[Team]) -> str:
    """Which team won, or which share the first place."""
    points = max(each.points for each in teams)
    if not points:
        return _("No team had a point this time")
    best = [team_name(each.number) for each in teams if each.points == points]
    if len(best) > 1:
        return _("{teams} share the first place").format(teams=listed(best))
    words = ngettext("{team} wins with {count} point", "{team} wins with {count} points", points)
    return words.format(team=best[0], count=points)


def team_buttons(game: Game) -> list[ui.Button[Any]]:
    """A button a team, and one that makes another as long as the first question is asked."""
    buttons = [button(JoinTeamId(game.id, number), team_name(number)) for number in range(1, game.teams + 1)]
    if game.round <= 1 and game.phase == "asking" and game.teams < MOST_TEAMS:
        buttons.append(button(AddTeamId(game.id), _("One more team") if game.teams else _("Play in teams")))
    return buttons
