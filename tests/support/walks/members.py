"""Everything that members, and moderators beside editing, run, type and press."""

from dataclasses import replace
from typing import Any

from bot.show.episodes import PREMISE, Episode
from bot.show.facts import row_id
from bot.ui.story.ids import (
    LookAheadId,
    NextPageId,
    PreviousPageId,
    ReportPageId,
    ShareCardId,
    ShareFactId,
    SourcesId,
    TurnCastId,
)
from support.canaries import EPISODES
from support.reading import selects
from support.walk import Channel, Walk
from support.world import World

Options = dict[str, Any]


def bird(number: int) -> str:
    """The choice that stands for the canary first known in this episode."""
    return str(row_id("canaries", "subject", f"bird{number}"))


def thing(number: int) -> str:
    """The choice that stands for the canary's actor, who is known from the same episode on."""
    return str(row_id("canaries", "subject", f"actor:{number}"))


# What is typed in other languages: texts and names of all episodes, and what is asked of the fates.
ASKED_IN = {
    "es": ("kan04esfact0x1", "kan12esrezalias", "kan12eshepalias", "esask", "quién muere", "¿muere kan04es hep?"),
    "ko": ("kan04kofact0x1", "kan12korezalias", "kan12kohepalias", "koask", "누가 죽어", "kan04ko hep 죽어?"),
}


# Every command of the bot has its scenario here, for a member who finished `finished`: a command without one fails the
# first test below. What replies hold is pressed by the walk itself, and a control that it never met fails the second.
def scenarios(finished: int, spoken: str = "en") -> dict[str, list[Options]]:
    near = sorted({0, 4, min(finished, 12), min(finished + 1, 12), 12})
    typed = ASKED_IN.get(spoken, ())
    asked = [
        *({"name": bird(number)} for number in near),
        {"name": "kan04 hep"},
        {"name": "kan12rezalias"},
        *({"name": each} for each in typed if each.startswith("kan12")),
        {"name": "kan"},
        {"name": "nobody like that"},
    ]
    return {
        "character": [{**each, "private": private} for each in asked for private in (False, True)],
        "lore": [
            {"name": name, "private": private}
            for name in (*map(thing, near), "kan04actor", "kan12actor", "kan04 hep", "nothing like that")
            for private in (False, True)
        ],
        "cast": [{"private": private} for private in (False, True)],
        "episode": [
            {"number": f"e{max(number, 1)}", "private": private} for number in near for private in (False, True)
        ],
        "recap": [{}, *({"up_to": f"e{max(number, 1)}"} for number in near)],
        "search": [
            {"text": text}
            for text in (
                "kan04fact0x1",
                "bird",
                "kan12 rez fact",
                "fact of bird2",
                "zzz",
                "does kan04 hep die",
                "who dies",
                *(f"what happens in episode {max(number, 1)}" for number in near),
                *typed,
            )
        ],
        "progress show": [{}],
        "progress clear": [{}],
        "progress set": [{"episode": "S9E9"}, {"episode": f"e{min(finished + 3, 12)}"}],
        "help": [{}],
        "trivia start": [{"rounds": 20, "difficulty": "hard"}, {"rounds": 3}],  # too many at first
        "trivia stop": [{}],
        "trivia practice": [{}, {"difficulty": "easy", "topic": "behind the scenes"}],
        "trivia daily": [{}],
        "trivia leaderboard": [{}],
        "trivia stats": [{}],
        "spoiler post": [{"episode": "e9"}],
        "suggest": [{"about": "kan04 hep"}, {"about": "nobody like that"}, {"about": "a trivia question"}],
        "privacy": [{}],
        "about": [{}],
        "settings show": [],
        "settings channel": [],
        "settings rooms": [],
        "settings daily": [],
        "settings server": [],
        "setup": [],
        "watchalong start": [],
    }


# Answered to moderators only and without story text: `walk_desk` and `walk_watchalong` press them, and their words are tested
# in tests/cogs.
WITHOUT_STORY = {
    "settings show", "settings channel", "settings rooms", "settings daily", "settings server", "setup",
    "watchalong start",
}  # fmt: skip


MENUS = {"Tag as spoiler"}


CEILINGS = (EPISODES[-1], Episode(1, 4), PREMISE)  # a card that was made for one of them is none for the next


async def walk_everything(
    world: World,
    progress: Episode | Channel | None,
    ceiling: Episode,
    *,
    deep: int,
    ahead: bool,
    spoken: str = "en",
) -> Walk:
    """Every command with every scenario of it, everything typed, everything pressed."""
    channel = world.guild.create_text_channel(f"through-{ceiling.ordinal}-{progress}".lower())
    await world.set_ceiling(channel, ceiling)
    walk = Walk(world, channel, ceiling, progress, deep, ahead)
    for name, each in scenarios(progress.number if isinstance(progress, Episode) else 0, spoken).items():
        for options in each:
            # The command may set the progress itself; this walk asks what is sent, not what is kept.
            await world.set_progress(world.fan, progress)
            # A public game goes as far as the channel, not as far as its host: tests/leaks/test_games.py compares those.
            if name in {"progress set", "trivia start"} and not ahead:
                continue
            await walk.command(name, options)
            await world.set_progress(world.fan, progress)
    await _walk_old_buttons(walk, channel)
    for private in (False, True):
        for typed in ("", "kan", "kan12 re", "rez", "kan04", *ASKED_IN.get(spoken, ())[1:3]):
            await walk.complete("character", "name", typed, private=private)
        for typed in ("", "kan", "kan12actor"):
            await walk.complete("lore", "name", typed, private=private)
    await walk.complete("progress set", "episode", "")
    await walk.complete("episode", "number", "")
    await walk.complete("recap", "up_to", "1")
    await walk.complete("spoiler post", "episode", "")
    await walk.complete("suggest", "about", "kan")
    for name in MENUS:
        await walk.menu(name, "typed by a member")
    return walk


async def _walk_old_buttons(walk: Walk, channel: Any) -> None:
    """What cards had before they were a glance."""
    asker, birds = walk.world.fan.id, (int(bird(0)), int(bird(2)))
    card = await walk.world.fan.slash(channel, "search", text="bird2")
    hits = [each["value"] for select in selects(card) for each in select["options"] if ":" in each["value"]]
    facts = [int(each.rpartition(":")[2]) for each in hits if each.startswith("report")]
    await walk.press_old(card, *(ShareFactId(number, fact) for number, fact in enumerate(facts, 1)))
    cast = await walk.world.fan.slash(channel, "cast")
    await walk.press_old(cast, TurnCastId("next", 2, asker))
    card = await walk.world.fan.slash(channel, "character", name=bird(0))
    kinds = (NextPageId, PreviousPageId, SourcesId, ReportPageId, LookAheadId, ShareCardId)
    await walk.press_old(card, *(kind("c", each, 1, PREMISE, asker) for kind in kinds for each in birds))


async def walk_desk(world: World, deep: int) -> Walk:
    """Everything that only moderators can press."""
    for number in range(21):  # more than a page holds
        await world.set_ceiling(world.guild.create_text_channel(f"room-{number}"), Episode(1, 2))
        world.guild.create_text_channel(f"ep-{number % 12 + 1}-{number}")
    walk = Walk(replace(world, fan=world.moderator), world.channel, PREMISE, None, deep)
    for name in ("about", "settings show", "settings rooms", "settings daily", "setup"):
        await walk.command(name, {})
    await walk.command("settings channel", {"ceiling": "everything"})
    await walk.command("settings channel", {"ceiling": "e4"})
    for setting in ("spoilers", "editors", "log_channel"):  # neither the first, the one in the middle nor the last
        # A channel that shows everything already is not asked about.
        await world.bot.store.viewers.clear_ceiling(world.bot.show.id, world.guild.id, world.channel.id)
        view = await world.moderator.slash(world.channel, "settings show")
        await world.moderator.select(view.response, [setting], custom_id=selects(view)[0]["custom_id"])
        await walk.press(view.response)
    await world.bot.store.viewers.clear_ceiling(world.bot.show.id, world.guild.id, world.channel.id)
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "review")
    walk.been.clear()
    await walk.command("setup", {})
    await world.bot.store.guilds.set_setting(world.guild.id, "language", None)  # the walks after it read English
    return walk
