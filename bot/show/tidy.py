"""What is typed, pasted and uploaded → the text that is kept: the one normalizer of forms, imports and packs."""

import re
import unicodedata
from html import unescape
from html.entities import html5
from typing import Final

from bot.show.spoilers import plain

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ROUNDS: Final = 3  # what was written for a page twice, as &amp;quot;
# Characters that show nothing and that `plain` leaves: the soft hyphen, joiners of scripts, fillers of Hangul, tags.
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u206a-\u206f\u3164\uffa0\U000e0000-\U000e007f]"
)
_VARIANTS: Final = re.compile("[\ufe00-\ufe0f\u200c\u200d]")
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_QUOTES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u0060\u00b4\u2032\uff07", "'"))
_MARKUP: Final = re.compile(
    r"""
    </?[A-Za-z][\w:-]*(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?> | <!--   # <b>, </ref>, <br />, a comment
    | \[\[ | \]\] | \{\{ | \}\}                       # [[Choi Nam-ra]], {{cite}}
    | \[(?:\d{1,3}|[a-z]|note\ \d+|(?:citation|clarification)\ needed)\]   # footnotes: [1], [a], [citation needed]
    | \[/?(?:b|i|u|s|url|img|quote|spoiler|color|size)(?:=[^\]]*)?\]       # of forums
    | \[[^\[\]]+\]\(                                  # [name](address)
    | '''|(?<!\w)''\S(?:.*?\S)?''(?!\w)                    # bold and italics of a wiki
    | \*\*\S | __\S.*?\S__(?!\w) | ~~\S               # and of Markdown
    """,
    re.VERBOSE | re.IGNORECASE,
)


def tidy(text: str) -> str:
    """`text` on one line, composed (NFC), its entities turned into characters, without what shows nothing."""
    for _round in range(_ROUNDS):
        found = _ENTITY.sub(_character, text)
        if found == text:
            break
        text = found
    return unicodedata.normalize("NFC", plain(_UNSEEN.sub("", text)))


def _character(entity: "re.Match[str]") -> str:
    whole = entity[0]
    # “R&D;” names no character.
    return unescape(whole) if whole[1] == "#" or whole[1:] in html5 else whole


def looks(text: str) -> str:
    """A key that is equal for texts that look the same: capitals, widths, hyphens and apostrophes of any sort."""
    folded = unicodedata.normalize("NFKC", tidy(text).translate(_QUOTES)).translate(_DASHES)
    return " ".join(_VARIANTS.sub("", folded).casefold().split())


def has_markup(text: str) -> bool:
    """Whether signs of another site's mark-up stand in `text`, which its readers would see as they are."""
    return _MARKUP.search(text) is not None


_TAG: Final = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_FORUM: Final = re.compile(r"\[/?(?:b|i|u|s|url|img|quote|spoiler|color|size)(?:=[^\]]*)?\]", re.IGNORECASE)
_FOOTNOTE: Final = re.compile(
    r"(?<!\[)\[(?:\d{1,3}|[a-z]|note \d+|(?:citation|clarification) needed)\](?![(\]])", re.IGNORECASE
)
_LINKS: Final = (
    re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]"),
    re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)"),
)
_MARKS: Final = (
    re.compile(r"'{2,5}(?=\S)([^']+)'{2,5}"),
    re.compile(r"(?<![\w\\])(\*{1,3}|~~|\|\||`{1,3})(?=\S)(?P<said>.+?)(?<![\s\\])\1(?!\w)"),
    re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(?P<said>.+?)(?<![\s\\])\1(?!\w)"),
)
_ESCAPED: Final = re.compile(r"\\([^\w\s]|_)")


def unmarked(text: str) -> str:
    """`text` tidied, and without the simple mark-up of pages, wikis, forums and Markdown: its words stay."""
    text = _FOOTNOTE.sub("", _FORUM.sub("", _TAG.sub(_space, tidy(text))))
    for link in _LINKS:
        text = link.sub(r"\1", text)
    for mark in _MARKS:
        text = mark.sub(lambda found: found["said"] if "said" in found.groupdict() else found[1], text)
    return tidy(_ESCAPED.sub(r"\1", text))


def _space(tag: "re.Match[str]") -> str:
    return " " if tag[0].lower().startswith(("<br", "<p", "</p", "<div", "</div", "<li")) else ""
