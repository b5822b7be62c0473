"""Daily copies of the database, where BACKUP_DIR says so: looked after in the background, once an hour."""

import logging

import discord
from discord.ext import commands, tasks

from bot.client import FanBot
from bot.errors import StoreError
from bot.store.cluster import Turn

log = logging.getLogger(__name__)


class BackupsCog(commands.Cog):
    """A copy a day."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Begin."""
        if self.bot.backups is not None:
            self.copy.start()

    async def cog_unload(self) -> None:
        """End."""
        self.copy.cancel()

    @tasks.loop(hours=1)
    async def copy(self) -> None:
        """Make today's copy where there is none yet. A full disk stops no bot: the older copies stay."""
        assert self.bot.backups is not None, "the loop runs only then"  # noqa: S101  says why it holds
        try:
            async with self.bot.cluster.turn(Turn.BACKUP):
                if made := await self.bot.backups.make(discord.utils.utcnow()):
                    log.info("wrote today's backup: %s", made)
        except StoreError as error:
            log.error("today's backup failed, and is tried again in an hour: %s", error)  # noqa: TRY400  its words say it all
        except Exception:
            log.exception("today's backup failed, and is tried again in an hour")

    @copy.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(BackupsCog(bot))
