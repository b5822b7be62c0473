"""Which commands Discord knows of us, where, and under which ids."""

from dataclasses import dataclass

from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Registration:
    """The last registration of the commands."""

    sent: str
    """The hash of what was sent."""
    found: str
    """The hash of what Discord had afterwards."""
    guild_id: int
    """The only server that has them, or 0."""
    ids: dict[str, int]
    """The id of each by its name."""


class CommandStore:
    """What the last registration of the commands came to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def registration(self) -> Registration | None:
        """The last one, or None."""
        rows = await self._database.rows(
            "SELECT content_hash, found, guild_id, name, command_id FROM registered_commands"
        )
        if not rows:
            return None
        sent, found, guild_id, _, _ = rows[0]
        return Registration(sent, found, guild_id, {name: command_id for *_, name, command_id in rows})

    async def set_registration(self, registration: Registration) -> None:
        """Remember a registration in place of the last one."""
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute("DELETE FROM registered_commands")
            await transaction.execute_many(
                "INSERT INTO registered_commands (name, command_id, content_hash, found, guild_id) VALUES (?, ?, ?, ?, ?)",
                [
                    (name, command_id, registration.sent, registration.found, registration.guild_id)
                    for name, command_id in registration.ids.items()
                ],
            )

    async def forget(self) -> None:
        """Forget the last registration."""
        await self._database.write("DELETE FROM registered_commands", aside=True)
