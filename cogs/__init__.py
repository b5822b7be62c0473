"""One file for each root of the slash commands, and one for the bot's own emoji."""

EXTENSIONS = (
    "cogs.character",
    "cogs.lore",
    "cogs.cast",
    "cogs.episode",
    "cogs.recap",
    "cogs.search",
    "cogs.progress",
    "cogs.spoiler",
    "cogs.setup",
    "cogs.trivia",
    "cogs.watchalong",
    "cogs.fact",
    "cogs.question",
    "cogs.suggest",
    "cogs.review",
    "cogs.settings",
    "cogs.privacy",
    "cogs.about",
    "cogs.help",
    "cogs.faces",
)
