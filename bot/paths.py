"""Where the files that come with the program lie."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
DATA: Final = ROOT / "data"
