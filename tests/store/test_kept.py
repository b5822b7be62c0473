"""What is kept of the pack is what would be read now, at every scope, whatever was read before."""

from collections.abc import AsyncIterator
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from discord.utils import utcnow

from bot.show.edits import Change, FactContent
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.spoilers import Spoiler
from bot.store import Store, open_store
from bot.store.edits import new_id
from bot.store.faces import Uploaded
from bot.store.facts import FactStore
from bot.store.kept import Kept
from support.canaries import canary_pack

HERE = 4711


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "kept.db") as store:
        await store.packs.import_pack(canary_pack())
        yield store


async def everything(facts: FactStore, show: Show, scope: Scope, subjects: list[int]) -> list[Any]:
    """All that the store tells at a scope, in a server with edits and in none."""
    told: list[Any] = [await facts.characters(show.id, scope)]
    for guild in (HERE, None):
        for subject in subjects:
            about = await facts.facts_about(subject, scope, guild_id=guild)
            told += [await facts.character(show.id, subject, scope), await facts.thing(show.id, subject, scope), about]
            told += [await facts.facts_about(subject, scope, guild_id=guild, headed=False)]
            told += [await facts.characters_in(show.id, about, scope, guild_id=guild)]
            assert all(each.revealed_in <= scope.tagged for each in about)
        told += [await facts.facts_in(show.id, episode, scope, guild_id=guild) for episode in show.episodes]
    return told


async def test_what_is_kept_is_what_is_read_at_every_scope(store: Store) -> None:
    show = await store.packs.show("canaries")
    scopes = [Scope(*each) for each in combinations_with_replacement([PREMISE, *show.episodes[:3]], 2)]
    subjects = list(await store.facts.subjects(show.id, show.last))
    item, *_ = await store.edits.items(show.id, HERE, "fact", about=subjects[0])
    own = FactContent(Spoiler("ours", show.episodes[1]), "trait", (subjects[0],), (Source("site", None),))
    for change in (
        Change(item.id, item.now.revision, item.content, "retired", "retired"),
        Change(new_id(HERE, "fact"), 0, own, "live", "added"),
    ):
        await store.edits.save(show.id, HERE, change, by=7, at=utcnow())
    # The furthest first: nothing of it may stand where somebody is less far.
    warm = {scope: await everything(store.facts, show, scope, subjects) for scope in reversed(scopes)}
    for scope in scopes:
        assert await everything(store.facts, show, scope, subjects) == warm[scope]
        assert await everything(FactStore(store.database), show, scope, subjects) == warm[scope]


async def test_a_new_badge_is_read_at_once(store: Store) -> None:
    show = await store.packs.show("canaries")
    scope = Scope.through(show.last)
    (first, *_), bare = await store.facts.characters(show.id, scope), ""
    assert first.character.face == bare
    await store.faces.set_uploaded(0, f"p{first.character.id}", Uploaded(5, "look"))
    found = await store.facts.character(show.id, first.character.id, scope)
    assert found is not None
    assert found.face == f"<:p{first.character.id}:5>"
    await store.faces.forget()
    assert (await store.facts.characters(show.id, scope))[0].character.face == bare


async def test_what_was_used_longest_ago_goes_first_and_too_large_a_thing_is_not_kept() -> None:
    kept, reads = Kept[str, str](8, len), list[str]()

    async def get(key: str) -> str:
        async def read() -> str:
            reads.append(key)
            return key

        return await kept.get(key, read)

    for key in ("aa", "bb", "cc", "dd", "aa", "ee", "aa", "bb", "long", "long"):
        assert await get(key) == key
    assert reads == ["aa", "bb", "cc", "dd", "ee", "bb", "long", "long"]


async def test_what_is_read_during_an_import_is_not_kept() -> None:
    kept = Kept[str, str](8)

    async def before() -> str:
        kept.forget()
        return "before"

    async def after() -> str:
        return "after"

    assert await kept.get("key", before) == "before"
    assert await kept.get("key", after) == "after"
    assert await kept.get("key", before) == "after"


def test_a_scope_may_tag_less_and_never_more() -> None:
    scope = Scope(Episode(1, 2), Episode(1, 6))
    assert scope.tagging(Episode(1, 4)) == Scope(Episode(1, 2), Episode(1, 4))
    assert scope.tagging(Episode(1, 9)) == scope
    with pytest.raises(ValueError, match="clear"):
        Scope(Episode(1, 2), Episode(1, 1))
    assert scope.tagging(PREMISE) == Scope.through(Episode(1, 2))
