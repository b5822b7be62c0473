"""Help in a public game: 50 : 50, Skip, and a guess that is typed."""

from typing import Final

import discord

from bot.client import Interaction
from bot.locale import _
from bot.show.matching.choices import chosen
from bot.show.matching.names import People, find, sure
from bot.show.spoilers import escape
from bot.show.trivia import LETTERS
from bot.store.game_helps import Half, NoHalf, Skip
from bot.ui.kit.controls import button
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import row
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import say
from bot.ui.trivia.controls import chosen_words
from bot.ui.trivia.ids import CHOICES, AnswerId, GuessId, HalfId, OpenGuessId, SkipId
from bot.viewer import channel_scope, repeating

_LONGEST: Final = 60  # characters of a name that is typed


async def take_half(interaction: Interaction, pressed: HalfId) -> None:
    """Leave the right option and a wrong one to the presser, to answer there."""
    user, at = interaction.user.id, discord.utils.utcnow()
    half = await interaction.client.store.game_helps.take_half(interaction.guild_id, pressed.round, user, at)
    if not isinstance(half, Half):
        await say(interaction, _no_half(half))
        return
    # They stand on the public message that was just pressed, so their own gate is the scope.
    left = [f"- **{LETTERS[number]}** · {each.markdown(repeating(each))}" for number, each in half.options]
    answers = [button(AnswerId(pressed.round, CHOICES[number]), LETTERS[number]) for number, _option in half.options]
    await say(interaction, "\n".join((_("One of these is right, for half the points."), *left)), row(*answers))


def _no_half(half: NoHalf) -> str:
    match half:
        case "over":
            return chosen_words(None)
        case "answered":
            return _("You have answered this question already; your 50 : 50 is for another one.")
        case "used":
            return _("You have had your 50 : 50 in this game.")


async def want_skip(interaction: Interaction, pressed: SkipId) -> None:
    """Note it; the loop closes the question where enough agree."""
    user, at = interaction.user.id, discord.utils.utcnow()
    skip = await interaction.client.store.game_helps.want_skip(interaction.guild_id, pressed.round, user, at)
    await say(interaction, chosen_words(None) if skip is None else _skip(skip))


def _skip(skip: Skip) -> str:
    if not skip.counts:
        return _("Whoever took part in the question before decides about Skip; in the first one its host.")
    if skip.agreed >= skip.needed:
        return _("Skipped: here comes the answer.")
    words = _("You want to skip this question: {agreed} of {needed} so far.")
    return words.format(agreed=skip.agreed, needed=skip.needed)


async def open_guess(interaction: Interaction, pressed: OpenGuessId) -> None:
    """Ask who it is."""
    await open_form(interaction, GuessId(pressed.round), {})


async def open_form(interaction: Interaction, form_id: GuessId, values: Values) -> None:
    """Open it, with what was typed before."""
    form = Form(form_id, _("Who is it?"))
    form.add_text(
        "name", _("Name"), longest=_LONGEST, value=values.get("name", ""),
        hint=_("One of those on the buttons, in any spelling"),
    )  # fmt: skip
    await form.show(interaction)


async def submit_guess(interaction: Interaction, form_id: GuessId, values: Values) -> None:
    """Take a name for the option that it means, as its button would be."""
    rounds, user = interaction.client.store.rounds, interaction.user.id
    number = await _meant(interaction, form_id.round, values["name"])
    if number is None:
        words = _("I can’t tell which of the options “{name}” is. Try another spelling, or press a letter.")
        await say(interaction, words.format(name=escape(values["name"], _LONGEST)))
        return
    at = discord.utils.utcnow()
    await say(interaction, chosen_words(await rounds.answer(interaction.guild_id, form_id.round, user, number, at)))


async def _meant(interaction: Interaction, round_id: int, typed: str) -> int | None:
    """The number of the option that somebody names; 0 where nothing is asked any more, which is said next."""
    bot, store = interaction.client, interaction.client.store
    ids = await store.rounds.round_ids(interaction.guild_id, round_id)
    game = await store.games.game(ids.game_id) if ids else None
    asked = ids and game and (game.phase, game.round) == ("asking", ids.number)
    round_ = await store.rounds.round(round_id, game.ceiling) if game and asked else None
    if game is None or round_ is None:
        return 0
    scope = channel_scope(game.ceiling)
    names = [each.label(scope) for each in round_.options]
    known = await store.facts.people(bot.show.id, scope)
    those = People(each for each in known if each.name in names)
    # Among everybody first: “Gwi-nam” means nobody else, where he is not among them.
    person = chosen(typed, known) or sure(find(typed, known)) or sure(find(typed, those))
    return names.index(person.name) if person and person.name in names else None


HANDLERS: Final[Handlers] = {HalfId: take_half, SkipId: want_skip, OpenGuessId: open_guess}
FORM_HANDLERS: Final[FormTable] = {GuessId: FormHandlers(open_form, submit_guess)}
