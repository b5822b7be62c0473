"""The words of an import: what each row would do, and why a row or a whole file is refused.

Plain text, for cards to escape and for report.txt as it is; never a word of the story.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.errors import FileRefusedError
from bot.locale import _, listed, ngettext, sentences
from bot.show.edits import KINDS, Kind, fields_changed
from bot.show.episodes import Episode
from bot.show.facts import DIFFICULTIES, TOPICS
from bot.show.import_file import KEYS, LARGEST, MOST_LISTED, MOST_ROWS, OPTIONAL
from bot.show.import_plan import Planned, Refusal
from bot.show.spoilers import escape
from bot.show.text_rules import LIMITS, Broken
from bot.ui.editing.desk import Desk
from bot.ui.editing.words import full_words, topic_words
from bot.ui.kit.layout import heading, small
from bot.ui.kit.phrases import Mentions

_SHOWN: Final = 8  # rows of a group that the card names; the report that is attached names all
_NAMED: Final = 2  # reasons for a row that the card names


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many rows there are of each sort, the lines of its card, and all of it as a report."""

    rows: int
    saved: int
    summary: str
    lines: list[str]
    report: str
    full: list[Kind]


def checked(plan: Sequence[Planned], desk: Desk, episodes: Sequence[Episode], bot: Mentions) -> Checked:
    """Word a whole plan; some thousand rows, so not while others wait."""
    words = {"add": _("add"), "change": _("change"), "same": _("same"), "refused": _("refused")}
    rows = {what: [each for each in plan if each.what == what] for what in words}
    counted = {
        "add": _("{count} to add"), "change": _("{count} to change"), "same": _("{count} the same"), "refused": _("{count} refused"),
    }  # fmt: skip
    found = [count.format(count=len(rows[what])) for what, count in counted.items() if rows[what]]
    summary = f"{rows_words(len(plan))}: {listed(found)}."
    notes = list(known_values(plan, episodes))
    full: list[Kind] = [kind for kind in KINDS if any(each.kind == kind and _no_room(each) for each in plan)]
    lines = _group(_("Refused"), rows["refused"], desk)
    if lines:
        # After an empty line: right below the last row they read as if they were about it.
        lines += [
            *([""] if notes else []),
            *(small(escape(note)) for note in notes),
            *(full_words(kind, bot) for kind in full),
        ]
    lines += _group(_("Changed"), rows["change"], desk)
    for name, what in ((_("Added"), "add"), (_("The same"), "same")):
        if rows[what]:
            lines += [heading(name), f"- {_ranges([each.number for each in rows[what]])}"]
    if drawn := sum(each.drawn for each in rows["add"]):
        note = ngettext(
            "{rows} row had no wrong options: other answers of the list stand there. See report.txt, and look it over.",
            "{rows} rows had no wrong options: other answers of the list stand there. See report.txt, and look them over.",
            drawn,
        )
        lines.insert(0, small(note.format(rows=drawn)))
    report = [*notes, *(f"{words[each.what]}: {row_words(each, desk)}" for each in plan)]
    return Checked(len(plan), len(rows["add"]) + len(rows["change"]), summary, lines, "\n".join(report) + "\n", full)


def _group(name: str, rows: Sequence[Planned], desk: Desk) -> list[str]:
    """A group of the card: its first rows, each with a few reasons."""
    if not rows:
        return []
    lines = [heading(name), *(f"- {escape(row_words(each, desk, _NAMED))}" for each in rows[:_SHOWN])]
    if len(rows) > _SHOWN:
        lines.append("- " + _("{rows} more in report.txt").format(rows=len(rows) - _SHOWN))
    return lines


def _no_room(planned: Planned) -> bool:
    return any(refusal.why == "full" for refusal in planned.refusals)


def rows_words(count: int) -> str:
    """1 row, 2 rows."""
    return ngettext("{rows} row", "{rows} rows", count).format(rows=count)


def _ranges(numbers: Sequence[int]) -> str:
    """1 to 3, 5, 7 to 9."""
    runs = [
        [number for _index, number in run]
        for _gap, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0])
    ]
    shown = [
        _("{first} to {last}").format(first=run[0], last=run[-1]) if len(run) > 2 else ", ".join(map(str, run))
        for run in runs[:20]
    ]
    more = [_("and more in report.txt")] if len(runs) > len(shown) else []
    return ngettext("Row {rows}", "Rows {rows}", len(numbers)).format(rows=", ".join((*shown, *more)))


def known_values(plan: Iterable[Planned], episodes: Sequence[Episode]) -> Iterator[str]:
    """What would have been right where rows name something else: once for the whole file."""
    refused: list[tuple[Kind, Refusal]] = [(each.kind, refusal) for each in plan for refusal in each.refusals]
    asked = {refusal.field for _kind, refusal in refused if refusal.why in {"choice", "episode"}}
    lists: Mapping[str, Iterable[str]] = {
        "topic": TOPICS, "difficulty": DIFFICULTIES, "state": ("live", "retired"),
    }  # fmt: skip
    if "revealed_in" in asked:
        yield _("revealed_in is premise, or an episode from {first} to {last}").format(
            first=episodes[0], last=episodes[-1]
        )
    for field, known in lists.items():
        if field in asked:
            yield _("{field} is one of {known}").format(field=field, known=", ".join(known))
    unsaid: set[Kind] = {kind for kind, refusal in refused if refusal.why in {"unknown", "missing"}}
    for kind in sorted(unsaid):
        needed = ", ".join(key for key in KEYS[kind] if key not in OPTIONAL)
        yield (_needed_words(kind)).format(
            keys=needed, optional=", ".join(sorted(OPTIONAL & {"id", "state", *KEYS[kind]}))
        )


def _needed_words(kind: Kind) -> str:
    if kind == "fact":
        return _("A fact has {keys}, and may have {optional}")
    return _("A question has {keys}, and may have {optional}")


def row_words(planned: Planned, desk: Desk, most: int | None = None) -> str:
    """A row, the fields and the reasons, at most so many; never a word of the story."""
    start = _("Row {number}").format(number=planned.number)
    if planned.what == "refused":
        reasons = list(dict.fromkeys(refusal_words(each, planned.kind) for each in planned.refusals))
    elif planned.what == "change":
        reasons = _changed_fields(planned, desk)
        most = None if most is None else 2 * most  # they are short
    else:
        reasons = []
    if planned.drawn:
        reasons.append(_("wrong options are other answers of the list"))
    return " · ".join((start, *reasons[:most], *(["…"] if most is not None and len(reasons) > most else [])))


def _changed_fields(planned: Planned, desk: Desk) -> list[str]:
    before, after = planned.before, planned.content
    assert before is not None, "a change has something before it"  # noqa: S101  says why it holds
    assert after is not None, "a change has something to save"  # noqa: S101  says why it holds
    changed = fields_changed(before.content, after)
    words: list[str] = []
    if before.content.revealed_in != after.revealed_in:
        old, new = desk.gate(before.content.revealed_in), desk.gate(after.revealed_in)
        words.append(f"{_('episode')} {old} → {new}")
    if "topic" in changed:
        words.append(f"{_('topic')} {topic_words(before.content.topic)} → {topic_words(after.topic)}")
    names = {
        "text": _("text"), "answer": _("right option"), "wrong": _("wrong options"), "explanation": _("explanation"),
        "difficulty": _("difficulty"), "about": _("about"), "facts": _("facts"), "sources": _("source"),
    }  # fmt: skip
    words += [_("another {field}").format(field=names[field]) for field in changed if field in names]
    if (before.now.state == "retired") != (planned.state == "retired"):
        words.append(_("hidden here") if planned.state == "retired" else _("shown again"))
    return words


def refusal_words(refusal: Refusal, kind: Kind) -> str:
    """Why a row is refused, without a word of the story."""
    field, said = refusal.field, refusal.said
    if refusal.broken is not None:
        return _broken_words(field, refusal.broken)
    if refusal.why == "about" and refusal.near:
        return _("{field} “{said}” is nobody I know; {near}?").format(field=field, said=said, near=refusal.near)
    return {
        "unknown": _("a row has no {field}"),
        "missing": _("{field} is missing"),
        "type": _("{field} has to be a list of texts")
        if KEYS[kind].get(field) is list
        else _("{field} has to be text"),
        "many": _("{field} holds more than {limit}"),
        "episode": _("{field} “{said}” is not an episode"),
        "choice": _("{field} “{said}” is none of the known values"),
        "about": _("{field} “{said}” is nobody and nothing I know") if said else _("{field} names nobody"),
        "id": _("{field} names something else, or nothing"),
        "fact": _("{field} names a fact of a later episode"),
        "twice": _("{field} stands in the file twice"),
        "twin": _("{field} says the same as another one"),
        "full": _("there is no room for it"),
        "rule": _("{field} breaks a rule"),
    }[refusal.why].format(field=field, said=said, limit=MOST_LISTED)


def _broken_words(field: str, broken: Broken) -> str:
    match broken.rule:
        case "blank":
            return _("{field} is empty").format(field=field)
        case "marks":
            return _("{field} holds one of the characters {marks}").format(field=field, marks="| ` \\")
        case "markup":
            return _("{field} holds mark-up, such as {examples}").format(field=field, examples="<b>, [[…]], [1]")
        case "long":
            return _("{field} has {length} characters; {limit} at most").format(
                field=field, length=broken.length, limit=LIMITS[broken.kind]
            )
        case "same options":
            return _("it needs one to three wrong options, all different")
        case "address":
            return _("{field} holds no web address").format(field=field)
        case _:
            return _("{field} names somebody known from {known} only").format(field=field, known=broken.known)


def refused_file(refused: FileRefusedError, bot: Mentions, *, lists: bool = False) -> str:
    """One clear answer about a file that is none; nothing of it is repeated but a place or a key.

    `lists`: lists of questions from elsewhere would have been taken too.
    """
    where = escape(refused.detail, 40)
    at = " " + _("I can’t read it from line {line} on.").format(line=where) if where else ""
    takes = _("I take TOML and JSON; {export} gives you a file to go by.")
    if lists:
        takes = _(
            "I take CSV with a line that names the columns (question, answer, wrong 1 to 3), JSON of OpenTDB, YAML of questions"
            " and answers, and what {export} writes."
        )
    takes = " " + takes.format(export=bot.mention("question export" if lists else "fact export"))
    words = {
        "size": _("The file is larger than {limit} MiB. Split it into smaller ones.").format(limit=LARGEST // 2**20),
        "encoding": _("The file is not text in UTF-8. Save it as UTF-8."),
        "format": _("The file is neither TOML nor JSON.") + takes,
        "json": _("The file is not JSON.") + at + takes,
        "toml": _("The file is not TOML.") + at + takes,
        "yaml": _("The file is not YAML, or holds more than one document.") + at + takes,
        "csv": _("The file is not CSV.") + at + takes,
        "columns": _("The first line names no columns for question and answer.") + takes,
        "list": _("I can’t find a list of questions in the file.") + takes,
        "alias": sentences(_("The file points from one place to another (an alias of YAML).") + at, _("Write it out.")),
        "heavy": _("The file is far too complicated for a list of facts.") + takes,
        "duplicate": _("The file says this twice, and once is enough: {where}.").format(where=where),
        "shape": _("The file may hold lists of facts and questions only: [[facts]] and [[questions]].") + takes,
        "empty": _("The file holds no row.") + takes,
        "rows": _("The file has {rows} rows; {limit} at most. Split it into smaller ones.").format(
            rows=where, limit=MOST_ROWS
        ),
        "gone": _("I couldn’t get the file from Discord. Please upload it once more."),
    }[refused.why]
    return sentences(words, _("Nothing was changed."))
