"""Events that one feature dispatches and another one listens to, so that neither imports the other.

`bot.dispatch(REVIEW_ADDED, ...)` calls `on_review_added` of whoever listens; each event has one listener.
"""

from typing import Final

PRESSED: Final = "pressed"
"""A member used a button or a menu: the interaction. bot/ui/kit/presses.py answers it."""

SUBMITTED: Final = "submitted"
"""A member sent a form: the interaction. bot/ui/kit/drafts.py answers it."""

REVIEW_ADDED: Final = "review_added"
"""Something came into a queue: its server (None where no moderators read it) and its id. cogs/review.py posts its card."""

REVIEW_DECIDED: Final = "review_decided"
"""Moderators decided something: their server and its id. cogs/review.py edits its card and tells its author."""

MEMBER_FORGOTTEN: Final = "member_forgotten"
"""A member deleted what was kept of them; carries nothing. cogs/review.py takes down the cards of what they had sent."""

CEILING_CHANGED: Final = "ceiling_changed"
"""Some channel may show less or more than before; carries nothing. cogs/review.py edits the cards that tell too much there."""

FACTS_CHANGED: Final = "facts_changed"
"""Facts or questions of a server were saved: the server. cogs/review.py edits the cards that are about them."""

FACES_LOST: Final = "faces_lost"
"""Discord knows an emoji of ours no more; carries nothing. cogs/faces.py takes all of them out of cards until the next upload."""
