"""The walls of the house (docs/architecture.md): who may import whom, where SQL stands, what a cog holds."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import events
from bot.paths import ROOT

# Lower floors first. A module may import its own floor and everything below it; imports for types count.
FLOORS = [
    ("bot.paths", "bot.errors", "bot.events", "bot.locale", "bot.text_files", "bot.settings", "bot.logs", "bot.times"),
    ("bot.show",),
    ("bot.store",),
    ("bot.viewer", "bot.failures", "bot.limits", "bot.turns", "bot.answering", "bot.caches", "bot.registration", "bot.faces"),
    ("bot.client",),
    ("bot.ui.kit",),
    # Rooms, one a feature; FEATURES says who may go into whose.
    (
        "bot.ui.chart", "bot.ui.editing", "bot.ui.member", "bot.ui.posts", "bot.ui.reviews", "bot.ui.settings",
        "bot.ui.story", "bot.ui.trivia", "bot.ui.watchalong",
    ),
    ("bot.ui.registry", "bot.ui"),
    ("cogs",),
    ("bot.connection", "bot.maintenance", "bot.browser", "bot.browser_faces", "bot.preview", "bot.__main__"),
]  # fmt: skip
# What a feature's room takes from another. Everything that two of them share belongs to the kit.
FEATURES = {
    "story": {"reviews"},
    "reviews": {"editing", "trivia"},
    "watchalong": {"trivia", "settings", "editing"},
    "settings": {"editing"},
}
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])


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


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports, for types too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.module, "relative imports hide the floor"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


def feature_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if module.startswith("bot.ui.") and parts[2] not in {"kit", "registry"} else None


@pytest.mark.parametrize("module", [each for each in MODULES if each != "bot"])
def test_a_module_imports_only_its_own_floor_and_lower_ones(module: str) -> None:
    mine = floor_of(module)
    for imported in imports(MODULES[module]):
        if imported in MODULES and imported != "bot":
            assert floor_of(imported) <= mine, f"{module} imports {imported}"
        if imported.split(".")[0] == "discord":
            assert mine >= floor_of("bot.viewer") or module == "bot.logs", f"{module} imports discord"
        if imported.split(".")[0] in {"sqlite3", "aiosqlite"}:
            assert module.startswith("bot.store"), f"{module} imports a driver"


@pytest.mark.parametrize("module", [each for each in MODULES if feature_of(each)])
def test_a_feature_takes_from_no_other_but_where_it_is_said(module: str) -> None:
    mine = feature_of(module)
    theirs = {feature_of(each) for each in imports(MODULES[module])} - {None, mine}
    assert theirs <= FEATURES.get(str(mine), set()), f"{module} takes from {theirs}"


def test_every_edge_between_features_is_used() -> None:
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


@pytest.mark.parametrize("path", [f for f in FILES if "store" not in f.parts], ids=module_of)
def test_sql_stands_in_the_store_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split()
            begins = {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "PRAGMA", "CREATE"} & set(words[:1])
            assert not (begins and len(words) > 3), node.value


def test_every_event_has_a_name_in_one_module_and_one_listener() -> None:
    """Events of the bot's own; those of Discord have whatever listeners they need."""
    names = {name: str(value) for name, value in vars(events).items() if name.isupper()}
    nodes = [node for path in FILES for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".dispatch")]
    assert {ast.unparse(call.args[0]) for call in calls} == set(names)
    heard = [node.name for node in nodes if isinstance(node, ast.AsyncFunctionDef) and node.decorator_list]
    assert {event: heard.count(f"on_{event}") for event in names.values()} == dict.fromkeys(names.values(), 1)


@pytest.mark.parametrize("path", sorted(ROOT.glob("cogs/*.py")), ids=module_of)
def test_a_cog_module_is_a_door(path: Path) -> None:
    """Cog classes, `setup` and constants; controls, cards and what decides stand in bot/ui."""
    assert not [each for each in imports(path) if each.startswith("cogs.")]
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            assert node.name.endswith("Cog"), node.name
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.name == "setup", node.name


# The pack and its rules check bare text, edits compare and export it, and moderators' forms are filled in with it.
REVEALING = {
    "bot.show.packs.check",
    "bot.show.text_rules",
    "bot.show.edits",
    "bot.show.export_file",
    "bot.show.import_plan",
    "bot.ui.editing.forms",
    "bot.ui.reviews.controls",
}


@pytest.mark.parametrize(
    "path", [f for f in FILES if "store" not in f.parts and f.name != "spoilers.py"], ids=module_of
)
def test_only_the_store_the_rules_and_edit_forms_reveal(path: Path) -> None:
    bare = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "_text")
        or (
            isinstance(node, ast.Call)
            and not node.args
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "reveal"
        )
    ]
    assert not bare or module_of(path) in REVEALING


def calls_of(path: Path) -> Iterator[ast.Call]:
    """Every call that stands in a module."""
    yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_scopes_are_made_by_viewers_only(path: Path) -> None:
    makers = {"Scope", "OpenScope", "Scope.through"}
    made = [ast.unparse(call) for call in calls_of(path) if ast.unparse(call.func) in makers]
    assert not made or module_of(path) in {"bot.show.episodes", "bot.viewer"}


PURE = [path for path in FILES if path.match("bot/ui/*/ids.py") or path.match("bot/ui/*/*cards.py")]


@pytest.mark.parametrize("path", PURE, ids=module_of)
def test_ids_and_cards_are_pure(path: Path) -> None:
    """Values and a scope become components: nothing is waited for, no client is asked, nothing is read."""
    tree = ast.parse(path.read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    assert not [each for each in imports(path) if each == "bot.client" or each.startswith("bot.caches")]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in {"client", "store"}]


def test_every_class_has_a_name_of_its_own() -> None:
    nodes = [node for path in FILES for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    assert not [name for name, count in names.items() if count > 1]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_no_file_is_longer_than_one_can_keep_in_mind(path: Path) -> None:
    longest = 130 if path.parent.name == "cogs" else 400
    assert len(path.read_text("utf-8").splitlines()) <= longest


@pytest.mark.parametrize("path", sorted(ROOT.glob("tests/**/*.py")), ids=lambda path: path.stem)
def test_no_test_module_is_imported(path: Path) -> None:
    """What two of them need stands in tests/support."""
    taken = [name for name in imports(path) if re.fullmatch(r"(tests\.|.*\.)?(test_\w+|conftest)", name)]
    assert not taken
