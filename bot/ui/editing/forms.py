"""The forms of a fact and of a question: fields, and the rules that what is typed must keep."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import DIFFICULTIES, TOPICS
from bot.show.matching.pasted import unwrapped
from bot.show.shows import Show
from bot.show.sites import Sites, Source
from bot.show.spoilers import Spoiler, escape, plain
from bot.show.text_rules import LIMITS, Broken, broken_rules, broken_source, options_differ
from bot.show.tidy import tidy
from bot.ui.editing import cards
from bot.ui.editing.access import no_such, subjects_known
from bot.ui.editing.saving import EditForm
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import option
from bot.ui.kit.progress import add_gate, chosen_gate
from bot.ui.kit.sources import source_line, sources_read


def add_episode(form: Form, show: Show, values: dict[str, str]) -> None:
    """The field that asks from when on something is safe."""
    add_gate(form, show, values, _("Safe for whoever finished"), _("When unsure, choose the later episode"))


def add_topic(form: Form, value: str) -> None:
    """The field that asks what kind of fact it is."""
    form.add_select("topic", _("Topic"), [option(cards.topic_words(each), each) for each in TOPICS], value=value)


def add_about(form: Form, value: str) -> None:
    """The field for whom and what a fact is about."""
    form.add_text(
        "about",
        _("About"),
        longest=1000,
        value=value,
        hint=_("Names, the most important first: Nam On-jo, Lee Su-hyeok"),
    )


def add_why(form: Form, value: str) -> None:
    """The field that the history shows."""
    form.add_text("why", _("Why this change"), longest=200, value=value, needed=False, hint=_("Seen in the history"))


def _sources(typed: str, kept: Iterable[Source], sites: Sites) -> tuple[tuple[Source, ...], list[Broken]]:
    """One source a line; those that stood there before stay what they were."""
    lines = [tidy(each) for each in typed.splitlines() if tidy(each)]
    if not lines:
        return (), [Broken("blank", "source")]
    return sources_read(lines, kept, sites), [each for line in dict.fromkeys(lines) for each in broken_source(line)]


def _sources_text(sources: Iterable[Source], desk: cards.Desk) -> str:
    sites, through = desk.show.sites, desk.scope.clear
    return "\n".join(dict.fromkeys(source_line(each, sites, through) for each in sources))


async def subjects_meant(bot: FanBot, typed: str, known: Episode) -> tuple[list[int], list[str]]:
    """Whom and what a list of names means, as far as is known through `known`, and the names that mean nobody."""
    called = await subjects_known(bot, known)
    names = list(filter(None, (plain(unwrapped(each)) for each in re.split(r"[,;\n]", typed))))
    meant = {name: called.meant(name) for name in names}
    return list(dict.fromkeys(each for each in meant.values() if each)), [name for name in names if not meant[name]]


class FactForm(EditForm):
    """A fact."""

    kind = "fact"
    prefix = "fe1"
    template = re.compile(
        r"fe1:(?P<item>\d+):(?P<revision>\d+):(?P<through>\d+):(?P<review>\d+):(?P<why>.*)", re.DOTALL
    )

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Five fields, today's values or what was typed before filled in."""
        new = state["item"] == "0"
        form = cls(cls.custom_id_of(state), _("Add a fact") if new else _("Edit a fact"))
        form.add_text(
            "text", _("Fact"), longest=LIMITS["fact"], long=True, value=values.get("text", ""),
            hint=_("One sentence, {limit} characters at most, own words").format(limit=LIMITS["fact"]),
        )  # fmt: skip
        add_episode(form, interaction.client.show, values)
        add_topic(form, values.get("topic", ""))
        form.add_text(
            "sources", _("Source"), longest=1000, long=True, value=values.get("sources", ""),
            hint=_("A web address or the name of a book or video, one a line"),
        )  # fmt: skip
        if new:
            add_about(form, values.get("about", ""))
        else:
            add_why(form, values.get("why", ""))
        await form.show(interaction)

    @classmethod
    def values(cls, content: Content, desk: cards.Desk) -> dict[str, str]:
        """What stands in its fields for this content, for an editor at this desk."""
        return {
            "text": content.text.reveal(),
            "revealed_in": str(content.revealed_in.ordinal),
            "topic": content.topic,
            "sources": _sources_text(content.sources, desk),
        }

    @classmethod
    async def read(
        cls, bot: FanBot, values: dict[str, str], item: Item | None, known: Episode, suggested: Iterable[Source] = ()
    ) -> tuple[Content | None, list[str]]:
        """The fact that was typed, and what is wrong with it."""
        gate, topic = chosen_gate(bot.show, values), values.get("topic", "")
        if gate is None or topic not in TOPICS:
            return None, [_("Choose an episode and a topic.")]
        sources, broken = _sources(
            values["sources"], (*(item.content.sources if item else ()), *suggested), bot.show.sites
        )
        text = tidy(values["text"])
        broken[:0] = broken_rules(text, "fact", gate, await bot.store.facts.names(bot.show.id, known))
        if item is not None and isinstance(item.content, FactContent):
            about, problems = item.content.about, list[str]()
            broken += early_subjects(about, await bot.store.facts.subjects(bot.show.id, known), gate)
        else:
            about, problems = await _about(bot, values, gate, known)
        problems[:0] = [cards.broken_words(each, gate, bot.show.episodes[0]) for each in broken]
        return FactContent(Spoiler(text, gate), topic, about, sources), problems


class AboutForm(EditForm):
    """Whom and what a fact is about: a form of its own, since Discord's have five fields and a fact fills them."""

    kind = "fact"
    prefix = "fa1"
    template = re.compile(
        r"fa1:(?P<item>\d+):(?P<revision>\d+):(?P<through>\d+):(?P<review>\d+):(?P<why>.*)", re.DOTALL
    )

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Two fields, today's names or what was typed before filled in."""
        form = cls(cls.custom_id_of(state), _("Whom or what it is about"))
        add_about(form, values.get("about", ""))
        add_why(form, values.get("why", ""))
        await form.show(interaction)

    @classmethod
    def values(cls, content: Content, desk: cards.Desk) -> dict[str, str]:
        """What stands in its fields for this content, for an editor at this desk."""
        assert isinstance(content, FactContent), "the form of its kind"  # noqa: S101  says why it holds
        known = (desk.subjects[each].label(desk.scope) for each in content.about if each in desk.subjects)
        return {"about": ", ".join(known)}

    @classmethod
    async def read(
        cls, bot: FanBot, values: dict[str, str], item: Item | None, known: Episode, suggested: Iterable[Source] = ()
    ) -> tuple[Content | None, list[str]]:
        """The fact, now about those who were typed, and what is wrong with that."""
        if item is None or not isinstance(item.content, FactContent):
            return None, [no_such("fact", bot)]
        subjects = await bot.store.facts.subjects(bot.show.id, known)
        meant, problems = await _about(bot, values, item.content.revealed_in, known)
        # Whom the editor has not met did not stand in the field, and so was not taken away.
        unmet = (each for each in item.content.about if each not in subjects)
        return replace(item.content, about=(*meant, *unmet)), problems


async def _about(
    bot: FanBot, values: dict[str, str], gate: Episode, known: Episode
) -> tuple[tuple[int, ...], list[str]]:
    """Whom and what was typed, and what is wrong with it for a fact of this gate."""
    meant, unknown = await subjects_meant(bot, values.get("about", ""), known)
    early = early_subjects(meant, await bot.store.facts.subjects(bot.show.id, known), gate)
    problems = [cards.broken_words(each, gate, bot.show.episodes[0]) for each in early]
    problems += [unknown_words(name, known) for name in unknown]
    if not meant and not unknown:
        problems.append(_("Say whom or what it is about."))
    return tuple(meant), problems


def early_subjects(about: Sequence[int], subjects: dict[int, Spoiler], gate: Episode) -> list[Broken]:
    """Who of those whom a fact is about is known only later than the fact would be shown."""
    scope = Scope.through(max((name.revealed_in for name in subjects.values()), default=PREMISE))
    return [
        Broken("early subject", "fact", who=subjects[each].label(scope), known=subjects[each].revealed_in)
        for each in about
        if each in subjects and subjects[each].revealed_in > gate
    ]


def unknown_words(name: str, known: Episode) -> str:
    """The same for what there is not and what the editor has not met yet."""
    if known == PREMISE:
        return _("I know nobody and nothing called “{name}” before the first episode.").format(name=escape(name, 80))
    return _("I know nobody and nothing called “{name}” through {episode}.").format(
        name=escape(name, 80), episode=known
    )


class QuestionForm(EditForm):
    """A question of the trivia."""

    kind = "question"
    prefix = "qe1"
    template = re.compile(
        r"qe1:(?P<item>\d+):(?P<revision>\d+):(?P<through>\d+):(?P<review>\d+):(?P<why>.*)", re.DOTALL
    )

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Five fields, today's values or what was typed before filled in."""
        title = _("Add a question") if state["item"] == "0" else _("Edit a question")
        form = cls(cls.custom_id_of(state), title)
        form.add_text("text", _("Question"), longest=LIMITS["question"], long=True, value=values.get("text", ""))
        form.add_text(
            "options", _("Options"), longest=4 * LIMITS["option"] + 10, long=True, value=values.get("options", ""),
            hint=_("Four lines: the right one first, then three wrong ones"),
        )  # fmt: skip
        form.add_text(
            "explanation", _("Explanation, then sources"), longest=1000, long=True, value=values.get("explanation", ""),
            hint=_("First line: why it is right. Then a web address or a title a line"),
        )  # fmt: skip
        add_episode(form, interaction.client.show, values)
        levels = [
            option(f"{cards.difficulty_words(level)} · {words}", f"{level} {topic}")
            for level in DIFFICULTIES
            for topic, words in _question_topics().items()
        ]
        form.add_select("level", _("Difficulty and topic"), levels, value=values.get("level", ""))
        await form.show(interaction)

    @classmethod
    def values(cls, content: Content, desk: cards.Desk) -> dict[str, str]:
        """What stands in its fields for this content, for an editor at this desk."""
        assert isinstance(content, QuestionContent), "the form of its kind"  # noqa: S101  says why it holds
        return {
            "text": content.text.reveal(),
            "options": "\n".join(each.reveal() for each in (content.answer, *content.wrong)),
            "explanation": f"{content.explanation.reveal()}\n{_sources_text(content.sources, desk)}",
            "revealed_in": str(content.revealed_in.ordinal),
            "level": f"{content.difficulty} {_ASKED_AS[TOPICS[content.topic]]}",
        }

    @classmethod
    async def read(
        cls, bot: FanBot, values: dict[str, str], item: Item | None, known: Episode, suggested: Iterable[Source] = ()
    ) -> tuple[Content | None, list[str]]:
        """The question that was typed, and what is wrong with it."""
        gate = chosen_gate(bot.show, values)
        difficulty, _space, topic = values.get("level", "").partition(" ")
        if gate is None or difficulty not in DIFFICULTIES or topic not in TOPICS:
            return None, [_("Choose an episode, a difficulty and a topic.")]
        before = item.content if item is not None and isinstance(item.content, QuestionContent) else None
        if before is not None and TOPICS[before.topic] == TOPICS[topic]:
            topic = before.topic  # the form asks for one of four; a finer one stays
        explanation, _newline, rest = values["explanation"].partition("\n")
        sources, broken = _sources(rest, (*(before.sources if before else ()), *suggested), bot.show.sites)
        text, explanation = tidy(values["text"]), tidy(explanation)
        options = [tidy(each) for each in values["options"].splitlines() if tidy(each)]
        names = await bot.store.facts.names(bot.show.id, known)
        checks = [("question", text), *(("option", each) for each in options), ("explanation", explanation)]
        broken[:0] = [each for kind, words in checks for each in broken_rules(words, kind, gate, names)]
        if not options_differ(options[0] if options else "", options[1:]):
            broken.append(Broken("same options", "option"))
            options = [*options, "", "", "", ""][:4]
        content = QuestionContent(
            Spoiler(text, gate),
            Spoiler(options[0], gate),
            tuple(Spoiler(each, gate) for each in options[1:]),
            Spoiler(explanation, gate),
            difficulty,
            topic,
            before.facts if before else (),
            sources,
            gate,
        )
        return content, [cards.broken_words(each, gate, bot.show.episodes[0]) for each in broken]


# The four topics that members choose by, each with the finer one that a new question gets.
_ASKED_AS: Final = {"people": "trait", "places": "place", "story": "event", "behind the scenes": "production"}


def _question_topics() -> dict[str, str]:
    return {
        "trait": _("people"),
        "place": _("places"),
        "event": _("story"),
        "production": _("behind the scenes"),
    }


FORMS_OF: Final[dict[Kind, type[EditForm]]] = {"fact": FactForm, "question": QuestionForm}


FORMS: Final = (
    FactForm,
    AboutForm,
    QuestionForm,
)
