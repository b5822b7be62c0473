"""What editors see: a fact or question with all it holds, its history, what changed, what was not saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent, Version, words_changed
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.spoilers import Spoiler, escape
from bot.show.text_rules import LIMITS, Broken
from bot.ui.kit.layout import Accent, before, card, line, text
from bot.ui.kit.sources import site_names

VERSIONS: Final = 4
"""Versions on a page of a history."""

ITEMS: Final = 8
"""Facts or questions on a page of a list."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor is shown with: how far they see, the show, and the names of subjects within that."""

    scope: Scope
    show: Show
    subjects: Mapping[int, Spoiler]

    @property
    def first(self) -> Episode:
        """The first episode there is."""
        return self.show.episodes[0]

    def sites_of(self, sources: Iterable[Source]) -> list[str]:
        """The names of the sites where something was read."""
        return site_names(sources, self.show.sites, self.scope.clear)

    def sees(self, episode: Episode) -> bool:
        """Whether something gated so may be shown to them now."""
        return episode <= self.scope.clear

    def names(self, about: Iterable[int]) -> str:
        """Whom or what a fact is about."""
        known = [self.subjects[each].markdown(self.scope) for each in about if each in self.subjects]
        return ", ".join(known) or _("somebody else")

    def gate(self, episode: Episode) -> str:
        """An episode as small print names it."""
        return gate_words(episode, self.first)


# ---------------------------------------------------------------------------------------------------- words


def topic_words(topic: str) -> str:
    """A topic as members read it."""
    return {
        "event": _("Event"),
        "death": _("Death"),
        "rescue": _("Rescue"),
        "infection": _("Infection"),
        "injury": _("Injury"),
        "virus": _("Virus"),
        "relationship": _("Relationship"),
        "ability": _("Ability"),
        "backstory": _("Backstory"),
        "trait": _("Trait"),
        "place": _("Place"),
        "cast": _("Cast"),
        "production": _("Production"),
        "webtoon": _("Webtoon"),
        "reception": _("Reception"),
        "season-2": _("Season 2"),
    }[topic]


def difficulty_words(difficulty: str) -> str:
    """A difficulty as members read it."""
    return {"easy": _("Easy"), "medium": _("Medium"), "hard": _("Hard")}[difficulty]


def gate_words(episode: Episode, first: Episode) -> str:
    """An episode as small print and choices name it."""
    return before(first) if episode == PREMISE else str(episode)


def a_thing_of(kind: Kind, episode: Episode, first: Episode) -> str:
    """All that is said of what lies beyond an editor's progress."""
    where = gate_words(episode, first)
    if kind == "fact":
        return _("a fact of {episode}").format(episode=where)
    return _("a question of {episode}").format(episode=where)


def who(user_id: int | None) -> str:
    """Somebody in a history; a mention pings nobody here."""
    return _("a former member") if user_id is None else f"<@{user_id}>"


def when(at: datetime) -> str:
    """A moment, as Discord shows it in each member's own time."""
    return discord.utils.format_dt(at, "R")


def broken_words(broken: Broken, gate: Episode, first: Episode) -> str:
    """How a rule that a text breaks is told to an editor, who sees names only as far as they were checked."""
    shown = _("before {episode}").format(episode=first) if gate == PREMISE else _("from {episode}").format(episode=gate)
    kind = {
        "fact": _("The fact"),
        "question": _("The question"),
        "option": _("An option"),
        "explanation": _("The explanation"),
        "source": _("A source"),
    }[broken.kind]
    match broken.rule:
        case "blank":
            return _("{kind} is empty.").format(kind=kind)
        case "marks":
            return _("{kind} holds one of the characters {marks}, which could break a spoiler tag.").format(
                kind=kind, marks=r"\| \` \\"
            )
        case "markup":
            return _("{kind} holds mark-up of another site, such as {examples}: write it as plain text.").format(
                kind=kind, examples=escape("<b>, [[…]], [1]")
            )
        case "long":
            return _("{kind} has {length} characters; {limit} at most.").format(
                kind=kind, length=broken.length, limit=LIMITS[broken.kind]
            )
        case "address":
            return _("{kind} is no web address.").format(kind=kind)
        case "early subject":
            return _("It is about **{name}**, known from {known}, but would be shown {shown}.").format(
                name=escape(broken.who), known=broken.known, shown=shown
            )
        case "same options":
            return _("It needs one right option and three wrong ones, all different.")
        case _:
            return _("{kind} names **{name}**, known from {known}, but would be shown {shown}.").format(
                kind=kind, name=escape(broken.who), known=broken.known, shown=shown
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


def small(content: Content, desk: Desk, *more: str) -> str:
    """The small print under it."""
    words = [desk.gate(content.revealed_in)]
    if isinstance(content, QuestionContent):
        words.append(difficulty_words(content.difficulty))
    words.append(topic_words(content.topic))
    if isinstance(content, FactContent):
        words.append(desk.names(content.about))
    return "-# " + " · ".join((*words, *desk.sites_of(content.sources), *more))


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


def changed_below(item: Item, desk: Desk) -> list[str]:
    """This server's version, and what became of the pack's since that was saved."""
    lines = ["### " + _("Here"), *body(item.content, desk), small(item.content, desk)]
    if item.base is not None:
        lines += ["### " + _("The pack, when this was saved"), *body(item.base, desk), small(item.base, desk)]
    if item.shipped is None:
        return [*lines, "### " + _("The pack now"), _("It has this no more.")]
    return [
        *lines,
        "### " + _("The pack now"),
        *body(item.shipped, desk, item.base and item.base.text),
        small(item.shipped, desk),
    ]


def reach(item: Item) -> Episode:
    """How far somebody must have watched to see all that a card about it shows."""
    below = [each.revealed_in for each in (item.shipped, item.base) if each is not None and item.changed_below]
    return max(item.content.revealed_in, *below, PREMISE)


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
        for was, now in zip(old.wrong, new.wrong, strict=False):
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
        return [f"### {version.revision} · {_('shipped pack')}", "-# " + _("First version")]
    did = {
        "added": _("Added"),
        "retired": _("Hidden from this server"),
        "restored": _("Shown again"),
        "undone": _("An undo"),
        "imported": _("From a file"),
    }.get(version.action)
    lines = [f"### {version.revision} · {who(version.edited_by)}"]
    if version.action == "approved":
        lines.append(_("Approved, suggested by {author}").format(author=who(version.author_id)))
    elif did:
        lines.append(did)
    if previous is None:
        lines += [*body(version.content, desk), small(version.content, desk)]
    else:
        lines += differences(previous.content, version.content, desk)
        if version.action not in {"retired", "restored"} and (previous.state == "retired") != (
            version.state == "retired"
        ):
            lines.append(_("Hidden from this server") if version.state == "retired" else _("Shown again"))
    assert version.edited_at is not None, "only what came with the pack has no moment"  # noqa: S101  says why it holds
    reason = [escape(version.reason, 200)] if version.reason else []
    return [*lines, "-# " + " · ".join((when(version.edited_at), *reason))]


def history_card(
    item: Item, versions: Sequence[Version], page: int, desk: Desk, controls: Sequence[ui.ActionRow[Any]]
) -> ui.LayoutView:
    """Who changed what, when and why, the newest first. `versions` are all of them, the oldest first."""
    shown = list(reversed(versions))[(page - 1) * VERSIONS : page * VERSIONS]
    before_it = {each.revision: versions[index - 1] if index else None for index, each in enumerate(versions)}
    lines = [each for version in shown for each in version_lines(version, before_it[version.revision], desk)]
    hint = _("An undo adds version {next} and keeps the others.").format(next=versions[-1].revision + 1)
    return card(
        Accent.DESK,
        text("## " + _("History"), *body(item.content, desk), small(item.content, desk, *standing(item))),
        line(),
        text(*lines),
        line(),
        *([text(f"-# {hint}")] if len(versions) > 1 else []),
        *controls,
    )


# ------------------------------------------------------------------------------------------------- dialogs


def dialog(title: str, *words: str, controls: Sequence[ui.ActionRow[Any]] = (), caution: bool = False) -> ui.LayoutView:
    """A question or an answer to an editor."""
    return card(Accent.CAUTION if caution else Accent.DESK, text(f"### {title}", *words), *controls)


def stale_card(item: Item, mine: Content, desk: Desk, controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Somebody saved first: theirs and mine, words that the other does not have in bold."""
    now = item.now
    changed = (
        _("{who} changed this fact while your form was open.")
        if mine.kind == "fact"
        else _("{who} changed this question while your form was open.")
    )
    lines = ["### " + _("Saved now")]
    at = [] if now.edited_at is None else [f"{who(now.edited_by)}, {when(now.edited_at)}"]
    if desk.sees(item.content.revealed_in):
        lines += [*body(item.content, desk, mine.text), small(item.content, desk, *standing(item), *at)]
    else:
        gate = a_thing_of(mine.kind, item.content.revealed_in, desk.first)
        lines += [_("It is {thing} now.").format(thing=gate), f"-# {' · '.join(at)}"]
    theirs = item.content.text if desk.sees(item.content.revealed_in) else None
    lines += ["### " + _("Yours"), *body(mine, desk, theirs), small(mine, desk)]
    return card(
        Accent.DESK,
        text("## " + _("Not saved"), changed.format(who=who(now.edited_by))),
        line(),
        text(*lines),
        line(),
        *controls,
    )


def twin_card(mine: Content, other: Item, desk: Desk, controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Two that say nearly the same, side by side."""
    return card(
        Accent.DESK,
        text("### " + _("Is this new?"), _("Something here says nearly the same. Nothing is saved yet.")),
        line(),
        text(
            "### " + _("Yours"),
            *body(mine, desk, other.content.text),
            small(mine, desk),
            "### " + _("Here already"),
            *body(other.content, desk, mine.text),
            small(other.content, desk, *standing(other)),
        ),
        line(),
        *controls,
    )


def list_card(
    title: str, smalls: str, items: Sequence[Item], first_number: int, desk: Desk, controls: Sequence[ui.ActionRow[Any]]
) -> ui.LayoutView:
    """Facts or questions as this server has them; of what an editor has not seen only the episode."""
    entries: list[str] = []
    for number, item in enumerate(items, first_number):
        if not desk.sees(reach(item)):
            entries.append(f"**{number}** · {a_thing_of(item.content.kind, item.content.revealed_in, desk.first)}")
            continue
        lines = [f"**{number}** · {item.content.text.markdown(desk.scope)}", small(item.content, desk, *standing(item))]
        if item.changed_below:
            lines.append(
                _("The pack has it no more.")
                if item.shipped is None
                else _("The pack now: {text}").format(text=item.shipped.text.markdown(desk.scope))
            )
        entries.append("\n".join(lines))
    return card(
        Accent.DESK,
        text(f"## {title}", f"-# {smalls}"),
        line(),
        text("\n\n".join(entries) or _("Nothing here.")),
        line(),
        *controls,
    )
