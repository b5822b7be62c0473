"""Facts and questions as edits and their history hold them: JSON."""

from typing import Any

from bot.show.edits import Content, FactContent, Kind, QuestionContent
from bot.show.episodes import Episode
from bot.show.facts import Source
from bot.show.spoilers import Spoiler


def plain_of(content: Content) -> dict[str, Any]:
    """The values to write as JSON; in the order in which the views of the shipped pack write them, since texts are compared."""
    sources = [[source.site, source.address] for source in content.sources]
    if isinstance(content, FactContent):
        return {
            "text": content.text.reveal(),
            "topic": content.topic,
            "revealed_in": content.revealed_in.ordinal,
            "about": [*content.about[:1], *sorted(content.about[1:])],
            "sources": sources,
        }
    return {
        "text": content.text.reveal(),
        "answer": content.answer.reveal(),
        "wrong": [each.reveal() for each in content.wrong],
        "explanation": content.explanation.reveal(),
        "difficulty": content.difficulty,
        "topic": content.topic,
        "revealed_in": content.own_gate.ordinal,
        "facts": sorted(content.facts),
        "sources": sources,
    }


def content_of(kind: Kind, values: dict[str, Any]) -> Content:
    """The content that such values make; `gate` among them is that of the whole, where a statement computed it."""
    own_gate = Episode.from_ordinal(values["revealed_in"])
    gate = Episode.from_ordinal(values.get("gate", values["revealed_in"]))
    sources = tuple(Source(site, address) for site, address in values["sources"])
    text = Spoiler(values["text"], gate)
    if kind == "fact":
        return FactContent(text, values["topic"], tuple(values["about"]), sources)
    return QuestionContent(
        text,
        Spoiler(values["answer"], gate),
        tuple(Spoiler(each, gate) for each in values["wrong"]),
        Spoiler(values["explanation"], gate),
        values["difficulty"],
        values["topic"],
        tuple(values["facts"]),
        sources,
        own_gate,
    )
