"""Everything that editors run, type and press, in a server that changed something at every gate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest import mock

from simcord.results import ResponseMessage

from bot.show.edits import Change, Content, FactContent, QuestionContent
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Source, row_id
from bot.show.spoilers import Spoiler
from bot.store.edits import ENOUGH, QUOTA, new_id
from bot.store.reviews import NewQuestion, NewReview
from bot.ui.editing.ids import LaterId
from bot.ui.kit.ids import ControlId
from bot.ui.reviews.ids import RejectId
from support.canaries import EPISODES, GATES, canary_pack
from support.reading import components
from support.walk import Sent, Walk
from support.world import World

NOW = datetime(2026, 1, 1, tzinfo=UTC)


# Commands for editors: a member who is none does not have them, so they are walked here.
FOR_EDITORS = {
    *(f"fact {name}" for name in ("add", "edit", "retire", "restore", "history", "list", "export", "import")),
    *(f"question {name}" for name in ("add", "edit", "retire", "restore", "history", "list", "export", "import")),
    "review",
}


LIST = b"question,answer,wrong\nWho waves then?,Nobody,Anybody\nWho waves now?,Somebody,\n"
ROW = b'[[facts]]\ntext = "Nobody waves."\ntopic = "trait"\nrevealed_in = "premise"\nsources = ["a"]\n'


def canary(gate: Episode, words: str) -> Spoiler:
    return Spoiler(f"Kan{gate.number:02}{words}", gate)


def fact_of(gate: Episode, words: str) -> FactContent:
    about = row_id("canaries", "subject", f"bird{gate.number}")
    return FactContent(canary(gate, words), "trait", (about,), (Source(f"Kan{gate.number:02}site", None),))


def question_of(gate: Episode) -> QuestionContent:
    wrong = tuple(canary(gate, f"wrong{number}") for number in range(3))
    text, answer, why = (canary(gate, words) for words in ("asked", "right", "because"))
    return QuestionContent(text, answer, wrong, why, "easy", "trait", (), (Source("site", None),), gate)


async def edited(world: World) -> dict[Episode, dict[str, int]]:
    """A server with a fact, a changed fact and a question of its own, a hidden fact and a suggestion at every gate."""
    edits, show, guild = world.bot.store.edits, world.bot.show.id, world.guild.id
    found: dict[Episode, dict[str, int]] = {}

    async def save(item_id: int, revision: int, content: Content, *, retired: bool = False) -> None:
        action = "retired" if retired else "edited" if revision else "added"
        change = Change(item_id, revision, content, "retired" if retired else "live", action)
        reason = f"Kan{content.revealed_in.number:02}reason"
        await edits.save(show, guild, change, by=world.moderator.id, at=NOW, reason=reason)

    for gate in GATES:
        ids = found[gate] = {"own": new_id(guild, "fact"), "question": new_id(guild, "question")}
        await save(ids["own"], 0, fact_of(gate, "own"))
        await save(ids["question"], 0, question_of(gate))
        every = await edits.items(show, guild, "fact")
        for name, item in zip(
            ("changed", "hidden"),
            (each for each in every if each.shipped and not each.changed_here and each.content.revealed_in == gate),
            strict=False,
        ):
            ids[name] = item.id
            hidden = name == "hidden"
            await save(item.id, 1, item.content if hidden else fact_of(gate, "changed"), retired=hidden)
        # It was of a later episode once: its history is.
        ids["moved"] = new_id(guild, "fact")
        await save(ids["moved"], 0, fact_of(EPISODES[-1], "moved"))
        await save(ids["moved"], 1, fact_of(gate, "moved here"))
        await world.bot.store.reviews.add_review(NewReview(
            "suggestion", show_id=show, guild_id=guild, author_id=gate.number, target_id=None,
            text=f"Kan{gate.number:02}suggested", source="somewhere", at=NOW, revealed_in=gate,
            about=f"Kan{gate.number:02}about", topic="trait",
        ))  # fmt: skip
        await world.bot.store.reviews.add_review(NewReview(
            "suggestion", show_id=show, guild_id=guild, author_id=gate.number, target_id=None,
            text=f"Kan{gate.number:02}asked?", source="somewhere", at=NOW, revealed_in=gate, topic="trait",
            question=NewQuestion((f"Kan{gate.number:02}yes", f"Kan{gate.number:02}no"), f"Kan{gate.number:02}why", "easy"),
        ))  # fmt: skip
        await world.bot.store.reviews.add_review(NewReview(
            "fact report", show_id=show, guild_id=guild, author_id=gate.number, target_id=ids["own"],
            text=f"Kan{gate.number:02}reported", source="", at=NOW, revealed_in=gate,
        ))  # fmt: skip
    return found


async def miss_everything(world: World) -> None:
    """A game of the server that asked all there is, and in which nobody knew anything."""
    show, guild, database = world.bot.show.id, world.guild.id, world.bot.store.database
    await database.write(
        "INSERT INTO trivia_games (id, show_id, kind, guild_id, ceiling, rounds, seconds, phase, ended)"
        " VALUES (1, ?, 'public', ?, 0, 1, 10, 'over', 'finished')",
        (show, guild),
    )
    for number, item in enumerate(await world.bot.store.edits.items(show, guild, "question"), 1):
        await database.write(
            "INSERT INTO trivia_rounds (id, game_id, number, question_id, text, options, answer, explanation, sites,"
            " difficulty, topic, revealed_in, opened_at, closed_at)"
            """ VALUES (?, 1, ?, ?, '', '["", ""]', 0, '', '[]', 'easy', 'event', 0, 1, 2)""",
            (number, number, item.id),
        )
        for user in range(ENOUGH):
            await database.write(
                "INSERT INTO trivia_answers (round_id, user_id, choice, at) VALUES (?, ?, 1, 1)", (number, user)
            )


def scenarios(finished: Episode, ids: dict[Episode, dict[str, int]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every command of editors, about what they have seen and about what not."""
    near = [PREMISE, finished, *(each for each in EPISODES if each > finished)][:3]
    for kind, named in (("fact", ("own", "changed", "moved", "hidden")), ("question", ("question",))):
        for what in ("edit", "retire", "restore", "history"):
            yield from (
                (f"{kind} {what}", {kind: str(ids[gate][name])}) for gate in near for name in named if name in ids[gate]
            )
            yield f"{kind} {what}", {kind: "what nobody picked"}
        yield f"{kind} add", {}
        yield from ((f"{kind} list", {"changed_here": changed}) for changed in (False, True))
    yield "question list", {"order": "most missed"}
    yield from (("fact list", {"about": f"kan{gate.number:02} bo"}) for gate in near)
    yield from (("fact export", {"format": form}) for form in ("toml", "json"))
    yield "fact import", {"file": ("facts.toml", ROW + b'id = "a"\nabout = ["bird0"]\n')}
    yield "fact import", {"file": ("facts.toml", b"rubbish"), "dry_run": True}
    yield "question export", {"format": "toml"}
    yield "question import", {"file": ("list.csv", LIST)}
    yield "question import", {"file": ("list.yaml", b"Who?: nobody"), "episode": "premise", "dry_run": True}
    yield "review", {}


async def complete(walk: Walk, name: str, option: str, typed: str) -> None:
    """Type into an option of a command whose reply is private, whatever is filled in."""
    choices = await walk.world.fan.autocomplete(walk.channel, name, option, typed)
    scope = walk.scope(public=False)
    walk.sent.append(Sent(f"complete /{name}: {typed!r}", {"choices": choices}, scope, public=False))


async def walk_editors(world: World, progress: Episode | None, deep: int) -> Walk:
    """Everything that editors run and press."""
    ids = await edited(world)
    # A release of the pack changes every fact below what was edited.
    pack = canary_pack()
    facts = tuple(
        replace(each, text=Spoiler(f"{each.text.reveal()} anew", each.text.revealed_in)) for each in pack.facts
    )
    await world.bot.store.packs.import_pack(replace(pack, facts=facts))
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", world.channel.id)
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", world.channel.id)
    await world.set_progress(world.moderator, progress)
    await world.set_ceiling(world.channel, Episode(1, 2))
    walk = Walk(replace(world, fan=world.moderator), world.channel, Episode(1, 2), progress, deep)
    for kind, typed in (("fact", "kan"), ("fact", "S1E9"), ("fact", "bird12"), ("question", "S1E9"), ("question", "")):
        for what in ("edit", "retire", "restore", "history"):
            await complete(walk, f"{kind} {what}", kind, typed)
    await complete(walk, "fact list", "about", "kan")
    await complete(walk, "question import", "episode", "s1e")
    await miss_everything(world)
    for name, options in scenarios(progress or PREMISE, ids):
        await walk.command(name, options)
    suggesting = Walk(replace(world, fan=world.other), world.channel, Episode(1, 2), None, deep)
    await suggesting.command("suggest", {"about": "somebody"})
    await ask_back(suggesting)
    await reject(walk)
    card = world.env.backend.get_message(world.channel.id, world.channel.last_message.id)
    await walk.press(ResponseMessage(world.env, card))
    await walk_cards(walk)
    with mock.patch.dict(QUOTA, {"fact": 0}):
        await walk.command("fact import", {"file": ("facts.toml", ROW + b'about = ["bird0"]\n')})
    walk.pressed |= suggesting.pressed
    walk.sent += suggesting.sent
    return walk


async def ask_back(walk: Walk) -> None:
    """A member's suggestion and question go back to them with what moderators want to know."""
    reviews, guild = walk.world.bot.store.reviews, walk.world.guild.id
    for question in (None, NewQuestion(("yes", "no"), "because", "easy")):
        review = await reviews.add_review(NewReview(
            "suggestion", show_id=walk.world.bot.show.id, guild_id=guild, author_id=walk.world.fan.id, target_id=None,
            text=f"Nobody {question is None}", source="somewhere", at=NOW, revealed_in=PREMISE, question=question,
        ))  # fmt: skip
        assert review is not None
        await reviews.decide(guild, review, "rejected", by=walk.world.moderator.id, at=NOW, reason="Where?", asked=True)
    await walk.command("progress show", {})


async def reject(walk: Walk) -> None:
    """Whoever presses everything has asked back before."""
    review = await walk.world.bot.store.reviews.add_review(NewReview(
        "suggestion", show_id=walk.world.bot.show.id, guild_id=walk.world.guild.id, author_id=1, target_id=None,
        text="Nobody rejects it", source="somewhere", at=NOW, revealed_in=PREMISE,
    ))  # fmt: skip
    shown = await walk.world.fan.slash(walk.channel, "review")
    while f":{review}:" not in str(_controls(shown)):
        shown = await _press(walk, shown, LaterId)
    await walk.submit(await _press(walk, shown, RejectId))


async def _press(walk: Walk, shown: Any, kind: type[ControlId]) -> Any:
    """Not by its label: the walk speaks other languages too."""
    custom_id = next(each for each in _controls(shown) if each.startswith(f"{kind.prefix}:"))
    return await walk.world.fan.click(shown.response, custom_id=custom_id)


def _controls(shown: Any) -> list[str]:
    return [each["custom_id"] for each in components(shown) if "custom_id" in each]


async def walk_cards(walk: Walk) -> None:
    """The card of everything that waits, as it stands in the review channel, and all that can be pressed on it."""
    world = walk.world
    queue: Any = world.bot.cogs["ReviewCog"]
    for review in await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id):
        seen = len(world.env.http_requests)
        await queue.on_review_added(world.guild.id, review.id)
        posted: list[Any] = [each.json or {} for each in world.env.http_requests[seen:]]
        walk.sent += [Sent("a card in the review channel", each, Scope.through(walk.ceiling), True) for each in posted]
        card = world.env.backend.get_message(world.channel.id, world.channel.last_message.id)
        await walk.press(ResponseMessage(world.env, card))


async def walk_queue(world: World) -> Walk:
    """What is suggested of every episode, in a review channel and in front of an editor who are at S1E4."""
    finished = Episode(1, 4)
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", world.channel.id)
    await world.set_progress(world.moderator, finished)
    await world.set_ceiling(world.channel, finished)
    shipped = {fact.text.revealed_in: fact.text.reveal() for fact in canary_pack().facts}
    for gate in filter(shipped.get, GATES):
        # Each is close to a fact of its episode; and one says early what is told late.
        for revealed_in, words in ((gate, "again"), (PREMISE, "once more")):
            await world.bot.store.reviews.add_review(NewReview(
                "suggestion", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=gate.ordinal,
                target_id=None, text=f"{shipped[gate]} {words}", source="somewhere", at=NOW, revealed_in=revealed_in,
                about="a bird", topic="trait", correction=True,
            ))  # fmt: skip
            await world.bot.store.reviews.add_review(NewReview(
                "suggestion", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=gate.ordinal,
                target_id=None, text=f"{shipped[gate]} {words}?", source="", at=NOW, revealed_in=revealed_in,
                question=NewQuestion((f"{shipped[gate]} {words}", "no")),
            ))  # fmt: skip
    walk = Walk(replace(world, fan=world.moderator), world.channel, finished, finished, 2, ahead=False)
    for typed in ("no such words", "kan", ""):
        await complete(walk, "fact edit", "fact", typed)
    await walk_cards(walk)
    await walk.command("review", {})
    return walk


async def walk_lists(world: World) -> Walk:
    """Everything that narrows a list down, for an editor at S1E4; all that comes later is hidden or moved here."""
    finished, edits = Episode(1, 4), world.bot.store.edits
    await world.set_progress(world.moderator, finished)
    for number, item in enumerate(await edits.items(world.bot.show.id, world.guild.id, "fact")):
        if item.content.revealed_in > finished:
            change = Change(item.id, 1, item.content, "retired" if number % 2 else "live", "edited")
            await edits.save(world.bot.show.id, world.guild.id, change, by=1, at=NOW)
    walk = Walk(replace(world, fan=world.moderator), world.channel, PREMISE, finished, 4, ahead=False)
    for about in (None, *(str(row_id("canaries", "subject", f"bird{number}")) for number in (0, 2, 4, 9))):
        for changed in (False, True):
            if about is not None or changed:
                options = {"changed_here": changed} | ({} if about is None else {"about": about})
                await walk.command("fact list", options)
    await walk.command("question list", {"changed_here": True})
    await miss_everything(world)
    await walk.command("question list", {"order": "most missed"})
    for kind in ("fact", "question"):
        for what in ("edit", "retire", "restore"):
            for typed in ("", "kan09", "bird0"):
                await complete(walk, f"{kind} {what}", kind, typed)
    return walk
