"""The one scanner of leaks: what is wrong with a request that the bot sent, for whoever reads it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.show.episodes import EVERYTHING, Episode, Scope
from bot.show.facts import row_id
from support.canaries import GATES, TOKEN
from support.reading import strings
from support.walk import SILENT, Sent, Walk

VARIANTS: list[Any] = [
    pytest.param(("more",), id="more"),
    pytest.param(("swapped", "fewer"), id="others", marks=pytest.mark.prove),
]
"""Shows to compare with another one: where more comes later differs in everything, in `make prove` the others follow."""

FACE = re.compile(r"\bp(\d{6,19})\b")
"""What an emoji is called: by whose badge it is."""

_GATES = {row_id("canaries", "subject", f"bird{gate.number}"): gate for gate in GATES}
TAG = re.compile(r"\|\|(?:\\.|[^|\\])+\|\|")


def in_clear(scope: Scope) -> Scope:
    """Of what stands in no tags, as buttons and questions do: nothing goes further than what is told in the clear."""
    return Scope.through(scope.clear)


def in_tags(scope: Scope) -> Scope:
    """Of forms, which have no tags: who said Yes is shown the bare text in them."""
    return Scope.through(scope.tagged)


def assert_tells_nothing(walk: Walk, of: Callable[[Scope], Scope] = lambda scope: scope) -> None:
    """Nothing was sent beyond the scope of who reads it, or beyond what this makes `of` that scope; story was."""
    found = [leak for sent in walk.sent for leak in _leaks(sent, of(sent.scope))]
    assert not found, "\n".join(found[:10])
    # The canaries sing: a walk that saw no story at all would prove nothing.
    assert any(TOKEN.search(text) for sent in walk.sent for _, text in strings(sent.body))


def _leaks(sent: Sent, scope: Scope) -> Iterator[str]:
    """What is wrong with one request, for whoever reads it with this scope."""
    for path, text in strings(sent.body):
        outside = TAG.sub("", text) if path.endswith(".content") else text
        for found in TOKEN.finditer(text):
            if Episode(1, int(found[1])) > scope.tagged and int(found[1]):
                yield f"{sent.step}: {found[0]} is beyond {scope.tagged}: {path}: {text!r}"
        for found in TOKEN.finditer(outside):
            if Episode(1, int(found[1])) > scope.clear and int(found[1]):
                yield f"{sent.step}: {found[0]} stands outside the tags, clear is {scope.clear}: {path}: {text!r}"
        for found in FACE.finditer(text):
            if _GATES.get(int(found[1]), EVERYTHING) > scope.clear:
                yield f"{sent.step}: a badge of somebody beyond {scope.clear}: {path}: {text!r}"
        if "<Spoiler" in text:
            yield f"{sent.step}: a Spoiler was printed: {path}"
    data: dict[str, Any] = sent.body.get("data") or {}
    if sent.public and sent.body.get("type") == 4 and "||" in str(data) and not data["flags"] & SILENT:
        yield f"{sent.step}: a public reply with tags notifies"
