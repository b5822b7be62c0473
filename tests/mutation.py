"""`make mutants` breaks `bot/` in thousands of small ways, one at a time, and counts those that no test notices.

`make mutants ONLY="bot.viewer bot.show.packs" SAMPLE=150` tries 150 of each of those modules, the same ones each time.
mutmut writes the mutants; this runs them. Tests are collected once, and each mutant is a fork of that process, which runs the tests
that reach its function, quick ones first, until one fails. Nothing that a cache kept is handed on to a fork. A test that fails
in a fork without any mutant, too, kills none: each one that kills is tried that way once.
"""

import argparse
import gc
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

TESTS: Final = {
    "bot.show": ("tests/show",),
    "bot.viewer": ("tests/show", "tests/test_viewer.py", "tests/test_permissions.py"),
    "bot.store": ("tests/store",),
}
"""Which tests run where mutants of these are tried."""
COPY: Final = Path("mutants")
_MOST: Final = 3.0  # seconds of tests for one mutant, the quick ones first
_PATIENCE: Final = 5  # times what its tests take, and a few seconds
_SEED: Final = 18
_MADE_ONCE: Final = {"shipped_pack", "_hash_of"}
_KILLED: Final = 1  # exit status of a fork in which a test failed

_OPTIONS: Final = (
    "-qs", "-p", "no:xdist", "-p", "no:cacheprovider", "--hypothesis-profile", "mutants",
    "-o", "addopts=--strict-markers --import-mode=importlib -m 'not prove'",  # without those of xdist
)  # fmt: skip

_active = ""


def main() -> None:
    """Write the mutants, run them, say how many of each module were killed, survived or are reached by no test."""
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("only", nargs="*", help="modules, or the beginnings of their names or of mutants")
    parser.add_argument("--sample", type=int, default=0, help="how many mutants of each module, at most")
    parser.add_argument("--tests", default="", help="files of tests, instead of those that are chosen by module")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    mutants = _written(options.children)
    chosen = [
        mutant
        for only in options.only or [""]
        for module in mutants.values()
        for mutant in _some([each for each in module if each.startswith(only)], options.sample)
    ]
    chosen = [*dict.fromkeys(chosen)]
    tree = Path.cwd()
    os.chdir(COPY)
    sys.path[:] = [str(Path.cwd()), *(each for each in sys.path if each not in {"", str(Path.cwd().parent)})]
    _hurry()
    runner = _Runner(chosen, options.children, tree)
    arguments = [*_OPTIONS]
    needed = [paths for of, paths in TESTS.items() if any(each.startswith(of) for each in chosen)]
    arguments += options.tests.split() or dict.fromkeys(path for paths in needed for path in paths)
    if status := pytest.main(arguments, plugins=[runner]):
        sys.exit(status)
    found = {each: runner.found[each] for each in chosen}
    Path("found.json").write_text(json.dumps(found, indent=0), "utf-8")
    for line in _table({module: [each for each in names if each in found] for module, names in mutants.items()}, found):
        sys.stdout.write(line + "\n")


def _written(children: int) -> dict[str, list[str]]:
    """The names of all mutants, by module, which mutmut has written into a copy of the tree."""
    mutmut = importlib.import_module("mutmut.__main__")  # it is not installed for anything else
    COPY.mkdir(exist_ok=True)
    for stale in ("tests", "data"):  # mutants of what did not change are kept
        shutil.rmtree(COPY / stale, ignore_errors=True)
    (COPY / "found.txt").write_text("")
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.create_mutants(children)
    found = sorted(COPY.rglob("*.meta"))
    named = {str(path.relative_to(COPY)).removesuffix(".py.meta").replace("/", "."): path for path in found}
    return {name: [*json.loads(path.read_text("utf-8"))["exit_code_by_key"]] for name, path in named.items()}


def _hurry() -> None:
    """Which mutant is active is asked at every call of every function: mutmut looks for it in the environment."""
    trampoline: Any = importlib.import_module("mutmut.mutation.trampoline")

    def record(name: str, caller: str | None = None) -> None:  # noqa: ARG001  mutmut calls it so
        _reached().add(name)

    trampoline.get_mutant_under_test = lambda: _active
    trampoline.mangled_name_from_mutant_name = lru_cache(maxsize=None)(trampoline.mangled_name_from_mutant_name)
    trampoline.record_trampoline_hit = record


def _activate(mutant: str) -> None:
    global _active  # noqa: PLW0603  one process has one
    _active = mutant


def _some(mutants: list[str], most: int) -> list[str]:
    return sorted(random.Random(_SEED).sample(mutants, most)) if 0 < most < len(mutants) else mutants


def _function(mutant: str) -> str:
    return mutant.rpartition("__mutmut_")[0]


def _table(mutants: dict[str, list[str]], found: dict[str, str]) -> Iterator[str]:
    yield "| module | tried | killed | timed out | survived | not reached | killed, % |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for module, names in mutants.items():
        if names:
            counts = [sum(found[each] == how for each in names) for how in ("killed", "time", "survived", "unreached")]
            share = 100 * (counts[0] + counts[1]) / len(names)
            yield f"| {module} | {len(names)} | {' | '.join(map(str, counts))} | {share:.0f} |"


class _Runner:
    """A plugin of pytest: instead of running the tests once, runs some of them for each mutant."""

    def __init__(self, mutants: list[str], children: int, tree: Path) -> None:
        self._mutants, self._children, self._tree = mutants, children, tree
        self._seconds: dict[int, float] = {}
        self._reached: dict[str, list[int]] = defaultdict(list)  # the numbers of tests, by function
        self._items: list[Any] = []
        self._caches: list[Any] = []
        self._made: set[str] = set()  # functions that make the database of the shipped pack
        self._fair: dict[
            tuple[int, bool], bool
        ] = {}  # tests that pass in a fork, by number and whether all is made anew
        self.found: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run them; pytest's own loop does nothing after that."""
        if session.testsfailed:
            raise session.Interrupted("the tests could not be collected")
        self._items = session.items
        # The process that reads a file finds no mutmut: it runs the program as it is.
        apart: Any = importlib.import_module("bot.show.apart")
        apart._ROOT = str(self._tree)
        gc.unfreeze()
        kept = type(lru_cache(len))
        self._caches = [each for each in gc.get_objects() if isinstance(each, kept)]
        gc.freeze()
        self._look()
        # What every test of a bot begins with is made once, but for mutants of what makes it: they make it themselves.
        first = next(
            (number for number, item in enumerate(self._items) if "shipped_database" in item.fixturenames), None
        )
        if first is not None:
            self._made = self._functions_of(lambda: self._passes(first))
            content = [number for number, item in enumerate(self._items) if "test_content" in item.nodeid]
            for function in self._made:
                self._reached[function] += [each for each in content if each not in self._reached[function]]
            assert self._passes(first)
        self._forget()
        self._run(self._mutants)
        return True

    def _forget(self, *, all_of_it: bool = False) -> None:
        for cache in self._caches:
            if all_of_it or cache.__name__ not in _MADE_ONCE:
                cache.cache_clear()
        if all_of_it:
            item = next(each for each in self._items if "shipped_database" in each.fixturenames)
            [fixture] = item._fixtureinfo.name2fixturedefs["shipped_database"]
            fixture.cached_result = None
            fixture._finalizers.clear()  # pytest wants none where nothing is kept

    def _passes(self, number: int) -> bool:
        """Whether a test passes; what lives as long as the session stays."""
        from _pytest.runner import runtestprotocol  # noqa: PLC0415

        item = self._items[number]
        following: Any = SimpleNamespace(listchain=lambda: [item.session])
        return not any(each.failed for each in runtestprotocol(item, log=False, nextitem=following))

    def _functions_of(self, run: Callable[[], object]) -> set[str]:
        """The functions with mutants that something runs, in a process of its own."""
        pid, said = _forked(lambda pipe: pipe.write(json.dumps(sorted(_reached_by(run)[1]))))
        with os.fdopen(said) as pipe:
            functions = json.load(pipe)
        os.waitpid(pid, 0)
        return set(functions)

    def _look(self) -> None:
        """What each test reaches and takes; those that fail without any mutant are left out."""
        pid, said = _forked(self._say_reached)
        with os.fdopen(said) as pipe:
            for line in pipe:
                number, seconds, passed, functions = json.loads(line)
                if not passed:
                    sys.stdout.write(f"left out: {self._items[number].nodeid}\n")
                    continue
                self._seconds[number] = seconds
                for function in functions:
                    self._reached[function].append(number)
        os.waitpid(pid, 0)
        for function, numbers in self._reached.items():
            numbers.sort(key=self._seconds.__getitem__)
            sums = accumulate(map(self._seconds.__getitem__, numbers))
            self._reached[function] = [number for number, sum_ in zip(numbers, sums, strict=True) if sum_ <= _MOST]

    def _say_reached(self, pipe: Any) -> None:
        for number in range(len(self._items)):
            self._forget()
            start = time.process_time()
            passed, functions = _reached_by(partial(self._passes, number))
            pipe.write(json.dumps([number, time.process_time() - start, passed, sorted(functions)]) + "\n")
            pipe.flush()

    def _run(self, mutants: list[str]) -> None:
        running: dict[int, tuple[str, Path]] = {}
        waiting, done, start = deque(mutants), 0, time.monotonic()
        while waiting or running:
            if waiting and len(running) < self._children:
                mutant = waiting.popleft()
                numbers = self._of(_function(mutant))
                if not numbers:
                    self._note(mutant, "unreached")
                    continue
                folder = Path(tempfile.mkdtemp(prefix="mutant"))
                running[self._fork(mutant, numbers, folder, anew=_function(mutant) in self._made)] = mutant, folder
                continue
            pid, status = os.wait()
            mutant, folder = running.pop(pid)
            how = self._judged(mutant, status, folder)
            shutil.rmtree(folder, ignore_errors=True)
            if not how:
                waiting.append(mutant)
                continue
            self._note(mutant, how)
            done += 1
            if done % 100 == 0:
                sys.stdout.write(f"{done} of {len(mutants)}, {done / (time.monotonic() - start):.1f} a second\n")
                sys.stdout.flush()

    def _of(self, function: str) -> list[int]:
        """The tests of a function, the quick ones first, without those that fail in a fork anyway."""
        anew = function in self._made
        return [number for number in self._reached.get(function, ()) if self._fair.get((number, anew), True)]

    def _note(self, mutant: str, how: str) -> None:
        self.found[mutant] = how
        with Path("found.txt").open("a") as file:
            file.write(f"{mutant} {how}\n")

    def _judged(self, mutant: str, status: int, folder: Path) -> str:
        """What became of a mutant; nothing where it is to be tried again, since the test that failed always fails there."""
        ended = os.waitstatus_to_exitcode(status)
        if ended < 0:
            return "time"
        if ended != _KILLED:
            assert ended == 0, f"{mutant} could not be tried"
            return "survived"
        killer = int((folder / "killer").read_text())
        key = killer, _function(mutant) in self._made
        if key not in self._fair:
            alone = Path(tempfile.mkdtemp(prefix="mutant"))
            _, status = os.waitpid(self._fork("", [killer], alone, anew=key[1]), 0)
            shutil.rmtree(alone, ignore_errors=True)
            self._fair[key] = status == 0
            if status:
                sys.stdout.write(f"left out: {self._items[killer].nodeid}, which fails in a fork without any mutant\n")
        return "killed" if self._fair[key] else ""

    def _fork(self, mutant: str, numbers: list[int], folder: Path, *, anew: bool) -> int:
        """A process that runs these tests with a mutant until one fails; which one, it writes into its folder."""
        if pid := os.fork():
            return pid
        ended = -1
        try:
            _activate(mutant)
            if anew:
                self._forget(all_of_it=True)
            quiet = os.open(os.devnull, os.O_RDWR)
            os.dup2(quiet, 1)
            seconds = round(_PATIENCE * sum(self._seconds[each] for each in numbers)) + 5
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(4 * seconds + 30)
            self._items[0].config._tmp_path_factory._basetemp = folder
            os.dup2(quiet, 2)
            ended = self._first_failed(numbers, folder)
        finally:
            os._exit(ended)

    def _first_failed(self, numbers: list[int], folder: Path) -> int:
        for number in numbers:
            try:
                passes = self._passes(number)
            except BaseException:  # noqa: BLE001  a test that ends its process has failed too
                passes = False
            if not passes:
                (folder / "killer").write_text(str(number))
                return _KILLED
        return 0


def _forked(say: Callable[[Any], None]) -> tuple[int, int]:
    """A process that says something, and what it says it into."""
    read, write = os.pipe()
    if pid := os.fork():
        os.close(write)
        return pid, read
    try:
        with os.fdopen(write, "w") as pipe:
            say(pipe)
    finally:
        os._exit(0)


def _reached_by(run: Callable[[], object]) -> tuple[object, set[str]]:
    """What something gives, and the functions with mutants that it runs."""
    _activate("stats")
    _reached().clear()
    given = run()
    _activate("")
    return given, set(_reached())


def _reached() -> set[str]:
    """The functions that ran since this was cleared; mutmut keeps it."""
    return importlib.import_module("mutmut.state").state()._stats


if __name__ == "__main__":
    main()
