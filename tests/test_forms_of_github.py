"""What contributors meet: the forms for issues are such that GitHub takes them, and the checks run on every Python that is promised."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from bot.locale import NAMES
from bot.settings import ROOT

GITHUB = ROOT / ".github"
FORMS = sorted(each for each in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if each.name != "config.yml")
# By type: what `attributes` may and must hold.
FIELDS = {
    "markdown": ({"value"}, {"value"}),
    "input": ({"label", "description", "placeholder", "value"}, {"label"}),
    "textarea": ({"label", "description", "placeholder", "value", "render"}, {"label"}),
    "dropdown": ({"label", "description", "options", "multiple", "default"}, {"label", "options"}),
    "checkboxes": ({"label", "description", "options"}, {"label", "options"}),
}


def read(name: str) -> Any:
    return yaml.safe_load((GITHUB / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.stem)
def test_github_takes_a_form(form: Any) -> None:
    found = read(f"ISSUE_TEMPLATE/{form.name}")
    assert {"name", "description", "body"} <= set(found) <= {"name", "description", "body", "title", "labels"}
    asked = [each for each in found["body"] if each["type"] != "markdown"]
    assert asked
    for each in found["body"]:
        may, must = FIELDS[each["type"]]
        assert must <= set(each["attributes"]) <= may
        assert set(each) <= {"type", "id", "attributes", "validations"}
    for name in ("id", "label"):
        values = [each.get(name) or each["attributes"].get(name) for each in asked]
        assert len(set(values)) == len(values)
    assert all(re.fullmatch(r"[\w-]+", each["id"]) for each in asked)
    for options in (each["attributes"]["options"] for each in asked if each["type"] == "dropdown"):
        assert len(set(options)) == len(options)
        assert all(isinstance(each, str) for each in options)


def test_no_form_asks_for_story_in_a_title() -> None:
    fact = read("ISSUE_TEMPLATE/fact.yml")
    assert fact["title"] == "A fact of S1E…"
    assert "Keep the story out of the title" in fact["body"][0]["attributes"]["value"]


def test_the_form_of_translations_knows_every_language() -> None:
    (languages,) = (each for each in read("ISSUE_TEMPLATE/translation.yml")["body"] if each.get("id") == "language")
    assert set(languages["attributes"]["options"]) == {*NAMES.values(), "Another one"} - {NAMES["en"]}


def test_the_checks_run_on_every_python_from_the_oldest_that_is_promised() -> None:
    jobs = read("workflows/check.yml")["jobs"]
    pythons = jobs["test"]["strategy"]["matrix"]["python"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={pythons[0]}"
    assert pythons == [f"3.{number}" for number in range(11, 11 + len(pythons))]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    run = {each["run"] for job in jobs.values() for each in job["steps"] if "run" in each}
    assert run == {f"make {each}" for each in ("lint", "test", "prove", "check")}
    assert {each.removeprefix("make ") for each in run} <= targets
