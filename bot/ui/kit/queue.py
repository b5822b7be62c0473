"""What members send to the moderators: whose queue it goes into, and what the sender hears."""

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.locale import _
from bot.store.reviews import OPEN_OF_A_MEMBER, NewReview
from bot.viewer import is_installed


def queue_of(interaction: Interaction) -> int | None:
    """The server whose moderators read what is sent from here; None where there are none: whoever keeps the bot reads it."""
    return interaction.guild_id if is_installed(interaction) else None


async def put_in_queue(interaction: Interaction, review: NewReview) -> int:
    """Keep what a member sends to the moderators; the number of its review.

    Raises:
        FormRefusedError: they, or their server, have too much waiting already.
    """
    number = await interaction.client.store.reviews.add_review(review)
    if number is None:
        raise FormRefusedError(await _full_words(interaction, review.guild_id))
    return number


def thanks(interaction: Interaction) -> str:
    """What whoever reported something hears."""
    if queue_of(interaction) is None:
        return _("Thanks. Whoever runs this bot reads it.")
    return _("Thanks. The moderators will look at it.")


async def _full_words(interaction: Interaction, guild_id: int | None) -> str:
    """Why nothing more goes into the queue; it says nothing of what others have in there."""
    bot = interaction.client
    if guild_id is None:
        return _("You’ve sent {most} things this week already. What you typed is kept: try again next week.").format(
            most=OPEN_OF_A_MEMBER
        )
    if await bot.store.reviews.waiting_of(guild_id, interaction.user.id) >= OPEN_OF_A_MEMBER:
        return _(
            "{most} of yours are waiting for the moderators already. What you typed is kept: try again after they decide one."
        ).format(most=OPEN_OF_A_MEMBER)
    return _("The moderators have a lot waiting right now. What you typed is kept: try again later.")
