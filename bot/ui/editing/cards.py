"""What editors see of facts and questions: all that one holds, its history, a list, what the pack changed below it."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, ngettext, sentences
from bot.show.edits import Content, FactContent, Item, Kind, Missed, QuestionContent, Version, words_changed
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.spoilers import Spoiler, escape
from bot.store.edits import ENOUGH
from bot.ui.editing.desk import Desk, finished_words
from bot.ui.editing.ids import (
    DeleteHiddenId,
    ItemAction,
    KeepId,
    LaterId,
    ListPage,
    OpenItemId,
    OpenListedId,
    SettleId,
    Target,
    TurnHistoryId,
    TurnListId,
    UndoId,
)
from bot.ui.editing.words import a_thing_of, difficulty_words, topic_words, when, who
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import (
    Accent,
    begun,
    card,
    confirm_card,
    heading,
    line,
    option,
    pages_for,
    row,
    small,
    text,
    title,
)
from bot.ui.kit.phrases import Mentions

VERSIONS: Final = 4
"""Versions on a page of a history."""

ITEMS: Final = 6
"""Facts or questions on a page of a list."""


# ------------------------------------------------------------------------------------------------------ buttons


def open_button(do: ItemAction, target: Target, label: str) -> ui.Button[Any]:
    """Opens the form or the history of something."""
    return button(OpenItemId(do, *target), label)


def about_button(target: Target) -> list[ui.Item[Any]]:
    """Opens the form of whom and what a fact is about; a question has no such thing."""
    return [open_button("about", target, _("About…"))] if target.kind == "fact" else []


def keep_button(label: str) -> ui.Button[Any]:
    """The No of a question to an editor."""
    return button(KeepId(), label)


def delete_hidden_button(kind: Kind) -> ui.Button[Any]:
    """The way to room where a server has as many of its own as it may; asks first."""
    label = _("Delete hidden facts") if kind == "fact" else _("Delete hidden questions")
    return button(DeleteHiddenId("ask", kind), label)


# ---------------------------------------------------------------------------------------------------- questions


def ask_to_open(target: Target, desk: Desk, yes: ControlId) -> ui.LayoutView:
    """Asks before an editor sees something of the episode `target.through`; `yes` opens it."""
    return confirm_card(
        _("Open {thing}?").format(thing=a_thing_of(target.kind, target.through, desk.first)),
        sentences(finished_words(desk), _("You’ll see what it tells. Your progress stays where it is.")),
        button(yes, _("Yes, open it"), style=discord.ButtonStyle.danger),
        keep_button(_("Not now")),
    )


def ask_to_undo(target: Target, revision: int, now: int, over: Sequence[int]) -> ui.LayoutView:
    """Asks before an undo takes later changes with it: those of the revisions `over`."""
    words = _("What version {revision} changed was changed again in {later}. Undoing it undoes that too.").format(
        revision=revision, later=", ".join(str(each) for each in over)
    )
    yes = button(
        UndoId("yes", *target, revision, now),
        _("Yes, undo {revision}").format(revision=revision),
        style=discord.ButtonStyle.danger,
    )
    question = _("Undo version {revision}?").format(revision=revision)
    return confirm_card(question, words, yes, keep_button(_("Keep it as it is")), accent=Accent.DESK)


def ask_to_delete(kind: Kind, bot: Mentions) -> ui.LayoutView:
    """Asks before what a server added and hides is deleted."""
    words = _(
        "What this server added and hides is deleted with its history, and nothing brings it back. What came with"
        " the show stays. {export} keeps a copy."
    ).format(export=bot.mention("fact export"))
    return confirm_card(
        _("Delete hidden facts?") if kind == "fact" else _("Delete hidden questions?"),
        words,
        button(DeleteHiddenId("yes", kind), _("Yes, delete for good"), style=discord.ButtonStyle.danger),
        keep_button(_("Keep them")),
    )


# ------------------------------------------------------------------------------------------ one fact or question


def body(content: Content, desk: Desk, bold: Spoiler | None = None) -> list[str]:
    """What it says; where `bold` is another version of the text, the words that it does not have stand out."""
    scope = desk.scope
    told = content.text.markdown(scope) if bold is None else _marked(words_changed(bold, content.text)[1], scope, "**")
    if isinstance(content, FactContent):
        return [told]
    return [
        told,
        "- " + _("**{answer}** · right").format(answer=content.answer.markdown(scope)),
        *(f"- {each.markdown(scope)}" for each in content.wrong),
        "",  # ends the list
        content.explanation.markdown(scope),
    ]


def small_print(content: Content, desk: Desk, *more: str) -> str:
    """The small print under it."""
    words = [desk.gate(content.revealed_in)]
    if isinstance(content, QuestionContent):
        words.append(difficulty_words(content.difficulty))
    words.append(topic_words(content.topic))
    if isinstance(content, FactContent):
        words.append(desk.names(content.about))
    return small(" · ".join((*words, *desk.sites_of(content.sources), *more)))


def standing(item: Item) -> list[str]:
    """How it stands to the pack, in a word or two each."""
    words: list[str] = []
    if item.now.state == "retired":
        words.append(_("hidden here"))
    elif item.changed_here:
        words.append(_("changed here") if item.base else _("added here"))
    if item.changed_below:
        words.append(_("changed in the pack since"))
    return words


def reach(item: Item) -> Episode:
    """How far somebody must have watched to see all that a card about it shows."""
    below = [each.revealed_in for each in (item.shipped, item.base) if each is not None and item.changed_below]
    return max(item.content.revealed_in, *below, PREMISE)


def pack_changed_card(item: Item, target: Target, desk: Desk) -> ui.LayoutView:
    """Comes before the form where the pack changed under this server's version: what it had then, and has now."""
    now = item.now.revision
    buttons = [button(SettleId("edit", *target, now), _("Edit"), style=discord.ButtonStyle.primary)]
    if item.shipped is not None:
        buttons.append(button(SettleId("pack", *target, now), _("Yes, take the pack’s")))
    buttons.append(button(SettleId("ours", *target, now), _("Yes, keep ours")))
    lines = [heading(_("Here")), *body(item.content, desk), small_print(item.content, desk)]
    if item.base is not None:
        was = _("The pack, when this was saved")
        lines += [heading(was), *body(item.base, desk), small_print(item.base, desk)]
    lines.append(heading(_("The pack now")))
    if item.shipped is None:
        lines.append(_("It’s not in the pack any more."))
    else:
        lines += [*body(item.shipped, desk, item.base and item.base.text), small_print(item.shipped, desk)]
    return card(
        Accent.DESK,
        text(
            heading(_("The pack changed below")),
            _("A new version of the pack changed something that this server has changed as well."),
            *lines,
        ),
        row(*buttons),
    )


# ------------------------------------------------------------------------------------------------- differences


def _marked(parts: Iterable[tuple[bool, Spoiler]], scope: Scope, mark: str) -> str:
    return " ".join(
        f"{mark}{part.markdown(scope)}{mark}" if changed else part.markdown(scope) for changed, part in parts
    )


def differences(old: Content, new: Content, desk: Desk) -> list[str]:
    """One line for each thing that changed; for a text two."""
    lines: list[str] = []

    def texts(label: str, was: Spoiler, now: Spoiler) -> None:
        left, right = words_changed(was, now)
        if any(changed for changed, _part in (*left, *right)):
            labels = (_("Before"), _("After")) if not label else (f"{label}, {_('before')}", f"{label}, {_('after')}")
            lines.append(f"{labels[0]}: {_marked(left, desk.scope, '~~')}")
            lines.append(f"{labels[1]}: {_marked(right, desk.scope, '**')}")

    def arrow(label: str, was: str, now: str) -> None:
        if was != now:
            lines.append(f"{label}: {was} → {now}")

    texts("", old.text, new.text)
    if isinstance(old, QuestionContent) and isinstance(new, QuestionContent):
        texts(_("Right option"), old.answer, new.answer)
        for was, now in zip_longest(old.wrong, new.wrong):
            if was is None and now is not None:
                lines.append(_("Wrong option, added: {text}").format(text=now.markdown(desk.scope)))
            elif now is None and was is not None:
                lines.append(_("Wrong option, taken away: {text}").format(text=was.markdown(desk.scope)))
            elif was is not None and now is not None:
                texts(_("Wrong option"), was, now)
        texts(_("Explanation"), old.explanation, new.explanation)
        arrow(_("Difficulty"), difficulty_words(old.difficulty), difficulty_words(new.difficulty))
    arrow(_("Episode"), desk.gate(old.revealed_in), desk.gate(new.revealed_in))
    arrow(_("Topic"), topic_words(old.topic), topic_words(new.topic))
    if isinstance(old, FactContent) and isinstance(new, FactContent):
        arrow(_("About"), desk.names(old.about), desk.names(new.about))
    if old.sources != new.sources:
        lines.append(
            f"{_('Source')}: {', '.join(desk.sites_of(old.sources))} → {', '.join(desk.sites_of(new.sources))}"
        )
    return lines


def version_lines(version: Version, previous: Version | None, desk: Desk) -> list[str]:
    """One entry of a history."""
    if version.action == "shipped":
        return [heading(f"{version.revision} · {_('shipped pack')}"), small(_("First version"))]
    did = {
        "added": _("Added"),
        "retired": _("Hidden from this server"),
        "restored": _("Shown again"),
        "undone": _("An undo"),
        "imported": _("From a file"),
    }.get(version.action)
    lines = [heading(f"{version.revision} · {who(version.edited_by)}")]
    if version.action == "approved":
        lines.append(_("Approved, suggested by {author}").format(author=who(version.author_id)))
    elif did:
        lines.append(did)
    if previous is None:
        lines += [*body(version.content, desk), small_print(version.content, desk)]
    else:
        lines += differences(previous.content, version.content, desk)
        if version.action not in {"retired", "restored"} and (previous.state == "retired") != (
            version.state == "retired"
        ):
            lines.append(_("Hidden from this server") if version.state == "retired" else _("Shown again"))
    assert version.edited_at is not None, "only what came with the pack has no moment"  # noqa: S101  says why it holds
    reason = [escape(version.reason, 200)] if version.reason else []
    return [*lines, small(" · ".join((when(version.edited_at), *reason)))]


def history_card(item: Item, versions: Sequence[Version], target: Target, page: int, desk: Desk) -> ui.LayoutView:
    """Who changed what, when and why, the newest first. `versions` are all of them, the oldest first."""
    pages = pages_for(len(versions), VERSIONS)
    page = max(1, min(page, pages))
    shown = list(reversed(versions))[(page - 1) * VERSIONS : page * VERSIONS]
    before_it = {each.revision: versions[index - 1] if index else None for index, each in enumerate(versions)}
    lines = [each for version in shown for each in version_lines(version, before_it[version.revision], desk)]
    hint = _("An undo adds version {next} and keeps the others.").format(next=versions[-1].revision + 1)
    back, ahead = TurnHistoryId("back", *target, page - 1), TurnHistoryId("next", *target, page + 1)
    turn = turning(back, ahead, is_first=page == 1, is_last=page == pages) if pages > 1 else []
    undo = [
        button(
            UndoId("ask", *target, each.revision, item.now.revision),
            _("Undo {revision}").format(revision=each.revision),
        )
        for each in shown
        if each.revision > 1
    ]
    does = _history_buttons(item, target)
    rows = [turn, *([undo, does] if len(undo) + len(does) > 5 else [[*undo, *does]])]
    return card(
        Accent.DESK,
        text(title(_("History")), *body(item.content, desk), small_print(item.content, desk, *standing(item))),
        line(),
        text(*lines),
        line(),
        *([text(small(hint))] if len(versions) > 1 else []),
        *(row(*each) for each in rows if each),
    )


def _history_buttons(item: Item, target: Target) -> list[ui.Item[Any]]:
    hidden = item.now.state == "retired"
    hide = open_button("restore", target, _("Restore")) if hidden else open_button("retire", target, _("Retire"))
    return [open_button("edit", target, _("Edit")), *about_button(target), hide]


def next_button(review: int) -> ui.Button[Any]:
    """The way from a suggestion or report that was decided to the next one that waits."""
    return button(LaterId(review, PREMISE), _("Next"))


# -------------------------------------------------------------------------------------------------------- lists


def list_card(items: Sequence[Item], which: ListPage, desk: Desk, missed: Sequence[Missed] = ()) -> ui.LayoutView:
    """Facts or questions as this server has them; of what an editor has not seen only the episode.

    `items` are those of the page, and one more where a page follows; `missed` says of each how it did.
    """
    shown, more = items[:ITEMS], len(items) > ITEMS
    first_number = (which.page - 1) * ITEMS + 1
    smalls = [_("changed here")] if which.changed_here else []
    if which.missed:
        smalls.append(_("reported first, then by how often games here miss it"))
    if which.about in desk.subjects:
        smalls.insert(0, desk.subjects[which.about].markdown(desk.scope))
    rows: list[ui.ActionRow[Any]] = []
    if which.page > 1 or more:
        back = which._replace(page=max(1, which.page - 1))
        ahead = which._replace(page=which.page + 1)
        turn = turning(
            TurnListId("back", *back), TurnListId("next", *ahead), is_first=which.page == 1, is_last=not more
        )
        rows.append(row(*turn))
    if shown:
        options = [
            option(f"{number} · {_label(item, desk)}", str(item.id)) for number, item in enumerate(shown, first_number)
        ]
        rows.append(row(select(OpenListedId(which.kind), _("Open one…"), options)))
    entries = [_list_entry(number, item, desk) for number, item in enumerate(shown, first_number)]
    if missed:
        entries = [f"{entry}\n{small(_missed_words(how))}" for entry, how in zip(entries, missed, strict=False)]
    which_ones = " · ".join(smalls) or _("as this server has them")
    nothing = _("There’s nothing here.")
    if which.missed:
        nothing = _("Nothing that you have seen was reported, or missed by anybody in {enough} answers or more.")
    return card(
        Accent.DESK,
        text(
            title(_("Facts") if which.kind == "fact" else _("Questions")),
            small(begun(which_ones)),
        ),
        line(),
        text("\n\n".join(entries) or nothing.format(enough=ENOUGH)),
        line(),
        *rows,
    )


def _missed_words(how: Missed) -> str:
    words = [ngettext("{count} report waits", "{count} reports wait", how.reports)] if how.reports else []
    if how.answers:
        words.append(_("{missed} of {answers} missed it"))
    return " · ".join(words).format(count=how.reports, missed=how.missed, answers=how.answers)


def _label(item: Item, desk: Desk) -> str:
    if desk.sees(reach(item)):
        return item.content.text.label(desk.scope)
    return a_thing_of(item.content.kind, item.content.revealed_in, desk.first)


def _list_entry(number: int, item: Item, desk: Desk) -> str:
    if not desk.sees(reach(item)):
        return f"**{number}** · {a_thing_of(item.content.kind, item.content.revealed_in, desk.first)}"
    told = item.content.text.markdown(desk.scope)
    lines = [f"**{number}** · {told}", small_print(item.content, desk, *standing(item))]
    if item.changed_below:
        lines.append(
            _("It’s not in the pack any more.")
            if item.shipped is None
            else _("The pack now: {text}").format(text=item.shipped.text.markdown(desk.scope))
        )
    return "\n".join(lines)
