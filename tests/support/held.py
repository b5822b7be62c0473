"""Where in the database a member can stand, and where one does."""

import re

from support.world import World

# What a column of ids can name that is no member. A new name belongs either here or into bot/store/privacy.py.
NO_MEMBER = {
    "id", "show_id", "guild_id", "channel_id", "parent_id", "message_id", "place_id", "command_id", "custom_id",
    "editor_role_id", "review_channel_id", "log_channel_id", "original_id",
    "character_id", "actor_id", "subject_id", "source_id", "target_id", "fact_id", "question_id", "item_id",
    "game_id", "round_id", "review_id", "import_id", "draft_id", "application_id", "event_id", "emoji_id", "category_id", "role_id",
}  # fmt: skip


async def columns(world: World) -> list[tuple[str, str]]:
    """Every column of every table that may hold an id: of a member, or of anything else."""
    rows = await world.bot.store.database.rows(
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c"
        " WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'search\\_%' ESCAPE '\\'"
    )
    may_be_one = re.compile(r"(?:.*_)?(?:ids?|by|user|member|author|host|owner|editor|moderator|winner|player)")
    return [(table, column) for table, column in rows if may_be_one.fullmatch(column)]


async def named(world: World, member: int) -> set[tuple[str, str]]:
    """Every column in which a member stands."""
    found: set[tuple[str, str]] = set()
    for table, column in await columns(world):
        if await world.bot.store.database.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", (member,)):  # noqa: S608  names of the schema
            found.add((table, column))
    return found
