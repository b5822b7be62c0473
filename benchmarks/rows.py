"""A figure beside what is asked of it. A family of rows is a module with `rows(worlds)`; `FAMILIES` in `__main__` lists them."""

from dataclasses import dataclass
from typing import Final

from benchmarks.measures import Ratio

HEAD: Final[tuple[str, ...]] = ("| figure | measured | bar | goal |", "| --- | --- | --- | --- |")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its bar and its goal; `at_least` says which side of them is good."""

    figure: str
    measured: float
    unit: str = ""
    bar: float | None = None
    goal: float | None = None
    at_least: bool = False
    cpu: float | None = None

    @classmethod
    def ratio(cls, figure: str, measured: Ratio, bar: float | None = None, goal: float | None = None) -> "Row":
        """A throughput beside another one."""
        return cls(figure, measured.throughput, "", bar, goal, at_least=True, cpu=measured.cpu)

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        asked = ["–" if each is None else f"{sign} {each:g}{self.unit}" for each in (self.bar, self.goal)]
        cpu = "" if self.cpu is None else f" (processor: {self.cpu:.2f})"
        is_missed = self.bar is not None and (self.measured < self.bar if self.at_least else self.measured > self.bar)
        return f"| {self.figure} | {self.measured:.2f}{self.unit}{cpu}{', missed' if is_missed else ''} | {asked[0]} | {asked[1]} |"
