"""Forms, and all of "nothing typed is lost".

What a submit holds is stored as a draft before anything else is done with it. A draft is in one of these states:

- `received`: it is being answered. Once that went well, it is deleted.
- `answered`: its author was told that it is not saved. It waits behind **Edit again**.
- `interrupted`: nobody could be told, or a kill came in between. Its author is told at their next command in that server.
"""

import io
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import BotError, OlderVersionError
from bot.limits import DRAFT, SUBMIT, Limit
from bot.locale import _
from bot.store.database import has_saved
from bot.ui.kit import phrases
from bot.ui.kit.errors import answer_error, begin, use
from bot.ui.kit.ids import ControlId, FormId, keys_of
from bot.ui.kit.layout import bare, row
from bot.ui.kit.replies import reply_anew
from bot.ui.kit.router import Handlers, button

log = logging.getLogger(__name__)


class Form(ui.Modal):
    """A form whose `template` names every part of its `custom_id`; `bot.ui` registers it.

    discord.py answers only forms that this very process has opened. Here one handler answers every submit from its
    `custom_id` and values alone, whether the form was opened a second ago or before a restart.
    """

    template: ClassVar[re.Pattern[str]]
    limit: ClassVar[Limit] = SUBMIT

    def __init__(self, custom_id: str | FormId, title: str) -> None:
        super().__init__(title=title, custom_id=str(custom_id), timeout=None)

    def add_text(
        self,
        key: str,
        label: str,
        *,
        longest: int,
        value: str = "",
        hint: str = "",
        long: bool = False,
        needed: bool = True,
    ) -> None:
        """A field to type into; `key` names its value in `submit`."""
        style = discord.TextStyle.paragraph if long else discord.TextStyle.short
        field = ui.TextInput[Any](
            custom_id=key, style=style, max_length=longest, default=value[:longest] or None, required=needed
        )
        self.add_item(ui.Label[Any](text=label, component=field, description=hint or None))

    def add_select(
        self, key: str, label: str, options: list[discord.SelectOption], *, value: str = "", hint: str = ""
    ) -> None:
        """A field to choose in, at most 25 options; `value` is chosen already."""
        for each in options:
            each.default = each.value == value
        field = ui.Select[Any](custom_id=key, options=options, required=True)
        self.add_item(ui.Label[Any](text=label, component=field, description=hint or None))

    async def show(self, interaction: Interaction) -> None:
        """Open it. A form can answer a command or a press, never another form."""
        self.stop()  # else discord.py keeps it, and answers its submit a second time
        await interaction.response.send_modal(self)

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it with what was typed before."""
        raise NotImplementedError

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Answer a submit. `FormRefusedError` keeps everything that was typed and offers to edit it again."""
        raise NotImplementedError


def form_values(data: Any) -> dict[str, str]:
    """What was typed or chosen in a submitted form, by field; an empty field is the empty text."""
    values: dict[str, str] = {}
    for component in data.get("components", []):
        for leaf in [component.get("component"), *component.get("components", [])]:
            if leaf is not None and "custom_id" in leaf:
                chosen: list[str] = leaf.get("values") or []
                values[leaf["custom_id"]] = str(leaf.get("value") or (chosen[0] if chosen else ""))
    return values


Values: TypeAlias = dict[str, str]
"""What was typed or chosen, by the key of its field; an empty field is the empty text."""

FormHandler: TypeAlias = Callable[[Interaction, Any, Values], Awaitable[None]]
"""Its second argument is the form's id."""


@dataclass(frozen=True, slots=True)
class FormHandlers:
    """`open` shows a form with these values; `submit` answers it, and `FormRefusedError` there keeps what was typed."""

    open: FormHandler
    submit: FormHandler


FormTable: TypeAlias = Mapping[type[FormId], FormHandlers]


@dataclass(frozen=True, slots=True)
class FoundForm:
    """The form that a `custom_id` is of, with its state."""

    limit: Limit
    open: Callable[[Interaction, Values], Awaitable[None]]
    submit: Callable[[Interaction, Values], Awaitable[None]]


_forms: Final[dict[str, type[Form]]] = {}
_handlers: Final[dict[str, tuple[type[FormId], FormHandlers]]] = {}


def register(forms: Iterable[type[Form]], table: FormTable) -> None:
    """Answer the submits of these forms from now on."""
    _forms.update((form.template.pattern, form) for form in forms)
    _handlers.update((each.prefix, (each, handlers)) for each, handlers in table.items())


def form_of(custom_id: str) -> tuple[type[Form], dict[str, str]] | None:
    """Which form this is, and the state in its `custom_id`."""
    found = ((form, form.template.fullmatch(custom_id)) for form in _forms.values())
    return next(((form, match.groupdict()) for form, match in found if match), None)


def read_form(custom_id: str) -> FormId | None:
    """The id that this `custom_id` of a form holds."""
    known = next((_handlers[key][0] for key in keys_of(custom_id) if key in _handlers), None)
    return known.read(custom_id) if known else None


def find_form(custom_id: str) -> FoundForm | None:
    """Whichever form answers this `custom_id`."""
    known = next((_handlers[key] for key in keys_of(custom_id) if key in _handlers), None)
    form = read_form(custom_id)
    if known and form:
        return FoundForm(
            form.limit,
            lambda interaction, values: known[1].open(interaction, form, values),
            lambda interaction, values: known[1].submit(interaction, form, values),
        )
    found = form_of(custom_id)
    if found is None:
        return None
    kind, state = found
    return FoundForm(
        kind.limit,
        lambda interaction, values: kind.reopen(interaction, state, values),
        lambda interaction, values: kind.submit(interaction, state, values),
    )


class EditAgainId(ControlId, prefix="d1:again"):
    """Opens a form that was not saved, with everything that was typed into it."""

    draft: int


async def edit_again(interaction: Interaction, pressed: EditAgainId) -> None:
    """Open it, unless it was saved meanwhile."""
    bot, drafts = interaction.client, interaction.client.store.drafts
    draft = await drafts.draft(interaction.user.id, pressed.draft)
    form = find_form(draft.custom_id) if draft else None
    if draft is None or form is None:
        await reply_anew(interaction, bare(phrases.draft_gone(bot)))
        return
    await drafts.set_reopened(draft.id)
    await form.open(interaction, draft.values)


def again(draft: int) -> ui.Button[Any]:
    """Opens the form once more, with everything that was typed."""
    return button(EditAgainId(draft), _("Edit again"))


async def keep(interaction: Interaction, custom_id: str | FormId, values: Values) -> int:
    """Keep what was typed for the form with this `custom_id`, and give the draft's id: its author is being told."""
    return await interaction.client.store.drafts.add_draft(
        interaction.user.id, interaction.guild_id, str(custom_id), values, discord.utils.utcnow(), answered=True
    )


class Submits:
    """Hears the submits of all forms; see the states above."""

    def __init__(self, bot: FanBot) -> None:
        self._drafts = bot.store.drafts
        # Whoever has something to be given back, so that nobody else's command costs a look for it.
        self._interrupted: set[int] = set()

    async def start(self) -> None:
        """What a kill left is interrupted."""
        self._interrupted = await self._drafts.interrupt()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer the submit of any form; all else discord.py finds by itself."""
        if interaction.type is discord.InteractionType.modal_submit:
            begin(interaction)
            data: Any = interaction.data
            await self._answer(interaction, str(data["custom_id"]), form_values(data))

    async def on_app_command_completion(self, interaction: Interaction, _command: object) -> None:
        """Give back what was interrupted, at its author's next command in the same server."""
        if interaction.user.id not in self._interrupted:
            return
        for draft in await self._drafts.interrupted(interaction.user.id, interaction.guild_id):
            words = _(
                "I was interrupted {when} before I could tell you that I saved what you typed. It is kept."
            ).format(when=discord.utils.format_dt(draft.created_at, "R"))
            try:
                await interaction.followup.send(view=bare(words, row(again(draft.id))), ephemeral=True)
            except failures.ERRORS as failed:
                log.warning("interaction %s took no further answer: %s", interaction.id, failures.reason(failed))
                return
            await self._drafts.set_answered(draft.id)

    async def _answer(self, interaction: Interaction, custom_id: str, values: dict[str, str]) -> None:
        try:
            form = find_form(custom_id)
            if form is None:
                raise OlderVersionError
            refused = use(interaction, form.limit)
            if refused and use(interaction, DRAFT):
                raise refused
            # Before anything else: from here on neither an error nor a kill loses what was typed.
            draft = await self._drafts.add_draft(
                interaction.user.id, interaction.guild_id, custom_id, values, discord.utils.utcnow()
            )
        except BotError as error:
            # Nothing can be kept here, so it goes back to whoever typed it.
            typed = discord.File(io.BytesIO("\n\n".join(values.values()).encode()), "what-you-typed.txt")
            await answer_error(interaction, error, lambda words: _given_back(words, typed), file=typed)
            return
        interaction.extras["draft"] = draft
        try:
            if refused:
                raise refused  # noqa: TRY301  ends like everything that a form refuses
            await form.submit(interaction, values)
        except Exception as error:  # noqa: BLE001  every error ends in one place
            saved = has_saved() and not isinstance(error, BotError)
            buttons = [] if saved else [row(again(draft))]
            if not await answer_error(interaction, error, lambda words: bare(words, *buttons)):
                await self._drafts.set_interrupted(draft)
                self._interrupted.add(interaction.user.id)
            elif saved:
                await self._drafts.delete_draft(draft)
            else:
                await self._drafts.set_answered(draft)
        else:
            await self._drafts.delete_draft(draft)


def _given_back(words: str, typed: discord.File) -> ui.LayoutView:
    """An error after which nothing can be kept: the file holds what was typed."""
    view = bare(words + " " + _("Here is what you typed."))
    view.add_item(ui.File[Any](typed))
    return view


HANDLERS: Handlers = {EditAgainId: edit_again}
