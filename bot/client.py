"""FanBot, and FanTree where every error ends."""

import asyncio
import io
import logging
import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any, TypeAlias

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import failures
from bot.answering import Answering
from bot.caches.cards import MadeCards
from bot.caches.members import Members
from bot.caches.pictures import Drawing, Pictures
from bot.caches.pools import Pools
from bot.errors import BotError, OlderVersionError, StoppingError, StoreError, TooOftenError
from bot.limits import DRAFT, LOOKUP, Limit, Limits
from bot.locale import _
from bot.registration import register
from bot.show.episodes import Show
from bot.store import Store
from bot.store.database import has_saved
from bot.turns import Turns
from bot.ui.kit import phrases as sentences
from bot.ui.kit.controls import Form, begin, form_values
from bot.ui.kit.drafts import EditAgain, again
from bot.ui.kit.layout import bare, row
from bot.ui.story.controls import StoryCards
from bot.viewer import Viewer, viewer

log = logging.getLogger(__name__)

# It would warn at every start that packages for voice are missing, of which this bot has none.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

Interaction: TypeAlias = "discord.Interaction[FanBot]"


class FanTree(app_commands.CommandTree["FanBot"]):
    """The one end of every error: commands arrive here by themselves, controls forward theirs."""

    def __init__(self, client: "FanBot") -> None:
        super().__init__(client)
        # Refusals wait for one another: however many there are at once, everybody else is answered in between.
        self._refusing = asyncio.Semaphore(8)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Runs before every command and autocomplete: who asks too often is told when they may again."""
        begin(interaction)
        if interaction.type is discord.InteractionType.autocomplete:
            return not self.client.answering.is_ending
        command = interaction.command
        return not await self.refuse(interaction, command.extras.get(Limit, LOOKUP) if command else LOOKUP)

    async def refuse(self, interaction: discord.Interaction[Any], limit: Limit) -> bool:
        """Count one use of what has this limit; True, and answered, where it is one too many, or the bot stops."""
        ending = self.client.answering.is_ending
        refused = StoppingError(begun=False) if ending else self.client.refused(interaction, limit)
        if refused:
            await self.answer_error(interaction, refused)
        return refused is not None

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:
        """Tell the member one sentence; the log gets everything but story text, and an id to find it by."""
        await self.answer_error(interaction, error)

    async def answer_error(
        self,
        interaction: discord.Interaction[Any],
        error: Exception,
        view: Callable[[str], ui.LayoutView] = bare,
        **more: Any,
    ) -> bool:
        """The same with what else the answer needs: how the sentence is shown, and a file. False where nobody read any."""
        cause: Exception = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if failures.nobody_waits(cause):
            age = (discord.utils.utcnow() - interaction.created_at).total_seconds()
            log.warning("interaction %s was answered too late, after %.1f s", interaction.id, age)
            return failures.arrived(cause)
        words = self._words(interaction, cause)
        if interaction.type is discord.InteractionType.autocomplete:
            return False
        try:
            async with self._refusing if isinstance(cause, TooOftenError) else nullcontext():
                if interaction.response.is_done():
                    await interaction.followup.send(view=view(words), ephemeral=True, **more)
                else:
                    await interaction.response.send_message(view=view(words), ephemeral=True, **more)
        except Exception as failed:
            expected = isinstance(failed, failures.ERRORS)
            why = failures.reason(failed)
            log.warning("interaction %s took no answer: %s", interaction.id, why, exc_info=None if expected else failed)
            return failures.arrived(failed)
        return True

    def _words(self, interaction: discord.Interaction[Any], cause: Exception) -> str:
        """The sentence for an error; whatever is a mistake of ours goes into the log."""
        bot: FanBot = self.client
        if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            cause = OlderVersionError()
        if isinstance(cause, BotError) and (words := sentences.for_error(cause, bot)):
            return words
        if words := failures.words(cause):
            log.warning("interaction %s failed: %s", interaction.id, failures.reason(cause))
            return sentences.only_not_shown() if has_saved() else words
        error_id = secrets.token_hex(3)
        log.error("error %s in %s of interaction %s", error_id, _where(interaction), interaction.id, exc_info=cause)
        if has_saved() and not isinstance(cause, StoreError):
            return sentences.only_not_shown(error_id)
        return sentences.our_failure(error_id)


def _where(interaction: discord.Interaction[Any]) -> str:
    """Which command, control or form: of an id what stands before its state, which holds what was typed and how far they are."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    return str((interaction.data or {}).get("custom_id")).partition(":")[0]


def given_back(words: str, typed: discord.File) -> ui.LayoutView:
    """An error after which nothing can be kept: the file holds what was typed."""
    view = bare(words + " " + _("Here is what you typed."))
    view.add_item(ui.File[Any](typed))
    return view


class FanBot(commands.AutoShardedBot):
    """The bot. Whoever makes it owns the store and closes it; see `bot.__main__`."""

    tree: FanTree  # pyright: ignore[reportIncompatibleMethodOverride]  tree_cls makes it so

    def __init__(self, store: Store, show: Show, extensions: Sequence[str], *, dev_guild: int | None = None) -> None:
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=FanTree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            # The bot asks for no member list and reads no message: it keeps neither.
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.store = store
        self.show = show
        self._extension_names = extensions
        self._dev_guild = None if dev_guild is None else discord.Object(dev_guild)
        self._command_ids: dict[str, int] = {}
        # Whoever had something to be given back since the start, so that nobody else's command costs a look for it.
        self._interrupted: set[int] = set()
        self._templates: list[re.Pattern[str]] = []
        self.cards: dict[str, StoryCards] = {}
        self.forms: list[type[Form]] = []
        self.limits = Limits()
        self.made = MadeCards()
        self.answering = Answering()
        self.pools = Pools()
        self.members = Members()
        self._drawing = Drawing()
        self.pictures = Pictures(self._drawing)
        self.importing = Turns()

    async def setup_hook(self) -> None:
        """Load every extension (one that fails stops the start) and register the commands if they changed."""
        self.add_dynamic_items(EditAgain)
        self._interrupted = await self.store.drafts.interrupt()
        for name in self._extension_names:
            await self.load_extension(name)
        if self._dev_guild is not None:
            self.tree.copy_global_to(guild=self._dev_guild)
            self.tree.clear_commands(guild=None)
        self._command_ids = await register(self, self.store.commands, self._dev_guild)

    async def close(self) -> None:
        """End everything that runs, and whatever is being drawn."""
        self._drawing.stop()
        await super().close()

    async def drain(self, seconds: float) -> None:
        """Take nothing new, and give what is being answered `seconds`; whoever is not answered by then hears why."""
        self._drawing.stop()
        await self.answering.end(seconds, lambda each: self.tree.answer_error(each, StoppingError(begun=True)))

    def add_cards(self, *kinds: StoryCards) -> None:
        """Show these kinds of cards from now on."""
        self.cards.update((cards.kind, cards) for cards in kinds)

    def cards_of(self, kind: str) -> StoryCards:
        """The cards of a kind that stands in a `custom_id`.

        Raises:
            OlderVersionError: there is no such kind any more.
        """
        found = self.cards.get(kind)
        if found is None:
            raise OlderVersionError
        return found

    def add_dynamic_items(self, *items: type[ui.DynamicItem[ui.Item[Any]]]) -> None:
        """Answer these buttons and selects from now on."""
        super().add_dynamic_items(*items)
        self._templates += [item.__discord_ui_compiled_template__ for item in items]

    def add_forms(self, *forms: type[Form]) -> None:
        """Answer the submits of these forms from now on."""
        self.forms.extend(forms)

    def form(self, custom_id: str) -> tuple[type[Form], dict[str, str]] | None:
        """Which form this is, and the state in its `custom_id`."""
        found = ((form, form.template.fullmatch(custom_id)) for form in self.forms)
        return next(((form, match.groupdict()) for form, match in found if match), None)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer the submit of any form, and what an older version left; all else discord.py finds by itself."""
        begin(interaction)
        data: Any = interaction.data
        if interaction.type is discord.InteractionType.component:
            if not any(each.fullmatch(str(data["custom_id"])) for each in self._templates):
                await self.tree.answer_error(interaction, OlderVersionError())
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._on_submit(interaction, str(data["custom_id"]), form_values(data))

    async def _on_submit(self, interaction: Interaction, custom_id: str, values: dict[str, str]) -> None:
        try:
            found = self.form(custom_id)
            if found is None:
                raise OlderVersionError
            form, state = found
            refused = self.refused(interaction, form.limit)
            if refused and self.refused(interaction, DRAFT):
                raise refused
            # Before anything else: from here on neither an error nor a kill loses what was typed.
            draft = await self.store.drafts.add_draft(
                interaction.user.id, interaction.guild_id, custom_id, values, discord.utils.utcnow()
            )
        except BotError as error:
            # Nothing can be kept here, so it goes back to whoever typed it.
            typed = discord.File(io.BytesIO("\n\n".join(values.values()).encode()), "what-you-typed.txt")
            await self.tree.answer_error(interaction, error, lambda words: given_back(words, typed), file=typed)
            return
        interaction.extras["draft"] = draft
        try:
            if refused:
                raise refused  # noqa: TRY301  ends like everything that a form refuses
            await form.submit(interaction, state, values)
        except Exception as error:  # noqa: BLE001  every error ends in one place
            saved = has_saved() and not isinstance(error, BotError)
            buttons = [] if saved else [row(again(draft))]
            if not await self.tree.answer_error(interaction, error, lambda words: bare(words, *buttons)):
                await self.store.drafts.set_interrupted(draft)
                self._interrupted.add(interaction.user.id)
            elif saved:
                await self.store.drafts.delete_draft(draft)
            else:
                await self.store.drafts.set_answered(draft)
        else:
            await self.store.drafts.delete_draft(draft)

    async def on_app_command_completion(self, interaction: Interaction, _command: object) -> None:
        """Give back what was interrupted, at its author's next command in the same server."""
        if interaction.user.id not in self._interrupted:
            return
        for draft in await self.store.drafts.interrupted(interaction.user.id, interaction.guild_id):
            words = _(
                "I was interrupted {when} before I could tell you that I saved what you typed. It is kept."
            ).format(when=discord.utils.format_dt(draft.created_at, "R"))
            try:
                await interaction.followup.send(view=bare(words, row(again(draft.id))), ephemeral=True)
            except failures.ERRORS as failed:
                log.warning("interaction %s took no further answer: %s", interaction.id, failures.reason(failed))
                return
            await self.store.drafts.set_answered(draft.id)

    async def on_ready(self) -> None:
        """Say so in the log; may happen again after a reconnect."""
        count = len(self.guilds)
        log.info("ready: %s in %d %s", self.user, count, "server" if count == 1 else "servers")

    def mention(self, command: str) -> str:
        """The command as Discord makes it clickable, such as "progress set"."""
        command_id = self._command_ids.get(command.partition(" ")[0])
        return f"`/{command}`" if command_id is None else f"</{command}:{command_id}>"

    def refused(self, interaction: "discord.Interaction[Any]", limit: Limit) -> TooOftenError | None:
        """Count one use of what has this limit; an error where it is one too many, and not to be done."""
        return self.limits.use(limit, interaction.user.id, interaction.guild_id, discord.utils.utcnow())

    @property
    def invite(self) -> str:
        """The address that adds the bot to a server, with what it needs there."""
        needed = discord.Permissions(
            view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True, attach_files=True,
            read_message_history=True,
        )  # fmt: skip
        return discord.utils.oauth_url(
            self.application_id or 0, permissions=needed, scopes=("bot", "applications.commands")
        )

    async def viewer(self, interaction: Interaction) -> Viewer:
        """Who is looking."""
        found = await viewer(interaction, self.store, self.show)
        interaction.extras[Viewer] = found
        return found

    async def has_news(self, interaction: Interaction) -> bool:
        """Whether something of theirs was decided and they have not heard of it; mostly known since they were answered."""
        found = interaction.extras.get(Viewer) or await self.viewer(interaction)
        return found.has_news
