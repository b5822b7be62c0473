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
        raise FormRefusedError(await _full_words(interaction))
    return number


def thanks(interaction: Interaction) -> str:
    """What whoever reported something hears."""
    if queue_of(interaction) is None:
        return _("Thank you. Whoever keeps this bot reads it.")
    return _("Thank you. Your report is kept for the moderators.")


async def _full_words(interaction: Interaction) -> str:
    """Why nothing more goes into the queue; it says nothing of what others have in there."""
    bot, guild_id = interaction.client, queue_of(interaction)
    if guild_id is None:
        return _("You have sent {most} things this week already. What you typed is kept: try again next week.").format(
            most=OPEN_OF_A_MEMBER
        )
    if await bot.store.reviews.waiting_of(guild_id, interaction.user.id) >= OPEN_OF_A_MEMBER:
        return _(
            "{most} of yours wait for the moderators already. What you typed is kept until they decided one."
        ).format(most=OPEN_OF_A_MEMBER)
    return _("The moderators have enough waiting for now. What you typed is kept: try again later.")
