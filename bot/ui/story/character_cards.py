"""Cards of the story: what a scope may show of a character, and where it was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.shows import Show
from bot.show.spoilers import Spoiler
from bot.ui.kit.layout import BUDGET, Accent, card, footer, line, page_of, row, safe_through, text
from bot.ui.kit.sources import SHOWN, site_names
from bot.ui.story.pages import FactPages, by_episode, lines, paged

_SOURCES: Final = 3500
"""Characters that the facts of a page may take with all their sources; where they would take more, each has one."""

LADDER: Final = 8
"""Later episodes that a public card has a tag for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterPages(FactPages):
    """A character's facts as one reply shows them."""

    character: Character
    show: Show


def character_pages(
    character: Character, facts: Sequence[Fact], scope: Scope, show: Show, *, public: bool
) -> CharacterPages:
    """Pages count clear facts only in public; a private reply pages through everything in its scope."""
    shown: list[Fact] = []
    beyond: dict[Episode, list[Fact]] = {}
    for fact in facts:
        if public and fact.revealed_in > scope.clear:
            beyond.setdefault(fact.revealed_in, []).append(fact)
        else:
            shown.append(fact)
    later = show.between(scope.clear, scope.tagged)[:LADDER] if public else []
    return CharacterPages(
        name=character.name.markdown(scope),
        scope=scope,
        pages=paged(by_episode(shown, show.episodes[0], scope)),
        # Story before what happened behind the scenes: a tag has room for two.
        later=[(e, sorted(beyond.get(e, ()), key=lambda f: not f.is_story)) for e in later],
        character=character,
        show=show,
    )


def character_card(
    pages: CharacterPages, page: int, promise: str, controls: Sequence[Sequence[ui.Item[Any]]]
) -> ui.LayoutView:
    """One page of a character's card. `promise` is what the footer says, `controls` are rows of buttons."""
    scope, body = pages.scope, lines(pages.pages[page - 1])
    header = _character_header(pages.character, scope, whole=page == 1)
    items: list[ui.Item[Any]] = [text(*header)]
    if body:
        items += [line(), text(*body)]
    if pages.later and page == 1:
        used = sum(len(each) + 1 for each in (*header, *body))
        items += [line(), text(*_ladder(pages, BUDGET - used))]
    items += [line(), footer(promise + page_of(page, len(pages.pages))), *(row(*each) for each in controls if each)]
    return card(Accent.STORY, *items)


def _character_header(character: Character, scope: Scope, *, whole: bool) -> list[str]:
    hangul = f" · {character.hangul.markdown(scope)}" if character.hangul else ""
    header = [f"## {character.name.markdown(scope)}{hangul}"]
    if not whole:
        return header
    if character.role:
        role = character.role.markdown(scope)
        header.append(role[:1].upper() + role[1:])
    if character.actor:
        header.append("-# " + _("Played by {actor}").format(actor=played_by(character, scope)))
    return header


def played_by(character: Character, scope: Scope) -> str:
    """Cho Yi-hyun (조이현)."""
    names = [each.markdown(scope) for each in (character.actor, *character.actor_also) if each]
    return names[0] if len(names) == 1 else f"{names[0]} ({', '.join(names[1:])})"


# What a tag holds where there is nothing to tell. Of varying length, so that short bars do not tell who is gone.
def _neutral(character: Character, episode: Episode) -> Spoiler:
    sentences = (
        _("Nothing is noted here for this episode."),
        _("There is no entry under this name for this episode, which says nothing about the story."),
        _("This episode adds nothing to this card; others in the cast have their own."),
        _("No fact with this name in it is filed under this episode so far."),
        _("Nobody has written anything down here for this one, and moderators are free to add it."),
        _("Blank on purpose."),
    )
    return Spoiler(sentences[(character.id + 7 * episode.ordinal) % len(sentences)], episode)


def _ladder(pages: CharacterPages, room: int) -> list[str]:
    """One labelled tag for each later episode. A line that would not fit says less, and never goes missing."""
    if pages.scope.clear == PREMISE:
        heading = "### " + _("From {episode} on").format(episode=pages.show.episodes[0])
    else:
        heading = "### " + _("Beyond {episode}").format(episode=pages.scope.clear)
    each_line = (room - len(heading)) // len(pages.later)
    rungs = [heading]
    for episode, facts in pages.later:
        # Two facts, else one, else the neutral sentence: whatever has room.
        texts = (Spoiler.join(fact.text for fact in facts[:count]) for count in (2, 1) if len(facts) >= count)
        tags = (f"- **{episode}** {spoiler.markdown(pages.scope)}" for spoiler in texts)
        rung = next((tag for tag in tags if len(tag) < each_line), None)
        rungs.append(rung or f"- **{episode}** {_neutral(pages.character, episode).markdown(pages.scope)}")
    return rungs


def sources_card(
    show: Show, pages: FactPages, page: int, promise: str, menu: ui.ActionRow[Any] | None
) -> ui.LayoutView:
    """Where each fact of a page was read: the names of sites, never an address, whose words could spoil."""
    if len(pages.pages) == 1:
        small = _("{name}, in the order of the card").format(name=pages.name)
    else:
        small = _("{name}, page {page}, in the order of the card").format(name=pages.name, page=page)
    entries = [_with_sources(fact, show, pages.scope) for fact in pages.facts(page)]
    if sum(map(len, entries)) > _SOURCES:
        entries = [_with_sources(fact, show, pages.scope, most=1) for fact in pages.facts(page)]
    items: list[ui.Item[Any]] = [text("## " + _("Sources"), f"-# {small}")]
    if entries:
        items += [line(), text("\n\n".join(entries))]
    return card(Accent.STORY, *items, line(), footer(promise), *([menu] if menu else []))


def _with_sources(fact: Fact, show: Show, scope: Scope, most: int = SHOWN) -> str:
    small = (gate_of(fact), *sites_of(fact, show, scope)[:most], *_credit_of(fact))
    return f"{fact.text.markdown(scope)}\n-# {' · '.join(small)}"


def gate_of(fact: Fact) -> str:
    """The episode of a fact as small print."""
    return _("For everyone") if fact.revealed_in == PREMISE else str(fact.revealed_in)


def sites_of(fact: Fact, show: Show, scope: Scope) -> list[str]:
    """The names of the sites where a fact was read, three at most."""
    return site_names(fact.sources, show.sites, scope.clear)


def _credit_of(fact: Fact) -> list[str]:
    return [] if fact.author_id is None else [_("suggested by {member}").format(member=f"<@{fact.author_id}>")]


def promise_of(scope: Scope, *, ceiling: Episode | None = None, ahead: Episode | None = None) -> str:
    """A public footer names the channel's ceiling, a private one the progress, after looking ahead how far it went."""
    if ahead is not None:
        return _("You looked ahead through {episode}").format(episode=ahead)
    return safe_through(scope.clear if ceiling is None else ceiling)
