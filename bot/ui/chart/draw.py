"""python -m bot.ui.chart.draw: draws what is ordered in a process of its own, which the bot does not wait in.

Drawing holds the interpreter for up to some seconds: in a thread of the bot everybody else would wait as well.
"""

import base64
import os
import sys
from typing import Any

import orjson

from bot.show.badges import LineDrawing
from bot.ui.chart.badges import BadgeName, badge
from bot.ui.chart.medals import medal
from bot.ui.chart.person_ties import person_picture
from bot.ui.chart.tie_map import tie_map
from bot.ui.chart.ties import Bond, PicturedPerson
from bot.ui.chart.yearbook import yearbook


def drawn(ordered: bytes) -> bytes:
    """The picture that `bot.ui.story.orders` or `bot.faces` asks for; the same order is the same picture, byte for byte.

    A PNG; of emoji, which are ordered by the dozen, a JSON list of PNGs in base64.
    """
    match orjson.loads(ordered):
        case ["person", centre, people, bonds]:
            return person_picture(_person(centre), [_person(each) for each in people], [Bond(*each) for each in bonds])
        case ["map", title, people, bonds]:
            return tie_map(title, [_person(each) for each in people], [Bond(*each) for each in bonds])
        case ["yearbook", title, below, groups]:
            return yearbook(title, [(name, [_person(each) for each in people]) for name, people in groups], below)
        case ["emoji", faces]:
            pictures = [medal(each) if isinstance(each, int) else badge(_badge(each)) for each in faces]
            return orjson.dumps([base64.b64encode(picture).decode() for picture in pictures])
        case _:
            raise ValueError("an order of no known kind")


def _person(ordered: Any) -> PicturedPerson:
    person_id, name, hangul, face = ordered
    return PicturedPerson(person_id, name, hangul, _badge(face))


def _badge(ordered: Any) -> BadgeName:
    sign, group, drawing = ordered
    return BadgeName(sign, group, None if drawing is None else LineDrawing(**drawing))


def main() -> None:
    """Draw one order after the other, until there are no more: each comes, and goes, behind its length in four bytes.

    A picture begins with a zero, and an error, of which only the kind is told, with a one.
    """
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for an answer in words goes first
    while length := sys.stdin.buffer.read(4):
        try:
            answer = b"\0" + drawn(sys.stdin.buffer.read(int.from_bytes(length)))
        except Exception as error:  # noqa: BLE001  the bot raises it
            answer = b"\1" + type(error).__name__.encode()
        sys.stdout.buffer.write(len(answer).to_bytes(4) + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
