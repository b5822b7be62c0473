"""/suggest: what members tell the moderators, and what they hear of it."""

from discord import app_commands
from discord.ext import commands

from bot import failures
from bot.client import FanBot, Interaction
from bot.show.matching.names import find
from bot.show.matching.pasted import unwrapped
from bot.show.spoilers import plain
from bot.ui.editing.access import people_known, subjects_begun
from bot.ui.kit.layout import bare
from bot.ui.kit.progress import MENU
from bot.ui.reviews.cards import outcome_words
from bot.ui.reviews.suggesting import SuggestForm

_TOLD_AT_ONCE = 5  # outcomes that have room in one message, each with its reason
_THINGS = 10  # choices that are kept for places and things, behind people
_ABOUT = 90  # characters that are kept of what was typed


class SuggestCog(commands.Cog):
    """Suggestions, and their outcomes."""

    @app_commands.command(description="Suggest a fact or a correction: moderators of this server read it")
    @app_commands.describe(about="Whom or what it is about")
    async def suggest(self, interaction: Interaction, about: app_commands.Range[str, 1, 100]) -> None:
        """Open the form."""
        await SuggestForm.reopen(interaction, {"about": plain(unwrapped(about), _ABOUT)}, {})

    @suggest.autocomplete("about")
    async def complete_about(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Whomever and whatever the member knows; anything else can be typed."""
        known = (await interaction.client.viewer(interaction)).finished
        things = await subjects_begun(interaction.client, typed, known)
        people = find(typed, await people_known(interaction.client, known), limit=MENU - min(len(things), _THINGS))
        names = dict.fromkeys(plain(name, _ABOUT) for name in (*(each.person.name for each in people), *things))
        return [app_commands.Choice(name=name, value=name) for name in names][:MENU]

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: Interaction, _command: object) -> None:
        """After whatever they asked for: what became of their suggestions, once."""
        bot = interaction.client
        if not (await bot.last_visit(interaction)).has_news:
            return
        outcomes = await bot.store.reviews.outcomes(interaction.user.id)
        for start in range(0, len(outcomes), _TOLD_AT_ONCE):
            some = outcomes[start : start + _TOLD_AT_ONCE]
            try:
                await interaction.followup.send(view=bare("\n".join(map(outcome_words, some))), ephemeral=True)
            except failures.ERRORS:
                for each in some:
                    await bot.store.reviews.set_untold(each.id)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SuggestCog())
