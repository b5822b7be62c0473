"""The bot's own emoji: looked after in the background, once a day."""

import asyncio
import logging

from discord.ext import commands, tasks

from bot import faces
from bot.client import FanBot
from bot.errors import StoppingError, StoreError
from bot.store.cluster import Turn

log = logging.getLogger(__name__)


class FacesCog(commands.Cog):
    """Name badges and medals as emoji of the application."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Begin."""
        self.upload.start()
        if not self.bot.cluster.is_alone:
            self.look.start()

    async def cog_unload(self) -> None:
        """End."""
        self.upload.cancel()
        self.look.cancel()

    @tasks.loop(hours=24)
    async def upload(self) -> None:
        """Let Discord have every emoji that there should be. Cards that were made before get them too."""
        try:
            async with self.bot.cluster.turn(Turn.FACES):
                changed = await faces.upload_faces(
                    self.bot, self.bot.store.faces, self.bot.show.id, self.bot.caches.drawing
                )
            if changed:
                self.bot.caches.cards.forget()
        except StoppingError:
            pass  # it goes on at the next start
        except Exception:
            log.exception("the upload of name badges failed; it runs again tomorrow")

    @tasks.loop(minutes=1)
    async def look(self) -> None:
        """Make cards anew where another process has uploaded emoji, or lost them."""
        try:
            if await self.bot.store.faces.changed():
                self.bot.caches.cards.forget()
        except StoreError as error:
            log.warning("emoji could not be looked for: %s", error)

    @commands.Cog.listener()
    async def on_faces_lost(self) -> None:
        """Somebody deleted emoji in the Developer Portal: cards do without until the next upload."""
        await self.bot.store.faces.forget()
        self.bot.caches.cards.forget()

    @upload.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()
        await asyncio.sleep(faces.SOON)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(FacesCog(bot))
