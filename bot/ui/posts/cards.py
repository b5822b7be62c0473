"""Members' spoilers: the post that everybody sees, the question before it, and what it says."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import escape, shown_name
from bot.store.posts import SpoilerPost, Written
from bot.ui.kit.layout import Accent, bare, card, footer, line, row, text

TITLE: Final = 80
"""Characters of a title."""

TEXT: Final = 3500
"""Characters of a text, and of one reply that shows it: title, footer and it together stay below Discord's 4000."""

_PICTURES: Final = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".webm", ".mov"}


def posted_by(name: str, tagged_by: str | None = None) -> str:
    """Who wrote it, and who put it behind a label where that was somebody else."""
    name = escape(shown_name(name, _("a member")))
    if tagged_by is None:
        return _("Posted by **{name}**.").format(name=name)
    other = escape(shown_name(tagged_by, _("a moderator")))
    return _("Written by **{name}**, tagged by **{other}**.").format(name=name, other=other)


def post_card(
    episode: Episode, title: str, by: str, files: "Sequence[discord.File]", reveal: ui.Item[Any]
) -> ui.LayoutView:
    """The post: a label, in public the title only, and whatever files it has as spoilers."""
    words = ["### " + _("Spoilers through {episode}").format(episode=episode)]
    if title := shown_name(title, "", TITLE):
        words.append(escape(title))
    return card(Accent.CAUTION, text(*words, by), *files_of(files), row(reveal))


def files_of(files: "Sequence[discord.File]") -> list[ui.Item[Any]]:
    """Uploaded files as spoilers: pictures in a gallery, others below it. Nothing but their place in the message names them."""
    pictures = [each for each in files if PurePath(each.filename).suffix.lower() in _PICTURES]
    items: list[ui.Item[Any]] = []
    if pictures:
        gallery = ui.MediaGallery[Any]()
        for each in pictures:
            gallery.add_item(media=each, spoiler=True)
        items.append(gallery)
    return [*items, *(ui.File[Any](each, spoiler=True) for each in files if each not in pictures)]


def removed_card() -> ui.LayoutView:
    """What stands where a post was."""
    return bare(_("This post was removed."))


def question_card(post: "SpoilerPost", finished: Episode | None, buttons: Sequence[ui.Item[Any]]) -> ui.LayoutView:
    """Asks a reader who is not that far."""
    if finished is None:
        where = _("You have not told me what you finished.")
    elif finished == PREMISE:
        where = _("You have not finished any episode.")
    else:
        where = _("You finished {episode}.").format(episode=finished)
    tells = _("This post by {author} tells what happens through {episode}.").format(
        author=f"<@{post.author_id}>", episode=post.episode
    )
    heading = "### " + _("Read spoilers through {episode}?").format(episode=post.episode)
    return card(Accent.CAUTION, text(heading, f"{where} {tells}"), row(*buttons))


def revealed_cards(
    post: "SpoilerPost", written: "Written", buttons: Sequence[ui.Item[Any]], *, hidden: bool = False
) -> list[ui.LayoutView]:
    """What a post says, for one reader: one reply, or several where the text is longer than one can hold.

    The text stands as its author typed it, in a text of its own, which nothing can break out of. `hidden` puts it behind
    one more tap, for somebody who has not said that they want to read it.
    """
    parts = _parts(written.text)
    views: list[ui.LayoutView] = []
    for number, part in enumerate(parts, 1):
        items: list[ui.Item[Any]] = []
        if number == 1 and (title := shown_name(written.title, "", TITLE)):
            items.append(text(f"### {escape(title)}"))
        if part:
            items.append(text(part))
        if number == len(parts):
            words = _("From {author} · spoilers through {episode}").format(
                author=f"<@{post.author_id}>", episode=post.episode
            )
            items += [line(), footer(words)]
            if buttons:
                items.append(row(*buttons))
        views.append(card(Accent.CAUTION, *items, hidden=hidden))
    return views


def _parts(words: str) -> list[str]:
    """`words` in parts of at most `TEXT` characters, cut between lines or words where there are any."""
    parts: list[str] = []
    while len(words) > TEXT:
        end = max(words.rfind("\n", TEXT // 2, TEXT), words.rfind(" ", TEXT // 2, TEXT))
        end = end if end > 0 else TEXT
        parts.append(words[:end])
        words = words[end:].lstrip()
    return [*parts, words]
