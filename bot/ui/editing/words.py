"""The words of facts and questions as editors read them: topics, gates, people, broken rules."""

from datetime import datetime

import discord

from bot.locale import _
from bot.show.edits import Kind
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import escape
from bot.show.text_rules import LIMITS, Broken
from bot.store.edits import QUOTA
from bot.ui.kit.layout import before
from bot.ui.kit.phrases import Mentions


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
            return _("{kind} isn’t a web address.").format(kind=kind)
        case "early subject":
            return _("It is about **{name}**, known from {known}, but would be shown {shown}.").format(
                name=escape(broken.who), known=broken.known, shown=shown
            )
        case "same options":
            return _("It needs one right option and one to three wrong ones, all different.")
        case _:
            return _("{kind} names **{name}**, known from {known}, but would be shown {shown}.").format(
                kind=kind, name=escape(broken.who), known=broken.known, shown=shown
            )


def no_such(kind: Kind, bot: Mentions) -> str:
    """Where an id names nothing here: the same whether or not it names something elsewhere."""
    if kind == "fact":
        words = _("I don’t know that fact. Pick one from the list, or look at {all}.")
    else:
        words = _("I don’t know that question. Pick one from the list, or look at {all}.")
    return words.format(all=bot.mention(f"{kind} list"))


def unknown_words(name: str, known: Episode) -> str:
    """What there is not and what the editor has not met yet get the same words."""
    if known == PREMISE:
        return _("I know nobody and nothing called “{name}” before the first episode.").format(name=escape(name, 80))
    return _("I know nobody and nothing called “{name}” through {episode}.").format(
        name=escape(name, 80), episode=known
    )


def full_words(kind: Kind, bot: Mentions) -> str:
    """How many it may have, and what makes room: hiding alone does not, since what is hidden can be shown again."""
    if kind == "fact":
        words = _(
            "This server has {quota} facts of its own, which is as many as it may. Hide what it needs no longer with"
            " {retire}, then delete what is hidden."
        )
    else:
        words = _(
            "This server has {quota} questions of its own, which is as many as it may. Hide what it needs no longer with"
            " {retire}, then delete what is hidden."
        )
    return words.format(quota=QUOTA[kind], retire=bot.mention(f"{kind} retire"))
