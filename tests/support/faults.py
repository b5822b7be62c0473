"""A connection that breaks while a request of the bot is on its way, which simcord alone has no word for."""

from collections.abc import Generator
from contextlib import contextmanager
from fnmatch import fnmatch
from typing import Any
from unittest import mock

import aiohttp
from simcord.backend.errors import BackendError
from simcord.http import router

ANSWER = "/interactions/*/*/callback"
SERVER_ERROR = BackendError(500, 0, "Internal Server Error")
AGAIN = BackendError(400, 40060, "Interaction has already been acknowledged.")


@contextmanager
def broken(
    method: str,
    path: str,
    *,
    arrives: bool = False,
    error: Exception | None = None,
    times: int = 1,
) -> Generator[list[str], None, None]:
    """Break the next requests that match: before Discord has taken them, or (`arrives`) afterwards. Gives those it broke."""
    real, found = router.dispatch, list[str]()

    def dispatch(backend: Any, asked: str, where: str, **more: Any) -> Any:
        if asked != method or not fnmatch(where, path) or len(found) >= times:
            return real(backend, asked, where, **more)
        found.append(where)
        if arrives:
            real(backend, asked, where, **more)
        raise error or aiohttp.ServerDisconnectedError

    with mock.patch.object(router, "dispatch", dispatch):
        yield found
