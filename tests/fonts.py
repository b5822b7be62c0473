# fonttools has no types.
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
"""Makes the shipped fonts anew: `python -m fonts FOLDER` in `tests`, where FOLDER has the fonts of Debian's fonts-noto-cjk.

They hold what `bot/ui/chart/parts.py` says that it can draw. Needs fonttools, which the bot itself does not.
"""

import sys
from pathlib import Path

from fontTools import subset

from bot.paths import DATA
from bot.ui.chart.parts import is_drawable


def make(folder: Path) -> None:
    """Write both weights."""
    letters = [number for number in range(0x20, 0x10000) if is_drawable(chr(number))]
    for weight in ("Regular", "Bold"):
        # The Japanese face: its kanji are written as in Japan, and its Hangul is that of the others.
        options = subset.Options(layout_features=[], name_IDs=["*"], hinting=False, font_number=0)
        font = subset.load_font(str(folder / f"NotoSansCJK-{weight}.ttc"), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        subset.save_font(font, str(DATA / "fonts" / f"NotoSansCJKjp-{weight}.subset.otf"), options)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
