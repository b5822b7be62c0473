"""make art: draws docs/avatar.png and docs/banner.png from their vector files, and a sheet of badges and medals.

Needs Chromium on PATH, or its program in the environment variable CHROMIUM.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.paths import DATA
from bot.show.episodes import PREMISE, Scope
from bot.show.packs.check import pack_folders, read_pack
from bot.ui.chart.badges import BadgeName, badge
from bot.ui.chart.medals import medal

ART = Path(__file__).parent
DRAWN = {"mascot.svg": ("avatar.png", 512, 512), "banner.svg": ("banner.png", 1200, 400)}


def render(program: str, vector: Path, target: Path, width: int, height: int) -> None:
    """Let a browser draw a vector file, and keep few colours: it is flat."""
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        style = "<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>"
        page.write_text(f"<!doctype html><meta charset=utf-8>{style}{vector.read_text('utf-8')}", "utf-8")
        subprocess.run(
            [program, "--headless", "--no-sandbox", "--hide-scrollbars", "--default-background-color=00000000",
             f"--window-size={width},{height}", f"--screenshot={shot}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
        Image.open(shot).convert("RGBA").quantize(128).save(target, optimize=True)


def sheet(target: Path) -> None:
    """The badges of everybody whom the poster and the trailer show, and the medals: on a dark and on a light ground."""
    scope = Scope.through(PREMISE)
    people = [each for folder in pack_folders(DATA / "shows") for each in read_pack(folder).characters]
    badges = [badge(BadgeName(*each.badge.ordered(scope))) for each in people if each.name.revealed_in == PREMISE]
    drawn = [Image.open(BytesIO(png)) for png in (*badges, *map(medal, (1, 2, 3)))]
    picture = Image.new("RGB", (72 * len(drawn) + 8, 160), "#313338")
    picture.paste("#ffffff", (0, 80, picture.width, 160))
    for at, each in enumerate(drawn):
        small = each.resize((64, 64), Image.Resampling.LANCZOS)  # pyright: ignore[reportUnknownMemberType]
        for top in (8, 88):
            picture.paste(small, (8 + 72 * at, top), small)
    picture.save(target, optimize=True)


def main() -> int:
    """Draw all of it."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        print(
            "make art needs Chromium: install the package chromium, or name its program in CHROMIUM.", file=sys.stderr
        )
        return 1
    for vector, (target, width, height) in DRAWN.items():
        render(program, ART / vector, ART.parent / target, width, height)
    sheet(ART / "badges.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
