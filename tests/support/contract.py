"""The contract with the people who use the bot: every command, its options, and what whoever runs it hears.

Their habits rest on every name, option and choice.
"""

from typing import Any, Final, NamedTuple

from bot.locale import LANGUAGES

NEEDS_SERVER: Final = "Only members with Manage Server can do that. {help} lists what you can do."
NEEDS_MESSAGES: Final = "Only members with Manage Messages can do that. {help} lists what you can do."
NEEDS_EDITOR: Final = "Only editors can change facts. {suggest} sends yours to them."
NEEDS_HOST: Final = (
    "Only editors and members with Manage Messages in the whole server can do that. {help} lists what you can do."
)

NO_FACT: Final = "I don’t know that fact. Pick one from the list, or look at {fact list}."
NO_QUESTION: Final = "I don’t know that question. Pick one from the list, or look at {question list}."
NOTHING_CHOSEN: Final = "Nothing was chosen, so nothing changed. {settings show} has everything in one view."


class Command(NamedTuple):
    """A command as it is registered, and as it is tried."""

    options: list[str]
    """As the contract writes them: "?" can be left out, "…" is completed while it is typed."""
    typed: dict[str, Any]
    """The options that it is tried with."""
    answer: str
    """How the answer to them begins, for whoever may; of a form its title."""
    refusal: str = ""
    """All that others hear, where it is not what others hear of the commands beside it."""


EVERYONE: Final = {
    "character": Command(["name text…", "private? yes or no"], {"name": "nam on-jo"}, "## Nam On-jo · 남온조"),
    "lore": Command(["name text…", "private? yes or no"], {"name": "the webtoon"}, "## The webtoon"),
    "cast": Command(["private? yes or no"], {}, "## Cast"),
    "episode": Command(
        ["number text…", "private? yes or no"], {"number": "e1"}, "S1E1 is for whoever has finished it."
    ),
    "recap": Command(["up_to? text…"], {}, "A recap goes as far as you’ve watched."),
    "search": Command(
        ["text text"], {"text": "lighthouse"}, "I can’t answer that from what you’ve seen (before the first episode)."
    ),
    "progress set": Command(["episode text…"], {"episode": "e1"}, "Saved: S1E1, in every server."),
    "progress show": Command([], {}, "You haven’t told me how far you are"),
    "progress clear": Command([], {}, "Forgotten."),
    "trivia start": Command(
        [
            "rounds? number from 3 to 20",
            "difficulty? text: easy, medium, hard",
            "topic? text: people, places, story, behind the scenes",
            "seconds? number from 0 to 120",
            "kind? text: quiz, who is it, which episode, what came first",
        ],
        {},
        "The game begins:",
    ),
    "trivia stop": Command([], {}, "No game is running in this channel."),
    "trivia practice": Command(
        ["difficulty? text: easy, medium, hard", "topic? text: people, places, story, behind the scenes"],
        {},
        "-# Practice ·",
    ),
    "trivia daily": Command([], {}, "-# Daily question ·"),
    "trivia leaderboard": Command(["period? text: week, month, all"], {}, "## Leaderboard"),
    "trivia stats": Command(["member? user"], {}, "There’s nothing to show yet."),
    "suggest": Command(["about text…"], {"about": "nam on-jo"}, "Suggest a fact"),
    "privacy": Command([], {}, "## Privacy"),
    "help": Command([], {}, "## Help"),
    "about": Command([], {}, "## About me"),
}

EVERYONE_IN_SERVERS: Final = {
    "spoiler post": Command(["episode text…"], {"episode": "e9"}, "Spoilers through S1E9"),
}

EDITORS: Final = {
    "fact add": Command([], {}, "Add a fact"),
    "fact edit": Command(["fact text…"], {"fact": "1"}, NO_FACT),
    "fact retire": Command(["fact text…"], {"fact": "1"}, NO_FACT),
    "fact restore": Command(["fact text…"], {"fact": "1"}, NO_FACT),
    "fact history": Command(["fact text…"], {"fact": "1"}, NO_FACT),
    "fact list": Command(["about? text…", "changed_here? yes or no"], {}, "## Facts"),
    "fact export": Command(
        ["format text: toml, json"], {"format": "toml"}, "### Export\nThis server has changed nothing yet"
    ),
    "fact import": Command(["file file", "dry_run? yes or no"], {"file": ("facts.toml", b"")}, ""),
    "question add": Command([], {}, "Add a question"),
    "question edit": Command(["question text…", "why? text"], {"question": "1"}, NO_QUESTION),
    "question retire": Command(["question text…"], {"question": "1"}, NO_QUESTION),
    "question restore": Command(["question text…"], {"question": "1"}, NO_QUESTION),
    "question history": Command(["question text…"], {"question": "1"}, NO_QUESTION),
    "question export": Command(
        ["format text: toml, json"], {"format": "toml"}, "### Export\nThis server has changed no question yet"
    ),
    "question import": Command(["file file", "episode? text…", "dry_run? yes or no"], {"file": ("list.csv", b"")}, ""),
    "question list": Command(["changed_here? yes or no", "order? text: by episode, most missed"], {}, "## Questions"),
    "review": Command([], {}, "No suggestions are waiting."),
    "watchalong start": Command(
        ["episode text…", "at text…"],
        {"episode": "e4", "at": "in 2 hours"},
        "### Open a thread through S1E4?",
        refusal=NEEDS_HOST,
    ),
}

MANAGERS: Final = {
    "setup": Command([], {}, "## Ready"),
    "settings show": Command([], {}, "## Settings"),
    "settings channel": Command(
        ["ceiling? text…", "replies? text: public, private", "channel? channel"], {}, NOTHING_CHOSEN
    ),
    "settings rooms": Command([], {}, "There’s nothing to set"),
    "settings daily": Command(["channel? channel", "hour? text…", "role? role"], {}, "### Daily question"),
    "settings server": Command(
        [
            "ceiling? text…",
            "spoilers? text: tag, hide",
            "editors? role",
            "review_channel? channel",
            "log_channel? channel",
            "timezone? text…",
            ", ".join(("language? text: discord", *LANGUAGES)),
        ],
        {},
        NOTHING_CHOSEN,
    ),
}
COMMANDS: Final = EVERYONE | EVERYONE_IN_SERVERS | EDITORS | MANAGERS
MENUS: Final = {"Tag as spoiler"}
