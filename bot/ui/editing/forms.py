"""The forms of a fact and of a question: their fields, and what stands in them today."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.client import Interaction
from bot.locale import _
from bot.show.edits import FactContent, Item, Kind, QuestionContent
from bot.show.episodes import Episode
from bot.show.facts import ASKED_AS, DIFFICULTIES, TOPICS
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.spoilers import plain
from bot.show.text_rules import LIMITS
from bot.ui.editing.access import desk_of
from bot.ui.editing.cards import ask_to_open, reach
from bot.ui.editing.desk import Desk
from bot.ui.editing.ids import AboutFormId, EditFormId, FactFormId, OpenItemId, QuestionFormId, Target
from bot.ui.editing.reading import Reader, read_about, read_fact, read_question
from bot.ui.editing.words import difficulty_words, topic_words
from bot.ui.kit.episodes import add_gate
from bot.ui.kit.forms import Form, Values
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import option
from bot.ui.kit.phrases import topic_name
from bot.ui.kit.replies import reply
from bot.ui.kit.sources import source_line


@dataclass(frozen=True, slots=True)
class EditForm:
    """What one of the forms looks like, what stands in it for a content, and how what was typed into it is read."""

    build: Callable[[EditFormId, Show, Values], Form]
    values: Callable[[Any, Desk], Values]
    read: Reader


async def open_form(interaction: Interaction, form: EditFormId, values: Values) -> None:
    """Open it with what stands in it: today's values, or what was typed before."""
    await EDIT_FORMS[type(form)].build(form, interaction.client.show, values).show(interaction)


async def edit_item(
    interaction: Interaction,
    item: Item,
    through: Episode,
    *,
    form: type[EditFormId] | None = None,
    review: int = 0,
    why: str = "",
    instead: Values | None = None,
    reopens: Callable[[Episode], ControlId] | None = None,
) -> None:
    """Open the form of an item (or another `form`) with today's values; `instead` is what stands in some fields instead.

    Asks first where those lie beyond what the editor has seen. The Yes opens the form, or does what `reopens` names.
    """
    desk, gate = await desk_of(interaction, through), reach(item)
    kind = item.content.kind
    if not desk.sees(gate):
        target = Target(kind, item.id, gate)
        yes = OpenItemId("edit", *target) if reopens is None else reopens(gate)
        await reply(interaction, ask_to_open(target, desk, yes))
        return
    form = form or FORM_OF[kind]
    values = EDIT_FORMS[form].values(item.content, desk) | (instead or {})
    await open_form(interaction, form(item.id, item.now.revision, through, review, plain(why, 40)), values)


# ------------------------------------------------------------------------------------------------------- fields


def add_episode(form: Form, show: Show, values: Values) -> None:
    """The field that asks from when on something is safe."""
    add_gate(form, show, values, _("Safe for whoever finished"), _("When unsure, choose the later episode"))


def add_fact_text(form: Form, values: Values) -> None:
    """The field for what a fact says."""
    form.add_text(
        "text", _("Fact"), longest=LIMITS["fact"], long=True, value=values.get("text", ""),
        hint=_("One sentence, {limit} characters at most, own words").format(limit=LIMITS["fact"]),
    )  # fmt: skip


def add_topic(form: Form, values: Values, *, needed: bool = True) -> None:
    """The field that asks what kind of fact it is."""
    topics = [option(topic_words(each), each) for each in TOPICS]
    form.add_select("topic", _("Topic"), topics, value=values.get("topic", ""), needed=needed)


def add_why(form: Form, values: Values) -> None:
    """The field that the history shows."""
    form.add_text(
        "why", _("Why this change"), longest=200, value=values.get("why", ""), needed=False,
        hint=_("Seen in the history"),
    )  # fmt: skip


def _add_about(form: Form, values: Values) -> None:
    form.add_text(
        "about", _("About"), longest=1000, value=values.get("about", ""),
        hint=_("Names, the most important first: Nam On-jo, Lee Su-hyeok"),
    )  # fmt: skip


def _sources_text(sources: Iterable[Source], desk: Desk) -> str:
    sites, through = desk.show.sites, desk.scope.clear
    return "\n".join(dict.fromkeys(source_line(each, sites, through) for each in sources))


# -------------------------------------------------------------------------------------------------------- facts


def _fact_form(form_id: EditFormId, show: Show, values: Values) -> Form:
    new = form_id.item == 0
    form = Form(form_id, _("Add a fact") if new else _("Edit a fact"))
    add_fact_text(form, values)
    add_episode(form, show, values)
    add_topic(form, values)
    form.add_text(
        "sources", _("Source"), longest=1000, long=True, value=values.get("sources", ""),
        hint=_("A web address or the name of a book or video, one a line"),
    )  # fmt: skip
    if new:
        _add_about(form, values)
    else:
        add_why(form, values)
    return form


def _fact_values(content: FactContent, desk: Desk) -> Values:
    return {
        "text": content.text.reveal(),
        "revealed_in": str(content.revealed_in.ordinal),
        "topic": content.topic,
        "sources": _sources_text(content.sources, desk),
    }


def _about_form(form_id: EditFormId, _show: Show, values: Values) -> Form:
    form = Form(form_id, _("Whom or what it is about"))
    _add_about(form, values)
    add_why(form, values)
    return form


def _about_values(content: FactContent, desk: Desk) -> Values:
    known = (desk.subjects[each].label(desk.scope) for each in content.about if each in desk.subjects)
    return {"about": ", ".join(known)}


# ---------------------------------------------------------------------------------------------------- questions


def _question_form(form_id: EditFormId, show: Show, values: Values) -> Form:
    form = Form(form_id, _("Add a question") if form_id.item == 0 else _("Edit a question"))
    add_question(form, show, values)
    return form


def add_question(form: Form, show: Show, values: Values, *, whole: bool = True) -> None:
    """The fields of a question; `whole`: an explanation, a source, difficulty and topic are needed too."""
    form.add_text("text", _("Question"), longest=LIMITS["question"], long=True, value=values.get("text", ""))
    form.add_text(
        "options", _("Options"), longest=4 * LIMITS["option"] + 10, long=True, value=values.get("options", ""),
        hint=_("Two to four lines: the right one first, then the wrong ones"),
    )  # fmt: skip
    form.add_text(
        "explanation", _("Explanation, then sources"), longest=1000, long=True, value=values.get("explanation", ""),
        needed=whole, hint=_("First line: why it is right. Then a web address or a title a line") if whole
        else _("First line: why it is right. Second line: where to read it"),
    )  # fmt: skip
    add_episode(form, show, values)
    levels = [
        option(f"{difficulty_words(level)} · {topic_name(public)}", f"{level} {topic}")
        for level in DIFFICULTIES
        for public, topic in ASKED_AS.items()
    ]
    form.add_select("level", _("Difficulty and topic"), levels, value=values.get("level", ""), needed=whole)


def _question_values(content: QuestionContent, desk: Desk) -> Values:
    return {
        "text": content.text.reveal(),
        "options": "\n".join(each.reveal() for each in (content.answer, *content.wrong)),
        "explanation": f"{content.explanation.reveal()}\n{_sources_text(content.sources, desk)}",
        "revealed_in": str(content.revealed_in.ordinal),
        "level": level_of(content.difficulty, content.topic),
    }


def level_of(difficulty: str, topic: str) -> str:
    """The value of the field that asks for both; nothing where either is not known."""
    return f"{difficulty} {ASKED_AS[TOPICS[topic]]}" if difficulty and topic else ""


EDIT_FORMS: Final[dict[type[EditFormId], EditForm]] = {
    FactFormId: EditForm(_fact_form, _fact_values, read_fact),
    AboutFormId: EditForm(_about_form, _about_values, read_about),
    QuestionFormId: EditForm(_question_form, _question_values, read_question),
}
FORM_OF: Final[dict[Kind, type[EditFormId]]] = {"fact": FactFormId, "question": QuestionFormId}
