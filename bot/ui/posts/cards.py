"""Members' spoilers: the post that everybody sees, the question before it, and what it says."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, sentences
from bot.show.episodes import Episode
from bot.show.spoilers import escape, shown_name
from bot.store.posts import SpoilerPost, Written
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, bare, card, confirm_card, footer, heading, line, message_link, row, text
from bot.ui.posts.ids import KeepPostId, ReadPostId, RemovePostId, RemovePostYesId, RevealPostId
from bot.viewer import Viewer

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


def post_card(post_id: int, episode: Episode, title: str, by: str, files: Sequence[discord.File] = ()) -> ui.LayoutView:
    """The post: a label, in public the title only, and whatever files it has as spoilers."""
    words = [heading(_("Spoilers through {episode}").format(episode=episode))]
    if title := shown_name(title, "", TITLE):
        words.append(escape(title))
    reveal = button(RevealPostId(post_id), _("Reveal to me"))
    return card(Accent.CAUTION, text(*words, by), *_files(files), row(reveal))


def tagged_words(post: SpoilerPost) -> str:
    """What the author of a message hears that a moderator tagged."""
    return _(
        "A moderator put a message of yours behind a label, as spoilers through {episode}: {link}\nIt said:"
    ).format(episode=post.episode, link=message_link(post.guild_id, post.channel_id, post.message_id))


def files_card(files: Sequence[discord.File]) -> ui.LayoutView:
    """The files of a post that was removed."""
    return card(Accent.CAUTION, *_files(files))


def _files(files: Sequence[discord.File]) -> list[ui.Item[Any]]:
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


def question_card(post: SpoilerPost, reader: Viewer, *, removable: bool) -> ui.LayoutView:
    """Asks a reader who is not that far; that they asked not to be asked could not be kept of everybody."""
    tells = _("This post by {author} tells what happens through {episode}.").format(
        author=f"<@{post.author_id}>", episode=post.episode
    )
    question = heading(_("Read spoilers through {episode}?").format(episode=post.episode))
    buttons = [
        button(ReadPostId("yes", post.id), _("Yes, read it"), style=discord.ButtonStyle.danger),
        *([] if reader.keeps_nothing else [button(ReadPostId("calm", post.id), _("Yes, don’t ask for 15 minutes"))]),
        button(KeepPostId(), _("Not now")),
    ]
    if removable:
        buttons.append(_remove_button(post))
    return card(Accent.CAUTION, text(question, sentences(phrases.finished(reader.progress), tells)), row(*buttons))


def remove_card(post: SpoilerPost) -> ui.LayoutView:
    """Asks before a post is removed."""
    if post.tagged:
        what = _("The original message is gone already. You get its text once more, then it’s deleted for good.")
    else:
        what = _("It’s deleted for good, with its text.")
    return confirm_card(
        _("Remove this post?"),
        what,
        button(RemovePostYesId(post.id), _("Yes, remove it"), style=discord.ButtonStyle.danger),
        button(KeepPostId(), _("Keep it")),
    )


def revealed_cards(
    post: SpoilerPost, written: Written, *, removable: bool = False, hidden: bool = False
) -> list[ui.LayoutView]:
    """What a post says, for one reader: one reply, or several where the text is longer than one can hold.

    The text stands as its author typed it, in a text of its own, which nothing can break out of. `hidden` puts it behind
    one more tap, for somebody who has not said that they want to read it.
    """
    *others, last = _parts(written.text or _("There’s no text, only what stands on the post."))
    cards: list[list[ui.Item[Any]]] = [[text(part)] for part in others]
    cards.append([text(last), line(), _written_by(post)])
    if removable:
        cards[-1].append(row(_remove_button(post)))
    if title := shown_name(written.title, "", TITLE):
        cards[0].insert(0, text(heading(escape(title))))
    return [card(Accent.CAUTION, *items, hidden=hidden) for items in cards]


def _written_by(post: SpoilerPost) -> ui.TextDisplay[Any]:
    words = _("From {author} · spoilers through {episode}")
    return footer(words.format(author=f"<@{post.author_id}>", episode=post.episode))


def _remove_button(post: SpoilerPost) -> ui.Button[Any]:
    return button(RemovePostId(post.id), _("Remove the post"))


def _parts(words: str) -> list[str]:
    """`words` in parts of at most `TEXT` characters, cut between lines or words where there are any."""
    parts: list[str] = []
    while len(words) > TEXT:
        end = max(words.rfind("\n", TEXT // 2, TEXT), words.rfind(" ", TEXT // 2, TEXT))
        end = end if end > 0 else TEXT
        parts.append(words[:end])
        words = words[end:].lstrip()
    return [*parts, words]
