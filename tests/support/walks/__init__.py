"""The walks: every command with every scenario of it, everything typed, everything pressed."""

from support.walks.dailies import let_pass, posts_in, walk_daily
from support.walks.editors import FOR_EDITORS, edited, walk_editors, walk_lists, walk_queue
from support.walks.games import GameWalk, walk_game, walk_kind
from support.walks.members import CEILINGS, MENUS, WITHOUT_STORY, bird, scenarios, walk_desk, walk_everything
from support.walks.watchalongs import walk_watchalong

__all__ = [
    "CEILINGS",
    "FOR_EDITORS",
    "MENUS",
    "WITHOUT_STORY",
    "GameWalk",
    "bird",
    "edited",
    "let_pass",
    "posts_in",
    "scenarios",
    "walk_daily",
    "walk_desk",
    "walk_editors",
    "walk_everything",
    "walk_game",
    "walk_kind",
    "walk_lists",
    "walk_queue",
    "walk_watchalong",
]
