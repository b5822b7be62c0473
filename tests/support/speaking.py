"""Members and servers of other languages."""

from collections.abc import Callable
from typing import Any

import pytest
from simcord import interactions

Speak = Callable[[str, str], None]
"""Whoever acts from now on has this locale, and their server that one."""


def speakers(monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Lets members and servers have locales: simcord has one for all."""
    made = interactions.base_payload

    def speak(member: str, server: str) -> None:
        def payload(*args: Any, **options: Any) -> Any:
            record, payload = made(*args, **options)
            return record, payload | {"locale": member, "guild_locale": server}

        monkeypatch.setattr(interactions, "base_payload", payload)

    return speak
