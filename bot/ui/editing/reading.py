"""What an editor typed into a form of a fact or a question, as its content, and which rules it breaks.

Every reader takes the values of its form, the item as it is now (None: it is new), how far the editor sees, and sources
that may stand there by the names of their sites, as those of the item may.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.client import FanBot
from bot.locale import _
from bot.show.edits import Content, FactContent, Item, QuestionContent
from bot.show.episodes import Episode
from bot.show.facts import DIFFICULTIES, TOPICS
from bot.show.sites import Sites, Source
from bot.show.spoilers import Spoiler
from bot.show.text_rules import FEWEST_OPTIONS, MOST_OPTIONS, Broken, broken_rules, broken_source, options_differ
from bot.show.tidy import tidy
from bot.ui.editing.access import subjects_meant
from bot.ui.editing.desk import Desk
from bot.ui.editing.words import broken_words, no_such, unknown_words
from bot.ui.kit.episodes import chosen_gate
from bot.ui.kit.forms import Values
from bot.ui.kit.sources import sources_read


@dataclass(frozen=True, slots=True)
class Typed:
    """The content that was typed (None: it is none at all), and a sentence for each rule that it breaks."""

    content: Content | None
    problems: Sequence[str]


Reader: TypeAlias = Callable[[FanBot, Values, Item | None, Desk, Sequence[Source]], Awaitable[Typed]]


async def read_fact(bot: FanBot, values: Values, item: Item | None, desk: Desk, suggested: Sequence[Source]) -> Typed:
    """A fact; whom it is about is typed only where it is new."""
    gate, topic = chosen_gate(bot.show, values), values.get("topic", "")
    if gate is None or topic not in TOPICS:
        return Typed(None, [_("Choose an episode and a topic.")])
    kept = item.content.sources if item else ()
    sources, broken = _sources(values["sources"], (*kept, *suggested), bot.show.sites)
    text = tidy(values["text"])
    broken[:0] = broken_rules(text, "fact", gate, await bot.store.facts.names(bot.show.id, desk.scope.clear))
    if item is not None and isinstance(item.content, FactContent):
        about, problems = item.content.about, list[str]()
        broken += _early_subjects(about, desk, gate)
    else:
        about, problems = await _about(bot, values, gate, desk)
    return Typed(FactContent(Spoiler(text, gate), topic, about, sources), [*_told(broken, gate, desk), *problems])


async def read_about(bot: FanBot, values: Values, item: Item | None, desk: Desk, _suggested: Sequence[Source]) -> Typed:
    """The fact as it is, now about those who were typed."""
    if item is None or not isinstance(item.content, FactContent):
        return Typed(None, [no_such("fact", bot)])
    meant, problems = await _about(bot, values, item.content.revealed_in, desk)
    # Whom the editor has not met did not stand in the field, and so was not taken away.
    unmet = (each for each in item.content.about if each not in desk.subjects)
    return Typed(replace(item.content, about=(*meant, *unmet)), problems)


async def read_question(
    bot: FanBot, values: Values, item: Item | None, desk: Desk, suggested: Sequence[Source]
) -> Typed:
    """A question; what it rests on stays."""
    gate = chosen_gate(bot.show, values)
    difficulty, _space, topic = values.get("level", "").partition(" ")
    if gate is None or difficulty not in DIFFICULTIES or topic not in TOPICS:
        return Typed(None, [_("Choose an episode, a difficulty and a topic.")])
    before = item.content if item is not None and isinstance(item.content, QuestionContent) else None
    if before is not None and TOPICS[before.topic] == TOPICS[topic]:
        topic = before.topic  # the form asks for one of four; a finer one stays
    explanation, _newline, rest = values["explanation"].partition("\n")
    sources, broken = _sources(rest, (*(before.sources if before else ()), *suggested), bot.show.sites)
    text, explanation = tidy(values["text"]), tidy(explanation)
    options = options_typed(values["options"])
    names = await bot.store.facts.names(bot.show.id, desk.scope.clear)
    checks = [("question", text), *(("option", each) for each in options), ("explanation", explanation)]
    broken[:0] = [each for kind, words in checks for each in broken_rules(words, kind, gate, names)]
    if not options_differ(options[0] if options else "", options[1:]):
        broken.append(Broken("same options", "option"))
        options = [*options, *[""] * FEWEST_OPTIONS][: max(FEWEST_OPTIONS, min(len(options), MOST_OPTIONS))]
    answer, *wrong = (Spoiler(each, gate) for each in options)
    content = QuestionContent(
        Spoiler(text, gate),
        answer,
        tuple(wrong),
        Spoiler(explanation, gate),
        difficulty,
        topic,
        before.facts if before else (),
        sources,
        gate,
    )
    return Typed(content, _told(broken, gate, desk))


def options_typed(typed: str) -> list[str]:
    """One option a line, the right one first."""
    return [tidy(each) for each in typed.splitlines() if tidy(each)]


def _sources(typed: str, kept: Iterable[Source], sites: Sites) -> tuple[tuple[Source, ...], list[Broken]]:
    """One source a line; those that stood there before stay what they were."""
    lines = [tidy(each) for each in typed.splitlines() if tidy(each)]
    if not lines:
        return (), [Broken("blank", "source")]
    return sources_read(lines, kept, sites), [each for line in dict.fromkeys(lines) for each in broken_source(line)]


async def _about(bot: FanBot, values: Values, gate: Episode, desk: Desk) -> tuple[tuple[int, ...], list[str]]:
    """Whom and what was typed, and what is wrong with it for a fact of this gate."""
    meant, unknown = await subjects_meant(bot, values.get("about", ""), desk.scope)
    problems = _told(_early_subjects(meant, desk, gate), gate, desk)
    problems += [unknown_words(name, desk.scope.clear) for name in unknown]
    if not meant and not unknown:
        problems.append(_("Say whom or what it is about."))
    return tuple(meant), problems


def _early_subjects(about: Sequence[int], desk: Desk, gate: Episode) -> list[Broken]:
    """Who of those whom a fact is about is known only later than the fact would be shown."""
    known = ((name, name.revealed_in) for name in (desk.subjects[each] for each in about if each in desk.subjects))
    return [
        Broken("early subject", "fact", who=name.label(desk.scope), known=since)
        for name, since in known
        if since > gate
    ]


def _told(broken: Iterable[Broken], gate: Episode, desk: Desk) -> list[str]:
    return [broken_words(each, gate, desk.first) for each in broken]
