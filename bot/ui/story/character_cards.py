"""Cards of characters: what a scope may show of one, whom somebody may have meant, and that nobody was found."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from bot.locale import _, sentences
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.shows import Show
from bot.show.spoilers import Spoiler, plain
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, begun, card, faced, footer, line, page_of, row, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.story.cards import Audience, private_rows, public_row
from bot.ui.story.ids import CandidateId, CardAddress, NobodyProgressId, RelationshipsId, ThingCandidateId
from bot.ui.story.pages import FactPages, by_episode, glance, glance_group, lines, paged
from bot.ui.story.people import Meant
from bot.viewer import Viewer

LADDER: Final = 3
"""Later episodes that a public card has a tag for."""

BAR: Final = 90
"""Encoded characters in a tag: longer ones are walls."""

NAMED: Final = 10
"""People whom a page leads to."""

_MANY: Final = 3  # facts of the story from which on a card says what was last


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterPages(FactPages):
    """A character's facts as one reply shows them."""

    character: Character
    last: Fact | None  # the newest telling one, where there are so many that it has to be said


def private_pages(character: Character, facts: Sequence[Fact], scope: Scope, show: Show) -> CharacterPages:
    """Everything in the scope, in pages."""
    story = [fact for fact in facts if fact.is_story]
    newest = next((fact for fact in story if fact.revealed_in == story[-1].revealed_in), None)
    return CharacterPages(
        show=show,
        name=character.name.markdown(scope),
        scope=scope,
        pages=paged(by_episode(facts, show.episodes[0], scope)),
        later=[],
        character=character,
        last=newest if len(story) > _MANY else None,
    )


def public_pages(character: Character, facts: Sequence[Fact], scope: Scope, show: Show) -> CharacterPages:
    """A glance at what is clear, and a tag for each of the next episodes. `facts` come in story order."""
    cut = bisect_right(facts, scope.clear, key=lambda fact: fact.revealed_in)
    clear = facts[:cut]
    later = show.between(scope.clear, scope.tagged)[:LADDER]
    beyond: dict[Episode, list[Fact]] = {each: [] for each in later}
    for fact in facts[cut:]:
        if fact.is_story and fact.revealed_in in beyond:
            beyond[fact.revealed_in].append(fact)
    return CharacterPages(
        show=show,
        name=character.name.markdown(scope),
        scope=scope,
        pages=[[glance_group(glance(clear, scope, len(later)), scope)]],
        later=list(beyond.items()),
        character=character,
        last=None,
    )


def public_character_card(pages: CharacterPages, address: CardAddress, audience: Audience) -> ui.LayoutView:
    """A character at a glance, for everybody here."""
    body = lines(pages.pages[0])
    items: list[ui.Item[Any]] = [text(*_header(pages))]
    if body or pages.later:
        items.append(line())
    if body:
        items.append(text(*body))
    if pages.later:
        items.append(text(*_ladder(pages)))
    items.append(footer(audience.promise))
    return card(audience.accent, *items, public_row(address, *_relationships(address)))


def private_character_card(
    pages: CharacterPages, address: CardAddress, audience: Audience, people: Sequence[Character]
) -> ui.LayoutView:
    """The page of a character's card that the address names; `people` are those whom its facts are about."""
    page, body = address.page, lines(pages.pages[address.page - 1])
    # Who is this again? Said where the card begins, and where it opens.
    header = _header(pages) if page in {1, pages.newest} else _header(pages)[:1]
    items: list[ui.Item[Any]] = [text(*header)]
    if body:
        items += [line(), text(*body)]
    items += [line(), footer(audience.promise + page_of(page, len(pages.pages)))]
    others = [each for each in people if each.id != pages.character.id]
    rows = private_rows(address, pages, _relationships(address), audience, others[:NAMED], may_jump=True)
    return card(audience.accent, *items, *rows)


def _relationships(address: CardAddress) -> list[ui.Button[Any]]:
    return [button(RelationshipsId.at(address), _("Relationships"))] if address.kind == "c" else []


def _header(pages: CharacterPages) -> list[str]:
    character, scope = pages.character, pages.scope
    header = [title(faced(character.face, " · ".join(_spelled([character.name, character.hangul], scope))))]
    if character.role:
        role = character.role.markdown(scope)
        header.append(begun(role))
    if character.actor:
        header.append(small(_("Played by {actor}").format(actor=_played_by(character, scope))))
    if pages.last:
        last, when = pages.last.text.markdown(scope), pages.last.revealed_in
        header.append(small(_("Last: {fact}").format(fact=last) + ("" if when == PREMISE else f" ({when})")))
    return header


def _spelled(names: Iterable[Spoiler | None], scope: Scope) -> list[str]:
    """Each spelling of a name once: in Korean the Hangul is the name."""
    return list(dict.fromkeys(each.markdown(scope) for each in names if each))


def _played_by(character: Character, scope: Scope) -> str:
    """Cho Yi-hyun (조이현)."""
    names = _spelled([character.actor, *character.actor_also], scope)
    return names[0] if len(names) == 1 else f"{names[0]} ({', '.join(names[1:])})"


# What a tag holds where there is nothing to tell that fits. Of varying length, so that short bars do not tell who is gone.
def _neutral(character: Character, episode: Episode) -> Spoiler:
    sentences = (
        _("Nothing is noted here for this episode."),
        _("Nothing short enough for a bar is noted here; “My card” has the whole of it, if any."),
        _("This episode adds nothing to this card; others in the cast have their own."),
        _("No fact with this name in it is filed under this episode so far."),
        _("Nobody has written anything down here for this one; moderators are free to add it."),
        _("Blank on purpose."),
    )
    return Spoiler(sentences[(character.id + 7 * episode.ordinal) % len(sentences)], episode)


def _ladder(pages: CharacterPages) -> list[str]:
    """One labelled tag for each of the next episodes, whether or not there is something to tell.

    It holds a fact that is short, else a neutral sentence.
    """
    if pages.scope.clear == PREMISE:
        rungs = [small(_("From {episode} on").format(episode=pages.show.episodes[0]))]
    else:
        rungs = [small(_("Beyond {episode}").format(episode=pages.scope.clear))]
    for episode, facts in pages.later:
        bars = (fact.text.markdown(pages.scope) for fact in facts)
        bar = next((bar for bar in bars if len(bar) <= BAR + _BARS), None)
        rungs.append(f"- **{episode}** {bar or _neutral(pages.character, episode).markdown(pages.scope)}")
    return rungs


_BARS: Final = 5  # the characters of a tag itself


def nobody_card(
    viewer: Viewer, known: Episode, typed: str | None, show: Show, bot: phrases.Mentions, *, thing: bool = False
) -> ui.LayoutView:
    """Hidden and unknown characters get the same words; `known` is how far was looked for what was typed."""
    words = phrases.nobody(typed, known, thing=thing)
    if viewer.is_new:
        # What was typed goes along, so that one tap answers the question that was asked.
        asks = NobodyProgressId(plain(typed or "", 80))
        menu = progress_menu(asks, show, in_channel=not viewer.alone)
        return bare(sentences(words, _("Seen more? Tell me:")), row(menu))
    more = _("Seen more? Tell me with {set}; {cast} lists everyone you’ve met.")
    return bare(sentences(words, more.format(set=bot.mention("progress set"), cast=bot.mention("cast"))))


def candidates_card(
    typed: str, known: Episode, candidates: Sequence[Meant], faces: Mapping[int, str], *, thing: bool = False
) -> ui.LayoutView:
    """Those who, or which, might be meant, to choose from; `known` is how far was looked, `faces` are badges by person."""
    buttons = [
        button(
            (CandidateId if each.kind == "c" else ThingCandidateId)(each.person.id),
            plain(each.person.name, 34),
            face=faces.get(each.person.id, ""),
        )
        for each in candidates
    ]
    return bare(phrases.did_you_mean(typed, known, len(candidates), thing=thing), row(*buttons))
