"""Trivia questions that members suggest."""

from dataclasses import replace
from typing import Final

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.locale import _
from bot.show.facts import DIFFICULTIES, TOPICS
from bot.show.text_rules import Broken, options_differ
from bot.show.tidy import tidy
from bot.store.reviews import NewQuestion
from bot.ui.editing.forms import add_question
from bot.ui.editing.reading import options_typed
from bot.ui.kit.episodes import chosen_gate
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.reviews.ids import SuggestQuestionFormId
from bot.ui.reviews.sending import check_typed, new_suggestion, send

QUESTION: Final = "a trivia question"
"""What is chosen, or typed, as what a suggestion is about, to suggest one."""

_TYPED: Final = (QUESTION, "trivia question", "question", "trivia", "quiz")


def question_choice() -> str:
    """The choice beside whom and what a fact can be about."""
    return _("A trivia question")


def is_question(about: str) -> bool:
    """Whether somebody wants to suggest a question."""
    return about.casefold() in {*_TYPED, question_choice().casefold()}


async def open_question(interaction: Interaction, form_id: SuggestQuestionFormId, values: Values) -> None:
    """Open the form: question, options and episode; the rest its reviewer fills in where it is missing."""
    form = Form(form_id, _("Suggest a trivia question"))
    add_question(form, interaction.client.show, values, whole=False)
    await form.show(interaction)


async def submit_question(interaction: Interaction, _form_id: SuggestQuestionFormId, values: Values) -> None:
    """Put it into the queue. What is checked here depends on what was typed alone, never on what we know."""
    bot = interaction.client
    gate, text, options = chosen_gate(bot.show, values), tidy(values["text"]), options_typed(values["options"])
    explanation, _newline, source = values.get("explanation", "").partition("\n")
    explanation, source = tidy(explanation), tidy(source)
    difficulty, _space, topic = values.get("level", "").partition(" ")
    if gate is None or difficulty not in {"", *DIFFICULTIES} or topic not in {"", *TOPICS}:
        raise FormRefusedError(_("Choose the episode after which it’s safe to know."))
    told = [("question", text), *(("option", each) for each in options)]
    told += [("explanation", explanation)] if explanation else []
    differ = options_differ(options[0] if options else "", options[1:])
    check_typed(interaction, gate, told, source, () if differ else [Broken("same options", "option")])
    suggestion = new_suggestion(interaction, text, source, gate, topic)
    await send(interaction, replace(suggestion, question=NewQuestion(tuple(options), explanation, difficulty)))


FORM_HANDLERS: Final[FormTable] = {SuggestQuestionFormId: FormHandlers(open_question, submit_question)}
