"""The relationships picture: nothing overlaps, nothing overflows, and the same ties make the same bytes."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.paths import ROOT
from bot.ui.chart import drawing as charts
from bot.ui.chart import parts as chart_parts
from bot.ui.chart.drawing import relationship_map
from bot.ui.chart.parts import Node, Tie
from support.graphs import GRAPHS, Graph, star


def picture(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.format == "PNG"
    return image


def check(nodes: Sequence[Node], ties: Sequence[Tie], centre: int | None) -> None:
    """Every pill and label is there, inside the picture, on its own, and holds its text."""
    layout = charts.arrange(nodes, ties, centre)
    assert len(layout.pills) == len(nodes)
    assert all(lane.box for lane in layout.lanes)
    boxes = layout.boxes()
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= layout.width
        assert 0 <= top < bottom <= layout.height
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    blocks = [*layout.blocks, *(lane.block for lane in layout.lanes)]
    for box, block in zip(boxes, blocks, strict=True):
        assert block.height <= box[3] - box[1]
        for line in block.lines:
            assert chart_parts.font(line.size, line.bold).getlength(line.text) <= box[2] - box[0]


@pytest.mark.parametrize("name", GRAPHS)
def test_no_two_boxes_overlap_and_all_are_drawn(name: str) -> None:
    check(*GRAPHS[name])


@pytest.mark.parametrize("name", [name for name, graph in GRAPHS.items() if graph[2] is not None])
def test_one_persons_picture_fits_a_phone(name: str) -> None:
    png = relationship_map(*GRAPHS[name])
    assert picture(png).width == 1100
    assert len(png) <= 200_000
    layout = charts.arrange(*GRAPHS[name])
    assert all(line.size >= 26 for lane in layout.lanes for line in lane.block.lines)


def test_the_whole_map_stays_within_what_discord_shows() -> None:
    png = relationship_map(*GRAPHS["everyone at the end"])
    assert max(picture(png).size) <= 4000
    assert len(png) <= 1_500_000
    layout = charts.arrange(*GRAPHS["everyone at the end"])
    assert all(line.size >= 15 for lane in layout.lanes for line in lane.block.lines)


def test_the_same_ties_make_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib\n"
        "from bot.ui.chart.drawing import relationship_map\n"
        "from support.graphs import GRAPHS\n"
        "for name in ('Nam On-jo at the end', 'everyone at S1E4'):\n"
        "    print(hashlib.sha256(relationship_map(*GRAPHS[name])).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_igraph_stays_out_of_the_process_until_the_whole_map_is_drawn() -> None:
    program = (
        "import sys\n"
        "from bot.ui.chart.drawing import Node, Tie, relationship_map\n"
        "relationship_map([Node(1, 'A'), Node(2, 'B')], [Tie(1, 2, 'friend')], 1)\n"
        "print('igraph' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_empty_map_is_an_empty_picture() -> None:
    assert picture(relationship_map([], [])).width > 0


def test_one_person_without_ties_stands_alone() -> None:
    for centre in (7, None):
        check([Node(7, "Jae-jun", "재준")], [], centre)
        picture(relationship_map([Node(7, "Jae-jun", "재준")], [], centre))


def test_ties_to_nobody_and_to_oneself_are_left_out() -> None:
    layout = charts.arrange([Node(1, "A"), Node(2, "B")], [Tie(1, 1, "self"), Tie(1, 9, "stranger")], 1)
    assert layout.lanes == []


def test_one_persons_picture_draws_their_ties_and_nobody_elses() -> None:
    nodes = [Node(1, "A"), Node(2, "B"), Node(3, "C")]
    layout = charts.arrange(nodes, [Tie(1, 2, "friend"), Tie(2, 3, "rival"), Tie(3, 1, "rescuer")], 1)
    assert [(lane.start, lane.end) for lane in layout.lanes] == [(0, 1), (2, 0)]


def test_a_centre_that_is_not_among_the_people_gives_the_whole_map() -> None:
    assert relationship_map(*star(3)[:2], 99) == relationship_map(*star(3)[:2])


def test_ties_of_one_direction_share_a_line() -> None:
    ties = [
        Tie(2, 1, "secret admirer", ended=True),
        Tie(2, 1, "admirer"),
        Tie(1, 2, "rescuer"),
        Tie(1, 2, "classmate", mutual=True),
        Tie(2, 1, "classmate", mutual=True),
    ]
    lanes = charts.arrange([Node(1, "A"), Node(2, "B")], ties, 1).lanes
    assert [[line.text for line in lane.block.lines] for lane in lanes] == [
        ["classmate"],
        ["rescuer"],
        ["admirer", "secret admirer (ended)"],
    ]
    assert [(lane.directed, lane.ended) for lane in lanes] == [(False, False), (True, False), (True, False)]


def test_an_ended_tie_says_so_in_words() -> None:
    tie = Tie(1, 2, "best friend", mutual=True, ended=True)
    (lane,) = charts.arrange([Node(1, "A"), Node(2, "B")], [tie], 1).lanes
    assert lane.ended
    assert " ".join(line.text for line in lane.block.lines) == "best friend (ended)"


@pytest.mark.parametrize("centre", [1, None])
def test_an_arrow_ends_at_the_one_it_speaks_about(centre: int | None) -> None:
    nodes = [Node(1, "Nam On-jo"), Node(2, "Nam So-ju"), Node(3, "Kim Ji-min"), Node(4, "Park Hee-su")]
    ties = [Tie(2, 1, "father"), Tie(1, 3, "comforter"), Tie(4, 1, "friend")]
    layout = charts.arrange(nodes, ties, centre)
    for tie, lane in zip(sorted(ties, key=lambda tie: min(tie.source, tie.target)), layout.lanes, strict=True):
        x, y = lane.path[-1]
        left, top, right, bottom = layout.pills[tie.target - 1]
        assert left - 1 <= x <= right + 1
        assert top - 1 <= y <= bottom + 1


HOSTILE = [
    "",
    " \t\r\n ",
    "W" * 5000,
    "한" * 3000,
    "a\tb\nc\u2028d\x00e\x1b[31mf\x7f",
    "\u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f9df\u200d\u2642\ufe0f\U0001f1f0\U0001f1f7",
    "z\u0301\u0302\u0303" * 300,
    "\ud800 lonely surrogate",
    "\ufdfa" * 50,
    "\u1112\u1161\u11ab",
    "a " * 2000,
    "\u00ad\u200b\ufeff",
]


@pytest.mark.parametrize("centre", [0, 1, None])
def test_hostile_texts_neither_crash_nor_overflow(centre: int | None) -> None:
    nodes = [Node(number, text, text) for number, text in enumerate(HOSTILE)]
    ties = [Tie(number, 0, text, ended=number % 2 == 0) for number, text in enumerate(HOSTILE)]
    check(nodes, ties, centre)
    picture(relationship_map(nodes, ties, centre))


def test_a_text_that_nothing_can_draw_becomes_a_mark() -> None:
    assert chart_parts.cleaned("\U0001f9df\u0645") == "…"
    assert chart_parts.cleaned(" Han\tGang\n\u1112\u1161\u11ab \uff46\uff55\uff4c\uff4c ") == "Han Gang 한 full"


def test_a_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    (lane,) = charts.arrange([Node(1, "A"), Node(2, "B")], [Tie(1, 2, "x" * 400, ended=True)], 1).lanes
    assert "".join(line.text for line in lane.block.lines).replace(" ", "").endswith("x…(ended)")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    texts = st.text(max_size=60) | st.sampled_from(
        ["classmate", "Lee Cheong-san", "fellow pupil who leaves her behind"]
    )
    count = draw(st.integers(0, 14))
    nodes = [Node(number * 3, draw(texts), draw(st.sampled_from(["", "남온조"]) | texts)) for number in range(count)]
    ids = st.sampled_from([node.id for node in nodes]) if nodes else st.just(1)
    ties = draw(st.lists(st.builds(Tie, ids, ids, texts, st.booleans(), st.booleans()), max_size=2 * count))
    return nodes, ties, draw(st.none() | ids)


@given(graphs())
def test_no_graph_makes_boxes_overlap(graph: Graph) -> None:
    check(*graph)
