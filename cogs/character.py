"""/character: the card of somebody in the show."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.replies import reply
from bot.ui.story.character_cards import candidates_card, nobody_card
from bot.ui.story.characters import CHARACTERS
from bot.ui.story.ids import CardAddress
from bot.ui.story.people import choices_for, decided_at, meant_by, picked_address


class CharacterCog(commands.Cog):
    """Who is who, as far as the member and the channel have watched."""

    @app_commands.command(description="Who is who, as far as you and this channel have watched")
    @app_commands.describe(name="A name, a nickname, an actor or a role", private="Show it only to you")
    async def character(
        self, interaction: Interaction, name: app_commands.Range[str, 1, 100], private: bool = False
    ) -> None:
        """Answer with the card of whoever is meant."""
        bot = interaction.client
        viewer = await bot.viewer(interaction)
        picked = picked_address(name)
        # A number names nobody to whoever reads it.
        if picked is not None and await CHARACTERS.show(interaction, viewer, picked, viewer.openly(private=private)):
            return
        scope, mine = viewer.widest(private=private), viewer.scope(private=True)
        person, others = await meant_by(interaction, name, scope)
        if person is not None:
            openly = await decided_at(interaction, viewer, name, person, private=private)
            if await CHARACTERS.show(interaction, viewer, CardAddress.of_character(person.id), openly):
                return
        if scope != mine:
            # Who might be meant is answered privately, and so at the member's own scope, even where the channel is further.
            _person, others = await meant_by(interaction, name, mine)
        if others:
            await reply(interaction, candidates_card(name, others))
        else:
            await reply(interaction, nobody_card(viewer, scope.tagged, name, bot.show, bot))

    @character.autocomplete("name")
    async def complete_name(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Whoever the reply that would follow may be about, each named as that reply's readers know them."""
        bot = interaction.client
        viewer = await bot.viewer(interaction)
        private = bool(getattr(interaction.namespace, "private", False)) or viewer.private_here
        scope, openly = viewer.typing(private=private), viewer.openly(private=private)
        people = await bot.store.facts.people(bot.show.id, scope)
        return choices_for(typed, people, await bot.store.facts.people(bot.show.id, openly) if openly else people)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(CharacterCog())
