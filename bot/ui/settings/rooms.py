"""/settings rooms: limits for all channels and threads whose names tell an episode, by one Yes."""

from typing import Final

from bot.client import Interaction
from bot.events import CEILING_CHANGED
from bot.locale import _
from bot.show.matching.rooms import episode_in_name
from bot.show.shows import Show
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply
from bot.ui.settings.cards import PLACE_TYPES, ServerView, settings_card
from bot.ui.settings.changes import guild_of, telling_log
from bot.ui.settings.ids import RoomsId, SetRoomsId
from bot.ui.settings.overview import for_managers, server_view
from bot.ui.settings.place_cards import limit_of
from bot.ui.settings.rooms_cards import Room, no_rooms_card, rooms_card, rooms_set, seen


async def show_rooms(interaction: Interaction, page: int = 1, *said: str) -> None:
    """Reply with every room whose limit does not fit its name."""
    bot, view = interaction.client, await server_view(interaction)
    rooms = _rooms(view, bot.show)
    await reply(interaction, rooms_card(rooms, page, view.name, *said) if rooms else no_rooms_card(bot))


def _rooms(view: ServerView, show: Show) -> list[Room]:
    """Such rooms in the order of their episodes."""
    places = [*view.guild.channels, *view.guild.threads]
    named = [
        Room(each.id, episode, limit_of(view, each.id))
        for each in places
        if each.type in PLACE_TYPES and (episode := episode_in_name(each.name, show)) is not None
    ]
    return sorted((each for each in named if each.now != each.episode), key=lambda each: (each.episode, each.place_id))


async def turn_rooms(interaction: Interaction, pressed: RoomsId) -> None:
    """Show a page of them."""
    await show_rooms(interaction, pressed.page)


async def set_rooms(interaction: Interaction, pressed: SetRoomsId) -> None:
    """Set all of them at once, if they are still those that were shown."""
    bot, guild_id, view = interaction.client, guild_of(interaction), await server_view(interaction)
    rooms = _rooms(view, bot.show)
    if seen(rooms) != pressed.seen:
        await show_rooms(
            interaction, 1, _("Channels changed in the meantime, so nothing is set yet. Please look again.")
        )
        return
    await bot.store.viewers.set_ceilings(bot.show.id, guild_id, {each.place_id: each.episode for each in rooms})
    bot.dispatch(CEILING_CHANGED)
    async with telling_log(interaction, lambda: "\n".join(rooms_set(rooms))):
        await reply(interaction, settings_card(await server_view(interaction), 1))


HANDLERS: Final[Handlers] = for_managers({RoomsId: turn_rooms, SetRoomsId: set_rooms})
