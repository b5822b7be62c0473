"""Search over the shipped pack, as tests ask it."""

import json
import tomllib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.paths import ROOT
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Pack, row_id
from bot.store.database import Database
from bot.store.facts import FactStore
from bot.store.packs import PackStore
from bot.store.search import SearchStore
from support.shipped import shipped_pack

PACK = shipped_pack()
SHOW = row_id(PACK.slug, "show", PACK.slug)
ASKED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (ROOT / "tests" / "data" / "search_questions.toml").read_text("utf-8")
)


EPISODES = [PREMISE, *(each.episode for each in PACK.episodes)]
LAST = Scope.through(EPISODES[-1])
EVERY_FOURTH = [each["text"] for half in ASKED.values() for each in half][::4]


@asynccontextmanager
async def store_of(path: Path, pack: Pack) -> AsyncGenerator[Database]:
    """A database that holds `pack`."""
    database = await Database.open(path)
    try:
        await PackStore(database, FactStore(database)).import_pack(pack)
        yield database
    finally:
        await database.close()


def through(typed: str) -> Scope:
    """The scope of whoever finished an episode, written as `S1E4`."""
    return Scope.through(Episode(1, int(typed.removeprefix("S1E"))))


async def ids(search: SearchStore, text: str, scope: Scope = LAST, limit: int = 25) -> list[int]:
    """The facts that are found, best first."""
    return [hit.fact.id for hit in await search.search(SHOW, text, scope, limit)]


def asked(half: str) -> list[dict[str, Any]]:
    """Questions as viewers type them, each with where its asker is and the facts that answer it, if any may."""
    lines = (ROOT / "tests" / "data" / f"asked_{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


DEATHS = {"es": "¿quién muere?", "pt": "quem morre", "id": "siapa yang mati", "ja": "誰が死ぬ", "ko": "누가 죽어?"}
