"""The form that asks for the server's time zone."""

from typing import Final

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.locale import _, listed
from bot.show.spoilers import escape
from bot.times.zones import examples, zone_words, zones_meant
from bot.ui.kit.episodes import choice_value
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.settings.changes import change_setting, guild_of
from bot.ui.settings.ids import TimezoneFormId
from bot.ui.settings.overview import check_manager, show_changed


def parse_timezone(typed: str) -> str:
    """The time zone that was typed or picked.

    Raises:
        FormRefusedError: where there is no such one, or several.
    """
    said = choice_value(typed)
    found = zones_meant(said)
    if len(found) == 1:
        return found[0]
    if found:
        one, other = map(zone_words, found[:2])
        words = _("“{typed}” can be {one} or {other}. Write the one that you mean.")
        raise FormRefusedError(words.format(typed=escape(said, 80), one=one, other=other))
    words = _("I don’t know a time zone “{typed}”. Name a large city near you, or write it like {examples}.")
    raise FormRefusedError(words.format(typed=escape(said, 80), examples=listed(examples(said), style="or")))


async def open_timezone_form(interaction: Interaction, form_id: TimezoneFormId, values: Values) -> None:
    """Open it with what was typed before, or what is set."""
    settings = await interaction.client.store.guilds.settings(guild_of(interaction))
    form = Form(form_id, _("Time zone"), of_member=False)
    form.add_text(
        "zone", _("Time zone"), longest=60, value=values.get("zone", zone_words(settings.timezone)),
        hint=_("The daily question changes at its midnight. Such as Asia/Seoul, Berlin or UTC+9."),
    )  # fmt: skip
    await form.show(interaction)


async def submit_timezone_form(interaction: Interaction, _form_id: TimezoneFormId, values: Values) -> None:
    """Set it, in the place of the reply that the form was opened from."""
    check_manager(interaction)
    await show_changed(interaction, await change_setting(interaction, "timezone", parse_timezone(values["zone"])))


FORM_HANDLERS: Final[FormTable] = {TimezoneFormId: FormHandlers(open_timezone_form, submit_timezone_form)}
