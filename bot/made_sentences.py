"""The sentences of generated questions in other languages: they are kept in English, and said anew where they are read.

What is in them (a name, a role, what somebody is to somebody) is translated by the pack; what is around it is said here.
"""

import re
from collections.abc import Callable
from typing import Final

from bot.locale import _

Say = Callable[[str], str]

_SENTENCES: Final[dict[re.Pattern[str], Callable[[], str]]] = {
    re.compile(pattern): sentence
    for pattern, sentence in (
        (r"Who plays (?P<name>.+)\?", lambda: _("Who plays {name}?")),
        (r"Whom does (?P<actor>.+) play\?", lambda: _("Whom does {actor} play?")),
        (r"(?P<name>.+) is played by (?P<actor>.+)\.", lambda: _("{name} is played by {actor}.")),
        (r"Who is (?P<name>.+?)'s (?P<label>[a-z].+)\?", lambda: _("Who is {name}'s {label}?")),
        (r"Which of these happens in (?P<episode>\S+)\?", lambda: _("Which of these happens in {episode}?")),
        (r"The other three happen before (?P<episode>\S+)\.", lambda: _("The other three happen before {episode}.")),
        (r"Who is it\?", lambda: _("Who is it?")),
        (r"This person is (?P<name>.+)\.", lambda: _("This person is {name}.")),
        (r"This person: (?P<role>.+)\.", lambda: _("This person: {role}.")),
        (r"In which episode does this happen\?", lambda: _("In which episode does this happen?")),
        (r"It happens in (?P<episode>\S+)\.", lambda: _("It happens in {episode}.")),
        (r"Which of these comes first\?", lambda: _("Which of these comes first?")),
        (r"That is the order in which they come\.", lambda: _("That is the order in which they come.")),
        (r"(?P<name>.+?) is (?P<whose>.+?)'s (?P<label>[a-z].+)\.", lambda: _("{name} is {whose}'s {label}.")),
    )
}


def made_sentence(english: str, say: Say) -> str | None:
    """Such a sentence in the language that is spoken; None for any other text."""
    for pattern, sentence in _SENTENCES.items():
        if match := pattern.fullmatch(english):
            return sentence().format(**{key: say(said) for key, said in match.groupdict().items()})
    return None
