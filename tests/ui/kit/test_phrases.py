"""Sentences for what members did say what to do now, with a command to press."""

import pytest

from bot.errors import (
    BotError,
    BotNotAllowedError,
    EpisodeUnknownError,
    NotAHostError,
    NotAllowedError,
    NotAnEditorError,
)
from bot.show.episodes import PREMISE, Episode
from bot.ui.kit import phrases


class Commands:
    """Whoever knows the commands."""

    def mention(self, command: str) -> str:
        return f"</{command}:1>"

    @property
    def invite(self) -> str:
        return "https://example.org"


BOT = Commands()


@pytest.mark.parametrize(
    "error",
    [
        EpisodeUnknownError("99"), BotNotAllowedError(["send_messages"]), NotAnEditorError(), NotAHostError(),
        NotAllowedError("manage_guild"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_every_refusal_has_a_command_to_go_on_with(error: BotError) -> None:
    words = phrases.for_error(error, BOT)
    assert words is not None
    assert "</" in words


def test_what_cannot_be_shared_or_found_says_what_can_be_done() -> None:
    found = [
        phrases.always_private(BOT), phrases.draft_gone(BOT), phrases.promise(PREMISE, BOT),
        phrases.progress_is(None, BOT), phrases.progress_is(PREMISE, BOT), phrases.progress_is(Episode(1, 4), BOT),
        phrases.progress_is(None, BOT, by_channel=True),
    ]  # fmt: skip
    assert [each for each in found if "</" not in each] == []
