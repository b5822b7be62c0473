"""Suggestions: the form, and what their authors hear of them."""

from dataclasses import replace
from typing import Final

from discord import app_commands

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import FormRefusedError
from bot.locale import _
from bot.show.episodes import Scope
from bot.show.facts import TOPICS
from bot.show.matching.names import find
from bot.show.matching.pasted import unwrapped
from bot.show.spoilers import Spoiler, plain
from bot.show.text_rules import LIMITS
from bot.show.tidy import tidy
from bot.ui.editing.access import people_known, subjects_begun
from bot.ui.editing.forms import add_episode, add_fact_text, add_topic, level_of
from bot.ui.kit.episodes import MENU, chosen_gate
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import bare, option
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply_anew, say
from bot.ui.reviews.cards import asked_card, outcome_words
from bot.ui.reviews.ids import AnswerAskedId, SuggestFormId, SuggestQuestionFormId, TellByMessageId
from bot.ui.reviews.questions import QUESTION, is_question, open_question, question_choice
from bot.ui.reviews.sending import check_typed, new_suggestion, send
from bot.viewer import repeating

_TOLD_AT_ONCE: Final = 5  # outcomes that have room in one message, each with its reason
_THINGS: Final = 10  # choices that are kept for places and things, behind people
_ABOUT: Final = 90  # characters that are kept of whom or what it is about


async def complete_about(bot: FanBot, typed: str, scope: Scope) -> list[app_commands.Choice[str]]:
    """Whomever and whatever the member knows; anything else can be typed."""
    things = await subjects_begun(bot, typed, scope)
    people = find(typed, await people_known(bot, scope), limit=MENU - min(len(things), _THINGS))
    names = dict.fromkeys(plain(name, _ABOUT) for name in (*(each.person.name for each in people), *things))
    choices = [app_commands.Choice(name=name, value=name) for name in names]
    asks = app_commands.Choice(name=question_choice(), value=QUESTION)
    begin = unwrapped(typed).casefold()
    if not begin:
        return [*choices[: MENU - 1], asks]
    return [*([asks] if any(word.startswith(begin) for word in QUESTION.split()[1:]) else []), *choices][:MENU]


async def suggest_about(interaction: Interaction, about: str) -> None:
    """Open the form for somebody or something, or for a trivia question."""
    about = plain(unwrapped(about), _ABOUT)
    if is_question(about):
        await open_question(interaction, SuggestQuestionFormId(), {})
    else:
        await open_suggestion(interaction, SuggestFormId(about), {})


async def open_suggestion(interaction: Interaction, form_id: SuggestFormId, values: Values) -> None:
    """Open the form of a suggestion: what, and from when on it is safe. The rest its reviewer fills in where it is missing."""
    form = Form(form_id, _("Suggest a fact"))
    add_fact_text(form, values)
    add_episode(form, interaction.client.show, values)
    kinds = [option(_("A new fact"), "0"), option(_("A correction of what a card says"), "1")]
    form.add_select("correction", _("What it is"), kinds, value=values.get("correction", "0"), needed=False)
    form.add_text(
        "source", _("Source, if you know one"), longest=LIMITS["source"], value=values.get("source", ""), needed=False,
        hint=_("A web address or the name of a book or video"),
    )  # fmt: skip
    add_topic(form, values, needed=False)
    await form.show(interaction)


async def submit_suggestion(interaction: Interaction, form_id: SuggestFormId, values: Values) -> None:
    """Put it into the queue. The answer is the same whatever the store and the queue hold.

    What is checked here depends on what was typed alone, never on what we know.
    """
    bot = interaction.client
    gate, text, source = chosen_gate(bot.show, values), tidy(values["text"]), tidy(values["source"])
    topic = values.get("topic", "")
    if gate is None or topic not in {"", *TOPICS}:
        raise FormRefusedError(_("Choose the episode after which it’s safe to know."))
    check_typed(interaction, gate, [("fact", text)], source)
    suggestion = new_suggestion(interaction, text, source, gate, topic)
    await send(interaction, replace(suggestion, about=form_id.about, correction=values.get("correction") == "1"))


async def tell_by_message(interaction: Interaction, pressed: TellByMessageId) -> None:
    """Remember that its author wants a direct message."""
    await interaction.client.store.reviews.set_wants_dm(pressed.review, interaction.user.id)
    await say(interaction, _("I’ll send you a direct message when the moderators have decided."))


async def tell_outcomes(interaction: Interaction) -> None:
    """Tell a member what became of their suggestions, once, beside whatever they asked for."""
    reviews = interaction.client.store.reviews
    outcomes = await reviews.outcomes(interaction.user.id)
    decided = [each for each in outcomes if not each.asked]
    batches = [decided[start : start + _TOLD_AT_ONCE] for start in range(0, len(decided), _TOLD_AT_ONCE)]
    batches += [[each] for each in outcomes if each.asked]
    for some in batches:
        said = asked_card(some[0]) if some[0].asked else bare("\n".join(map(outcome_words, some)))
        try:
            await reply_anew(interaction, said)
        except failures.ERRORS:
            for each in some:
                await reviews.set_untold(each.id)


async def answer_asked(interaction: Interaction, pressed: AnswerAskedId) -> None:
    """Open the form once more with what its author had typed; the episode is theirs to choose again."""
    bot = interaction.client
    review = await bot.store.reviews.asked_of(interaction.user.id, pressed.review)
    if review is None or review.guild_id != interaction.guild_id:
        words = _("Answer that where you suggested it, with {suggest}.")
        await say(interaction, words.format(suggest=bot.mention("suggest")))
        return
    values = {"text": _own(review.text), "source": review.source, "topic": review.topic}
    if review.question is None:
        values["correction"] = str(int(review.correction))
        await open_suggestion(interaction, SuggestFormId(_own(review.about)), values)
        return
    values["options"] = "\n".join(map(_own, review.question.options))
    values["explanation"] = "\n".join((_own(review.question.explanation), review.source)).strip()
    values["level"] = level_of(review.question.difficulty, review.topic)
    await open_question(interaction, SuggestQuestionFormId(), values)


def _own(typed: Spoiler) -> str:
    """What its author typed, for themselves."""
    return typed.label(repeating(typed))


HANDLERS: Final[Handlers] = {TellByMessageId: tell_by_message, AnswerAskedId: answer_asked}
FORM_HANDLERS: Final[FormTable] = {SuggestFormId: FormHandlers(open_suggestion, submit_suggestion)}
