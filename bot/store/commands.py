"""Which commands Discord knows of us, and under which ids."""

from bot.store.database import Database


class CommandStore:
    """What the last registration of the commands answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def registered(self, content_hash: str) -> dict[str, int] | None:
        """Command ids by name, or None where the tree with this hash was not the last one registered."""
        rows = await self._database.rows("SELECT name, command_id, content_hash FROM registered_commands")
        if not rows or any(row[2] != content_hash for row in rows):
            return None
        return {name: command_id for name, command_id, _ in rows}

    async def set_registered(self, content_hash: str, ids: dict[str, int]) -> None:
        """Remember a registration."""
        async with self._database.transaction() as transaction:
            await transaction.execute("DELETE FROM registered_commands")
            await transaction.execute_many(
                "INSERT INTO registered_commands (name, command_id, content_hash) VALUES (?, ?, ?)",
                [(name, command_id, content_hash) for name, command_id in ids.items()],
            )
