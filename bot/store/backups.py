"""Daily copies of the database in a folder, the newest few of them. For whoever runs the bot; knows no table."""

import asyncio
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import StoreError
from bot.store.files import back_up, check_whole

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backups:
    """One copy a day of the database at `path`, in `folder`; the newest `keep` stay."""

    path: Path
    folder: Path
    keep: int

    async def make(self, now: datetime) -> Path | None:
        """The copy of today (UTC), or None where there is one already.

        Raises:
            StoreError: it could not be written, or the database is damaged; every older copy stays then.
        """
        target = self.folder / f"{self.path.stem}-{now:%Y-%m-%d}.db"
        if target.exists():
            return None
        await asyncio.to_thread(self._make, target)
        return target

    def _make(self, target: Path) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {self.folder} for backups cannot be made: {error.strerror}.") from error
        back_up(self.path, target)
        try:
            check_whole(target)
        except StoreError:
            target.unlink()  # the older ones are worth more, and none of them goes for it
            raise
        for each in self._made()[: -self.keep]:
            each.unlink(missing_ok=True)

    def _made(self) -> list[Path]:
        """What was made here, the oldest first; nothing else in the folder is ours."""
        name = re.compile(re.escape(self.path.stem) + r"-\d{4}-\d\d-\d\d\.db")
        return sorted(each for each in self.folder.iterdir() if name.fullmatch(each.name))
