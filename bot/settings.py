"""Settings: everything that differs from one installation to another, read once from the environment and `.env`."""

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import SetupError
from bot.paths import ROOT
from bot.text_files import decoded


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of this process, of `count`: each has a part of the servers, by their numbers, as Discord divides them."""

    count: int
    ids: tuple[int, ...]

    def hold(self, guild_id: int | None) -> bool:
        """Whether this server is theirs; what has none, such as a direct message, is of shard 0."""
        return ((guild_id or 0) >> 22) % self.count in self.ids


@dataclass(frozen=True, slots=True)
class Settings:
    """See `.env.example`. The token is never printed, not even by `repr`."""

    token: str | None = field(repr=False)
    database: Path
    shows: Path
    dev_guild: int | None
    log_level: str
    log_format: str
    backup_dir: Path | None
    backup_keep: int
    metrics_port: int | None
    metrics_host: str
    shards: Shards | None = None  # None: this process runs the whole bot

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, file: Path = ROOT / ".env") -> "Settings":
        """From `environment` (default: what stands in `file`, overridden by the process's own).

        Raises:
            SetupError: with a sentence that names the variable.
        """
        if environment is None:
            environment = {**_values_in(file), **os.environ}
        values = {key: value.strip() for key, value in environment.items()}
        guild = values.get("DEV_GUILD", "")
        if guild and not (guild.isascii() and guild.isdecimal()):
            raise SetupError("DEV_GUILD must be the number of a server, such as 123456789012345678.")
        level = values.get("LOG_LEVEL", "").upper() or "INFO"
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise SetupError("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
        log_format = values.get("LOG_FORMAT", "").lower() or "text"
        if log_format not in {"text", "json"}:
            raise SetupError("LOG_FORMAT must be text or json.")
        folder, port = values.get("BACKUP_DIR"), values.get("METRICS_PORT")
        return cls(
            token=values.get("DISCORD_TOKEN") or None,
            database=_path("DATABASE", values.get("DATABASE") or "data/hyosan.db"),
            shows=_path("SHOWS", values.get("SHOWS") or "data/shows"),
            dev_guild=int(guild) if guild else None,
            log_level=level,
            log_format=log_format,
            backup_dir=_path("BACKUP_DIR", folder) if folder else None,
            backup_keep=_number("BACKUP_KEEP", values.get("BACKUP_KEEP") or "7", range(1, 1000)),
            metrics_port=_number("METRICS_PORT", port, range(1, 65536)) if port else None,
            metrics_host=values.get("METRICS_HOST") or "127.0.0.1",
            shards=_shards(values.get("SHARD_COUNT", ""), values.get("SHARD_IDS", "")),
        )


def _values_in(file: Path) -> dict[str, str]:
    try:
        text = decoded(file.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 without a mark decodes as UTF-8 to this
        raise SetupError(f"{file} is not UTF-8; save it as UTF-8.")
    return {key: value for key, value in dotenv_values(stream=io.StringIO(text)).items() if value is not None}


def _shards(count: str, ids: str) -> Shards | None:
    if not ids and not count:
        return None
    if not ids or not count:
        raise SetupError("SHARD_COUNT and SHARD_IDS belong together: how many shards there are, and which are here.")
    of = _number("SHARD_COUNT", count, range(1, 1001))
    here = set[int]()
    for part in ids.split(","):
        first, dash, last = (each.strip() for each in part.partition("-"))
        start = _number("SHARD_IDS", first, range(of))
        here.update(range(start, (_number("SHARD_IDS", last, range(start, of)) if dash else start) + 1))
    return Shards(of, tuple(sorted(here)))


def _path(name: str, typed: str) -> Path:
    try:
        return ROOT / Path(typed).expanduser()
    except RuntimeError:  # ~somebody
        raise SetupError(f"{name} names the home folder of somebody who has none here: {typed}.") from None


def _number(name: str, typed: str, allowed: range) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10 and int(typed) in allowed):
        raise SetupError(f"{name} must be a number from {allowed[0]} to {allowed[-1]}.")
    return int(typed)
