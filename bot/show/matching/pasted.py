"""What people paste where a name or words are asked for → the words in it. Knows markup and addresses, nothing of any show."""

import html
import re
import unicodedata
from typing import Final
from urllib.parse import unquote_plus

_LONGEST: Final = 400
_SIMPLE: Final = re.compile(r"\w[\w '-]*", re.ASCII)  # nearly all that is typed

_EMOJI: Final = re.compile(r"<a?:(\w{2,32}):\d{15,20}>|(?<!\w):(\w{2,32}):(?!\w)")
_MENTION: Final = re.compile(r"<(?:@[!&]?|#|id:)\w*>|</[\w -]+:\d+>")
_LINK: Final = re.compile(r"!?\[([^\[\]]+)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)")
_WIKI_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_FIELD: Final = re.compile(
    r"^/?(?:[a-z]+ )?(?:[a-z]+ )?(?:name|about|character|who|whom|text|query|number|episode|fact|question|up_to)\s*[:=]\s*(?=\S)",
    re.IGNORECASE,
)
_COMMAND: Final = re.compile(r"^/(?:character|search|suggest|episode|recap|lore)\s+(?=\S)", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"<?(?:https?://|//)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?P<path>[/?#][^\s>]*)>?", re.IGNORECASE
)
_QUERY: Final = re.compile(r"[?&](?:q|query|search|search_query|title|name|p)=([^&#]+)", re.IGNORECASE)
_PAGE: Final = re.compile(r"/(?:wiki|w|title|a)/([^/?#]+)", re.IGNORECASE)
_AROUND: Final = re.compile(
    r"""^[\s"'“”„‟«»‘’‚`´「」『』*_~|>#\-–—•·@]+|[\s"'“”„‟«»‘’‚`´「」『』*_~|\-–—•·?!.,:;…]+$"""
)
_SIGN: Final = re.compile(r"[?!.…]+(?=[\s\"'”»’`」』*_~|]*$)")


def unwrapped(typed: str, *, question: bool = False) -> str:
    """The words of what was pasted: of an address its page, of an emoji its name, without quotes, markup, mentions and fields.

    Where nothing would be left, what was typed. A question keeps the sign that it ends with.
    """
    if _SIMPLE.fullmatch(typed):
        return " ".join(typed.split())
    text = unicodedata.normalize("NFC", html.unescape(typed[:_LONGEST]))
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cf", "Cc"} or char in "\n\t")
    text = _WIKI_LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _EMOJI.sub(lambda found: " " + (found[1] or found[2]).replace("_", " ") + " ", text)
    text = _MENTION.sub(" ", text)
    text = _COMMAND.sub("", _FIELD.sub("", text.strip(), count=1), count=1)
    if address := _ADDRESS.fullmatch(text.strip()):
        text = _page(address["path"])
    # The title of a page: "Choi Nam-ra | Wiki | Fandom".
    text = re.sub(r"^[(\[{](.*)[)\]}]$", r"\1", _AROUND.sub("", text.partition(" | ")[0].strip()))
    sign = _SIGN.search(typed) if question and not address else None
    text = " ".join(_AROUND.sub("", text).split()) + (sign[0] if sign else "")
    return text or " ".join(typed.split())


def _page(path: str) -> str:
    """The name of a page: what was searched for there, else the last part of the path that says something."""
    asked = _QUERY.search(path)
    page = _PAGE.search(path) or asked
    parts = [part for part in re.split(r"[?#]", path)[0].split("/") if part] or [path.partition("#")[2]]
    name = page[1] if page else parts[-1]
    name = re.sub(r"\.(?:html?|php|aspx?)$", "", unquote_plus(name)).replace("_", " ")
    # What a page is about stands between: Category:Nam-ra (character).
    return re.sub(r"\s*\([^()]*\)$|^[A-Z][a-z]+:", "", name)
