"""The form of a watch-along's time, after one that could not be read."""

from typing import Final

from bot.client import Interaction
from bot.errors import EpisodeUnknownError, NotAHostError
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.times.zones import zone_words
from bot.ui.editing.access import require_editor
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.settings.changes import guild_of
from bot.ui.watchalong.ids import WatchalongFormId
from bot.ui.watchalong.starting import begin


async def open_watchalong_form(interaction: Interaction, form_id: WatchalongFormId, values: Values) -> None:
    """Open it, with what was typed before."""
    zone = await interaction.client.store.guilds.timezone(guild_of(interaction))
    form = Form(form_id, _("Watch {episode} together").format(episode=form_id.episode))
    form.add_text(
        "at", _("When"), longest=100, value=values.get("at", ""),
        hint=_("Such as 20:30, tomorrow 20:00, sat 9pm or in 2 hours ({zone})").format(zone=zone_words(zone)),
    )  # fmt: skip
    await form.show(interaction)


async def submit_watchalong(interaction: Interaction, form_id: WatchalongFormId, values: Values) -> None:
    """Start it."""
    await require_editor(interaction, NotAHostError)
    episode = form_id.episode
    if episode == PREMISE or not interaction.client.show.known(episode):
        raise EpisodeUnknownError(str(episode))
    await begin(interaction, episode, values["at"])


FORM_HANDLERS: Final[FormTable] = {WatchalongFormId: FormHandlers(open_watchalong_form, submit_watchalong)}
