"""python -m bot.ui.chart.draw: draws one picture of relationships in a process of its own, which the bot does not wait in.

Drawing holds the interpreter for up to two seconds: in a thread of the bot everybody else would wait as well.
"""

import os
import sys

import orjson

from bot.ui.chart.drawing import relationship_map
from bot.ui.chart.parts import Node, Tie


def drawn(ordered: bytes) -> bytes:
    """The picture that `bot.ui.story.relationship_cards.picture_order` asks for, as a PNG; the same order is the same picture, byte for byte."""
    nodes, ties, centre = orjson.loads(ordered)
    return relationship_map([Node(*each) for each in nodes], [Tie(*each) for each in ties], centre)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for an answer in words goes first
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))
