"""What an editor reads after a submit: what was saved, or what stands in the way, one tap each."""

from typing import Any, Literal

import discord
from discord import ui

from bot.locale import _, sentences
from bot.show.edits import Content, Item
from bot.ui.editing.cards import (
    about_button,
    body,
    delete_hidden_button,
    keep_button,
    open_button,
    small_print,
    standing,
)
from bot.ui.editing.desk import Desk, finished_words
from bot.ui.editing.ids import SaveDraftId, Target
from bot.ui.editing.outcomes import Decided, Full, Gone, NotSaved, Refused, Stale, Twin
from bot.ui.editing.words import a_thing_of, full_words, when, who
from bot.ui.kit.controls import button
from bot.ui.kit.drafts import again
from bot.ui.kit.layout import Accent, bare, begun, card, heading, line, row, small, text, title, unbroken
from bot.ui.kit.phrases import Mentions


def saved_card(item: Item, target: Target, revision: int, desk: Desk, *onward: ui.Button[Any]) -> ui.LayoutView:
    """What was saved, as it is now; `onward` leads to what is next."""
    did = {"retired": _("Hidden from this server"), "shipped": _("As the pack tells it again")}.get(
        item.now.state, _("Saved for this server")
    )
    version = unbroken(_("version {revision}").format(revision=revision))
    if desk.sees(item.content.revealed_in):
        words = [*body(item.content, desk), small_print(item.content, desk, version)]
    else:
        thing = a_thing_of(target.kind, item.content.revealed_in, desk.first)
        words = [begun(thing) + " · " + version]
    # What they agreed to see was for the sake of this save: its history asks by itself.
    target = Target(target.kind, target.item)
    buttons = row(open_button("history", target, _("History")), *about_button(target), *onward)
    return card(Accent.DESK, text(heading(did), *words), buttons)


def unchanged_reply(target: Target) -> ui.LayoutView:
    """It says already what was typed."""
    words = _("That’s what it says already, so nothing was saved.")
    return bare(words, row(open_button("edit", target, _("Edit")), *about_button(target)))


def not_saved_card(outcome: NotSaved, draft: int, desk: Desk, bot: Mentions) -> ui.LayoutView:
    """What stands in the way, and what the editor can do about it; what they typed waits in the draft."""
    match outcome:
        case Refused():
            return _refused_card(outcome, draft, desk)
        case Twin():
            return _twin_card(outcome, draft, desk)
        case Stale():
            return _stale_card(outcome, draft, desk)
        case Decided():
            words = _("Somebody decided this one meanwhile, so nothing was saved. **Edit again** adds yours beside it.")
            return bare(words, row(again(draft)))
        case Gone():
            words = _("What you edited is gone here, so nothing was saved. **Edit again** adds yours as new.")
            return bare(words, row(again(draft)))
        case Full():
            words = sentences(full_words(outcome.kind, bot), _("Everything you typed is kept."))
            return bare(words, row(again(draft), delete_hidden_button(outcome.kind)))


def _refused_card(outcome: Refused, draft: int, desk: Desk) -> ui.LayoutView:
    """What is wrong as far as the editor has watched; the rest is checked, and told, on their word only."""
    last = desk.show.last
    buttons = [again(draft)]
    words = [f"- {problem}" for problem in outcome.problems]
    if desk.scope.clear < last:
        checked = _(
            "I checked it only against what you’ve seen. Checking it through {episode} may tell you what happens later."
        ).format(episode=last)
        words.insert(0, sentences(finished_words(desk), checked))
        label = _("Yes, check through {episode}") if outcome.problems else _("Yes, check through {episode} and save")
        style = discord.ButtonStyle.danger
        buttons.append(button(SaveDraftId("check", draft), label.format(episode=last), style=style))
    words += ["", small(_("Everything you typed is kept."))]  # the empty line ends the list
    return card(Accent.DESK, text(heading(_("Not saved yet")), *words), row(*buttons))


def _twin_card(outcome: Twin, draft: int, desk: Desk) -> ui.LayoutView:
    """Two that say nearly the same, side by side."""
    mine, other = outcome.content, outcome.other
    edit = open_button("edit", Target(other.content.kind, other.id), _("Edit that one"))
    return card(
        Accent.DESK,
        text(heading(_("Is this new?")), _("Something here says nearly the same. Nothing is saved yet.")),
        line(),
        text(
            heading(_("Yours")),
            *body(mine, desk, other.content.text),
            small_print(mine, desk),
            heading(_("Here already")),
            *body(other.content, desk, mine.text),
            small_print(other.content, desk, *standing(other)),
        ),
        line(),
        row(_save_button("twin", draft, _("Yes, save it too")), again(draft), edit),
    )


def _stale_card(outcome: Stale, draft: int, desk: Desk) -> ui.LayoutView:
    """Somebody saved first: theirs and mine, words that the other does not have in bold."""
    mine, item = outcome.content, outcome.now
    changed = (
        _("{who} changed this fact while your form was open.")
        if mine.kind == "fact"
        else _("{who} changed this question while your form was open.")
    )
    theirs = item.content.text if desk.sees(item.content.revealed_in) else None
    return card(
        Accent.DESK,
        text(title(_("Not saved")), changed.format(who=who(item.now.edited_by))),
        line(),
        text(
            heading(_("Saved now")),
            *_saved_meanwhile(item, mine, desk),
            heading(_("Yours")),
            *body(mine, desk, theirs),
            small_print(mine, desk),
        ),
        line(),
        row(_save_button("top", draft, _("Yes, put mine on top")), again(draft), keep_button(_("Keep what is saved"))),
    )


def _saved_meanwhile(item: Item, mine: Content, desk: Desk) -> list[str]:
    now = item.now
    at = [] if now.edited_at is None else [f"{who(now.edited_by)}, {when(now.edited_at)}"]
    if desk.sees(item.content.revealed_in):
        return [*body(item.content, desk, mine.text), small_print(item.content, desk, *standing(item), *at)]
    thing = a_thing_of(mine.kind, item.content.revealed_in, desk.first)
    return [_("It is {thing} now.").format(thing=thing), small(" · ".join(at))]


def _save_button(do: Literal["twin", "top"], draft: int, label: str) -> ui.Button[Any]:
    return button(SaveDraftId(do, draft), label, style=discord.ButtonStyle.primary)
