"""Each layer imports only what stands before it; SQL stands in the store only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Lower layers first. A module may import its own layer and everything before it.
LAYERS = [
    ("bot.errors", "bot.locale", "bot.text_files", "bot.settings", "bot.logs"),
    ("bot.show",),
    ("bot.store",),
    ("bot.viewer",),
    ("bot.ui",),
    ("bot.registration", "bot.client"),
    ("cogs",),
    ("bot.connection", "bot.maintenance", "bot.__main__", "bot.preview", "bot.browser"),
]
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])
MAY_SEE_DISCORD = {"bot.viewer", "bot.ui", "bot.registration", "bot.client", "cogs", "bot.connection", "bot.preview"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer_of(module: str) -> int | None:
    return next((n for n, names in enumerate(LAYERS) for name in names if (module + ".").startswith(name + ".")), None)


def imports(path: Path) -> Iterator[str]:
    """Every module that `path` imports when it runs; what stands under TYPE_CHECKING does not count."""

    class Visitor(ast.NodeVisitor):
        def __init__(self) -> None:
            self.found: list[str] = []

        def visit_If(self, node: ast.If) -> None:
            if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
                self.generic_visit(node)

        def visit_Import(self, node: ast.Import) -> None:
            self.found.extend(alias.name for alias in node.names)

        def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
            assert node.module, "relative imports hide the layer"
            self.found.extend(f"{node.module}.{alias.name}" for alias in node.names)

    visitor = Visitor()
    visitor.visit(ast.parse(path.read_text("utf-8")))
    yield from visitor.found


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_imports_only_its_own_layer_and_lower_ones(path: Path) -> None:
    module = module_of(path)
    if module == "bot":
        return
    mine = layer_of(module)
    assert mine is not None, f"{module} belongs to no layer"
    for imported in imports(path):
        theirs = layer_of(imported)
        if imported.startswith(("bot", "cogs")):
            assert theirs is not None, imported
            assert theirs <= mine, f"{module} imports {imported}"
        if imported.split(".")[0] == "discord":
            assert any((module + ".").startswith(name + ".") for name in MAY_SEE_DISCORD), f"{module} imports discord"
        if imported.split(".")[0] in {"sqlite3", "aiosqlite"}:
            assert module.startswith("bot.store"), f"{module} imports a driver"


@pytest.mark.parametrize("path", [f for f in FILES if "store" not in f.parts], ids=module_of)
def test_sql_stands_in_the_store_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split()
            assert not ({"SELECT", "INSERT", "UPDATE", "DELETE"} & set(words[:1]) and len(words) > 3), node.value


@pytest.mark.parametrize("path", sorted(ROOT.glob("cogs/*.py")), ids=module_of)
def test_a_cog_imports_no_other_cog(path: Path) -> None:
    assert not [each for each in imports(path) if each.startswith("cogs.")]


# The pack and its rules check bare text, edits compare and export it, and moderators' forms are filled in with it.
REVEALING = {
    "bot.show.packs.check",
    "bot.show.text_rules",
    "bot.show.edits",
    "bot.show.export_file",
    "bot.show.import_plan",
    "bot.ui.editing.forms",
    "cogs.review",
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
