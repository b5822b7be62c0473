"""The SQLite fact store: all SQL lives in this package. Typed values in and out; driver errors stop here."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.commands import CommandStore
from bot.store.dailies import DailyStore
from bot.store.daily_answers import DailyAnswerStore
from bot.store.database import Database
from bot.store.departures import DepartureStore
from bot.store.drafts import DraftStore
from bot.store.edits import EditStore
from bot.store.episodes import EpisodeStore
from bot.store.faces import FaceStore
from bot.store.facts import FactStore
from bot.store.game_helps import GameHelpStore
from bot.store.game_kinds import GameKindStore
from bot.store.game_messages import GameMessageStore
from bot.store.games import GameStore
from bot.store.guilds import GuildStore
from bot.store.imports import ImportStore
from bot.store.packs import PackStore
from bot.store.posts import PostStore
from bot.store.practice import PracticeStore
from bot.store.privacy import PrivacyStore
from bot.store.questions import QuestionStore
from bot.store.relationships import RelationshipStore
from bot.store.releases import ReleaseStore
from bot.store.reviews import ReviewStore
from bot.store.rounds import RoundStore
from bot.store.scores import ScoreStore
from bot.store.search import SearchStore
from bot.store.teams import TeamStore
from bot.store.timed import Observer, TimedDatabase
from bot.store.viewers import ViewerStore
from bot.store.watchalongs import WatchalongStore

__all__ = ["Store", "open_store"]


@dataclass(frozen=True, slots=True)
class Store:
    """Everything the bot remembers, by what it is about."""

    database: Database
    packs: PackStore
    facts: FactStore
    faces: FaceStore
    episodes: EpisodeStore
    relationships: RelationshipStore
    search: SearchStore
    viewers: ViewerStore
    drafts: DraftStore
    reviews: ReviewStore
    edits: EditStore
    releases: ReleaseStore
    imports: ImportStore
    commands: CommandStore
    guilds: GuildStore
    posts: PostStore
    privacy: PrivacyStore
    questions: QuestionStore
    rounds: RoundStore
    game_helps: GameHelpStore
    game_kinds: GameKindStore
    games: GameStore
    game_messages: GameMessageStore
    scores: ScoreStore
    teams: TeamStore
    practice: PracticeStore
    dailies: DailyStore
    daily_answers: DailyAnswerStore
    departures: DepartureStore
    watchalongs: WatchalongStore


@asynccontextmanager
async def open_store(
    path: Path, *, to_read: bool = False, observer: Observer | None = None
) -> AsyncGenerator[Store, None]:
    """Open the store in the file `path`, bring its schema up to date, and close it at the end.

    With `to_read` nothing is changed, be there a running bot or not. `observer` hears how long everything takes.

    Raises:
        StoreError: where the file cannot be used; to be read, it has to be of this program's version.
    """
    kind = Database if observer is None else TimedDatabase
    database = await (kind.open_to_read(path) if to_read else kind.open(path))
    if observer is not None and isinstance(database, TimedDatabase):
        database.observer = observer
    facts, rounds, scores = FactStore(database), RoundStore(database), ScoreStore(database)
    teams = TeamStore(database)
    try:
        yield Store(
            database,
            packs=PackStore(database, facts),
            facts=facts,
            faces=FaceStore(database, facts),
            episodes=EpisodeStore(database),
            relationships=RelationshipStore(database),
            search=SearchStore(database),
            viewers=ViewerStore(database),
            drafts=DraftStore(database),
            reviews=ReviewStore(database, facts),
            edits=EditStore(database),
            releases=ReleaseStore(database),
            imports=ImportStore(database),
            commands=CommandStore(database),
            guilds=GuildStore(database),
            posts=PostStore(database),
            privacy=PrivacyStore(database),
            questions=QuestionStore(database),
            rounds=rounds,
            game_helps=GameHelpStore(database),
            game_kinds=GameKindStore(database, facts),
            games=GameStore(database),
            game_messages=GameMessageStore(database, rounds, scores, teams),
            scores=scores,
            teams=teams,
            practice=PracticeStore(database),
            dailies=DailyStore(database),
            daily_answers=DailyAnswerStore(database),
            departures=DepartureStore(database),
            watchalongs=WatchalongStore(database),
        )
    finally:
        await database.close()
