"""A show pack with little in it, for what is tried on a pack that anybody can read at one look."""

from pathlib import Path

SMALL = {
    "show.toml": 'title = "Small"\nversion = "1"\ngroups = ["Class"]\n[sites]\n"example.org" = "Example"\n',
    "episodes.toml": """
[[episodes]]
season = 1
number = 1
air_date = 2022-01-28
runtime_minutes = 60
summary = "Ana meets Bo."
sources = ["https://www.example.org/a"]

[[episodes]]
season = 1
number = 2
air_date = 2022-01-28
runtime_minutes = 61
summary = "Ana leaves with Cy."
sources = ["Paper"]
""",
    "characters.toml": """
[[characters]]
id = "ana"
name = "Ana An"
revealed_in = "premise"
group = "Class"
roles = [{ revealed_in = "premise", text = "a student" }, { revealed_in = "S1E2", text = "a traveller" }]
aliases = ["Ana", { text = "The Fox", revealed_in = "S1E2" }]
sources = ["Paper"]

[[characters]]
id = "bo"
name = "Bo Bae"
revealed_in = "S1E1"
group = "Class"
roles = [{ revealed_in = "S1E1", text = "a teacher" }]
aliases = ["Bo"]
sources = ["Paper"]

[[characters]]
id = "cy"
name = "Cy Cho"
revealed_in = "S1E2"
group = "Class"
roles = [{ revealed_in = "S1E2", text = "a pilot" }]
aliases = ["Cy"]
actor = { name = "Dee Do", subject = "actor:dee" }
sources = ["Paper"]
""",
    "subjects.toml": '[[subjects]]\nid = "actor:dee"\nname = "Dee Do"\nrevealed_in = "S1E2"\n',
    "facts/s1e01.toml": """
[[facts]]
id = "meet"
about = ["ana", "bo"]
text = "Ana meets Bo at school."
topic = "event"
revealed_in = "S1E1"
sources = ["https://www.example.org/x"]
""",
    "relationships.toml": """
[[relationships]]
from = "bo"
to = "ana"
label = "teacher"
label_back = "student"
kind = "school"
revealed_in = "S1E1"
ended_in = "S1E2"
sources = ["Paper"]
""",
    "badges.toml": """
[[badges]]
person = "ana"
sign = "나"
thing = "line"
because = "premise"
lines = [[[4, 12], [44, 12]]]
rings = [[24, 12, 4]]
""",
    "questions.toml": """
[[questions]]
id = "whom"
text = "Whom does Ana meet?"
answer = "A teacher"
wrong = ["A dog", "A cat", "Nobody"]
difficulty = "easy"
topic = "event"
revealed_in = "S1E1"
facts = ["meet"]
sources = ["Paper"]
""",
}


def write_small(folder: Path) -> Path:
    """Write it below a folder, and give its own."""
    for name, content in SMALL.items():
        path = folder / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder / "small"
