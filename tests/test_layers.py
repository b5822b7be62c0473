"""The walls of the house (docs/architecture.md): who may import whom, where SQL stands, what a cog holds."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot import events
from bot.paths import ROOT

# Lower floors first. A module may import its own floor and everything below it; imports for types count.
FLOORS = [
    ("bot.paths", "bot.errors", "bot.events", "bot.language", "bot.locale", "bot.made_sentences", "bot.text_files", "bot.settings", "bot.logs", "bot.times"),
    ("bot.show",),
    ("bot.store",),
    ("bot.viewer", "bot.failures", "bot.limits", "bot.turns", "bot.answering", "bot.door", "bot.caches", "bot.command_words", "bot.registration", "bot.faces"),
    ("bot.client",),
    ("bot.ui.kit",),
    # Rooms, one a feature; FEATURES says who may go into whose.
    (
        "bot.ui.chart", "bot.ui.editing", "bot.ui.member", "bot.ui.posts", "bot.ui.reviews", "bot.ui.settings",
        "bot.ui.story", "bot.ui.trivia", "bot.ui.watchalong",
    ),
    ("bot.ui.registry", "bot.ui"),
    ("cogs",),
    (
        "bot.connection", "bot.metrics", "bot.maintenance", "bot.browser", "bot.browser_faces", "bot.browser_page", "bot.preview",
        "bot.__main__",
    ),
]  # fmt: skip
# What a feature's room takes from another. Everything that two of them share belongs to the kit.
FEATURES = {
    "story": {"reviews"},
    "trivia": {"editing"},
    "reviews": {"editing", "trivia"},
    "watchalong": {"trivia", "settings", "editing"},
    "settings": {"editing"},
    "member": {"story", "trivia"},
}
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])
OUTSIDE_THE_STORE = [path for path in FILES if "store" not in path.parts]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in FILES}


def floor_of(module: str) -> int:
    found = [
        (len(name), number)
        for number, names in enumerate(FLOORS)
        for name in names
        if f"{module}.".startswith(f"{name}.")
    ]
    assert found, f"{module} belongs to no floor"
    return max(found)[1]


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Everything that stands in a module, its top level in order."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def calls_of(path: Path) -> Iterator[ast.Call]:
    """Every call that stands in a module."""
    yield from (node for node in nodes_of(path) if isinstance(node, ast.Call))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that `path` imports, for types too."""
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}: relative imports hide the floor"
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {each if each in MODULES else node.module for each in full}
    return frozenset(found)


def feature_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if module.startswith("bot.ui.") and parts[2] not in {"kit", "registry"} else None


def test_the_list_of_floors_is_that_of_the_document() -> None:
    listed = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Floors")[1].split("\n## ")[0]
    names = [name.rpartition(".")[2] for floor in FLOORS for name in floor]
    assert [name for name in names if not re.search(rf"\b{name}\b", listed)] == []


def test_a_module_imports_only_its_own_floor_and_lower_ones() -> None:
    climbing: list[str] = []
    for module, path in MODULES.items():
        if module == "bot":
            continue
        mine = floor_of(module)
        for imported in imports(path):
            library = imported.split(".")[0]
            higher = imported in MODULES and imported != "bot" and floor_of(imported) > mine
            of_discord = library == "discord" and mine < floor_of("bot.viewer") and module != "bot.logs"
            driver = library in {"sqlite3", "aiosqlite"} and not module.startswith("bot.store")
            if higher or of_discord or driver:
                climbing.append(f"{module} imports {imported}")
    assert not climbing


def test_features_take_from_one_another_what_is_said_and_no_less() -> None:
    used: dict[str, set[str]] = {}
    for module in filter(feature_of, MODULES):
        taken = {each for each in map(feature_of, imports(MODULES[module])) if each} - {feature_of(module)}
        if taken:
            used.setdefault(str(feature_of(module)), set()).update(taken)
    assert used == FEATURES


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph = {module: {each for each in imports(path) if each in MODULES} - {module} for module, path in MODULES.items()}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way[way.index(module) :], module))
        if module not in done:
            for each in sorted(graph[module]):
                visit(each, (*way, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_sql_stands_in_the_store_only() -> None:
    words = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "PRAGMA", "CREATE")
    found = [
        f"{module_of(path)}: {node.value}"
        for path in OUTSIDE_THE_STORE
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.lstrip().startswith(words) and node.value.split()[0] in words and len(node.value.split()) > 3
    ]
    assert not found


def test_every_event_has_a_name_in_one_module_and_one_listener() -> None:
    """Events of the bot's own; those of Discord have whatever listeners they need."""
    names = {name: str(value) for name, value in vars(events).items() if name.isupper()}
    nodes = [node for path in FILES for node in nodes_of(path)]
    called = [(node, ast.unparse(node.func)) for node in nodes if isinstance(node, ast.Call)]
    calls = [node for node, name in called if name.endswith(".dispatch") and not name.startswith("super()")]
    assert {ast.unparse(call.args[0]) for call in calls} == set(names)
    heard = [node.name for node in nodes if isinstance(node, ast.AsyncFunctionDef)]
    assert {event: heard.count(f"on_{event}") for event in names.values()} == dict.fromkeys(names.values(), 1)


def test_a_cog_module_is_a_door() -> None:
    """Cog classes, `setup` and constants; controls, cards and what decides stand in bot/ui."""
    for path in ROOT.glob("cogs/*.py"):
        assert not [each for each in imports(path) if each.startswith("cogs.")], path
        module = nodes_of(path)[0]
        assert isinstance(module, ast.Module)
        names = [node.name for node in module.body if isinstance(node, ast.ClassDef)]
        assert all(name.endswith("Cog") for name in names), path
        names = [node.name for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        assert set(names) <= {"setup"}, path


# The pack and its rules check bare text, edits compare and export it, and moderators' forms are filled in with it.
REVEALING = {
    "bot.show.packs.check",
    "bot.show.packs.options",
    "bot.show.packs.translations",
    "bot.show.text_rules",
    "bot.show.edits",
    "bot.show.export_file",
    "bot.show.import_plan",
    "bot.ui.editing.forms",
    "bot.ui.reviews.controls",
}


def reveals(node: ast.AST) -> bool:
    """Whether this takes the bare text of a `Spoiler`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "_text"
    called = node.func if isinstance(node, ast.Call) and not node.args else None
    return isinstance(called, ast.Attribute) and called.attr == "reveal"


def test_only_the_store_the_rules_and_edit_forms_reveal() -> None:
    bare = {module_of(path) for path in OUTSIDE_THE_STORE if any(map(reveals, nodes_of(path)))}
    assert bare <= REVEALING | {"bot.show.spoilers"}


def test_scopes_are_made_by_viewers_only() -> None:
    makers = {"Scope", "OpenScope", "Scope.through"}
    made = {module_of(path) for path in FILES if any(ast.unparse(call.func) in makers for call in calls_of(path))}
    assert made <= {"bot.show.episodes", "bot.viewer"}


def test_ids_and_cards_are_pure() -> None:
    """Values and a scope become components: nothing is waited for, no client is asked, nothing is read."""
    for path in FILES:
        if path.match("bot/ui/*/ids.py") or path.match("bot/ui/*/*cards.py"):
            nodes = nodes_of(path)
            assert not [node for node in nodes if isinstance(node, ast.AsyncFunctionDef | ast.Await)], path
            assert not [each for each in imports(path) if each == "bot.client" or each.startswith("bot.caches")], path
            taken = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            assert not taken & {"client", "store"}, path


def test_every_class_has_a_name_of_its_own() -> None:
    names = Counter(node.name for path in FILES for node in nodes_of(path) if isinstance(node, ast.ClassDef))
    assert not [name for name, count in names.items() if count > 1]


def test_no_file_is_longer_than_one_can_keep_in_mind() -> None:
    files = [*FILES, *ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/*.py"), *ROOT.glob("docs/**/*.py")]
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert not [path for path, count in lines.items() if count > (130 if path.parent == ROOT / "cogs" else 400)]


def test_no_test_module_is_imported() -> None:
    """What two of them need stands in tests/support."""
    test_module = re.compile(r"(tests\.|.*\.)?(test_\w+|conftest)")
    taken = {path: [*filter(test_module.fullmatch, imports(path))] for path in ROOT.glob("tests/**/*.py")}
    assert not {path: names for path, names in taken.items() if names}
