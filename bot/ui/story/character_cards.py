"""Cards of characters: what a scope may show of one, whom somebody may have meant, and that nobody was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.matching.names import Person
from bot.show.shows import Show
from bot.show.spoilers import Spoiler, plain
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import BUDGET, Accent, bare, card, faced, footer, heading, line, page_of, row, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.story.cards import Audience, card_rows
from bot.ui.story.ids import CandidateId, CardAddress, LookAheadId, NobodyProgressId, RelationshipsId
from bot.ui.story.pages import FactPages, by_episode, lines, paged
from bot.viewer import Viewer

LADDER: Final = 8
"""Later episodes that a public card has a tag for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterPages(FactPages):
    """A character's facts as one reply shows them."""

    character: Character


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
        show=show,
        name=character.name.markdown(scope),
        scope=scope,
        pages=paged(by_episode(shown, show.episodes[0], scope)),
        # Story before what happened behind the scenes: a tag has room for two.
        later=[(e, sorted(beyond.get(e, ()), key=lambda f: not f.is_story)) for e in later],
        character=character,
    )


def character_card(pages: CharacterPages, address: CardAddress, audience: Audience) -> ui.LayoutView:
    """The page of a character's card that the address names."""
    scope, page, body = pages.scope, address.page, lines(pages.pages[address.page - 1])
    header = _character_header(pages.character, scope, whole=page == 1)
    items: list[ui.Item[Any]] = [text(*header)]
    if body:
        items += [line(), text(*body)]
    if pages.later and page == 1:
        used = sum(len(each) + 1 for each in (*header, *body))
        items += [line(), text(*_ladder(pages, BUDGET - used))]
    actions = [
        button(RelationshipsId.at(address), _("Relationships")),
        button(LookAheadId.at(address), _("Look ahead")),
    ]
    items += [line(), footer(audience.promise + page_of(page, len(pages.pages)))]
    return card(Accent.STORY, *items, *card_rows(address, pages, actions, audience))


def _character_header(character: Character, scope: Scope, *, whole: bool) -> list[str]:
    hangul = f" · {character.hangul.markdown(scope)}" if character.hangul else ""
    header = [title(faced(character.face, f"{character.name.markdown(scope)}{hangul}"))]
    if not whole:
        return header
    if character.role:
        role = character.role.markdown(scope)
        header.append(role[:1].upper() + role[1:])
    if character.actor:
        header.append(small(_("Played by {actor}").format(actor=_played_by(character, scope))))
    return header


def _played_by(character: Character, scope: Scope) -> str:
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
        beyond = heading(_("From {episode} on").format(episode=pages.show.episodes[0]))
    else:
        beyond = heading(_("Beyond {episode}").format(episode=pages.scope.clear))
    each_line = (room - len(beyond)) // len(pages.later)
    rungs = [beyond]
    for episode, facts in pages.later:
        # Two facts, else one, else the neutral sentence: whatever has room.
        texts = (Spoiler.join(fact.text for fact in facts[:count]) for count in (2, 1) if len(facts) >= count)
        tags = (f"- **{episode}** {spoiler.markdown(pages.scope)}" for spoiler in texts)
        rung = next((tag for tag in tags if len(tag) < each_line), None)
        rungs.append(rung or f"- **{episode}** {_neutral(pages.character, episode).markdown(pages.scope)}")
    return rungs


def nobody_card(viewer: Viewer, known: Episode, typed: str | None, show: Show, bot: phrases.Mentions) -> ui.LayoutView:
    """Hidden and unknown characters get the same words; `known` is how far was looked for what was typed."""
    words = phrases.nobody(typed, known)
    if viewer.progress is None:
        # What was typed goes along, so that one tap answers the question that was asked.
        return bare(words, row(progress_menu(NobodyProgressId(plain(typed or "", 80)), show)))
    more = _("Move on with {set}; {cast} lists everyone you have met.")
    return bare(words + " " + more.format(set=bot.mention("progress set"), cast=bot.mention("cast")))


def candidates_card(typed: str, people: Sequence[Person]) -> ui.LayoutView:
    """Those who might be meant, to choose from."""
    buttons = [button(CandidateId(person.id), plain(person.name, 34)) for person in people]
    return bare(phrases.did_you_mean(typed), row(*buttons))
