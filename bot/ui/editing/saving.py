"""How an editor's form is saved: what stands in the way is kept and asked about, one tap each."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any, ClassVar, Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.errors import LayerFullError, StaleEditError
from bot.events import FACTS_CHANGED, REVIEW_DECIDED
from bot.locale import _
from bot.show.edits import Change, Content, Item, Kind, nearest, said
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.spoilers import plain
from bot.store.edits import new_id, own_id
from bot.ui.editing import cards
from bot.ui.editing.access import (
    EditorControl,
    Keep,
    Target,
    about_button,
    answer,
    ask_to_open,
    desk_in,
    desk_of,
    finished_words,
    open_button,
    post,
    require_editor,
)
from bot.ui.editing.cards import Desk, a_thing_of, dialog
from bot.ui.editing.quota import DeleteHidden, full_words
from bot.ui.kit import phrases
from bot.ui.kit.forms import Form, again, form_of, keep
from bot.ui.kit.layout import bare, row

_TWINS = 8  # questions of nearly the same words whose answers are compared


async def save(
    interaction: Interaction,
    guild_id: int,
    target: Target,
    change: Change,
    reason: str,
    *,
    retry: Callable[[Item], Awaitable[int]] | None = None,
) -> None:
    """Save one thing that was decided by a tap or a reason alone, and say so.

    `retry` makes a draft of the reason where somebody else's save came first.
    """
    bot = interaction.client
    try:
        revision = await bot.store.edits.save(
            bot.show.id, guild_id, change, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason
        )
    except StaleEditError:
        words = _("Somebody changed it meanwhile, so nothing was saved. Look at its history and decide again.")
        buttons = [open_button("history", target, _("History"))]
        now = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        if retry is not None and now is not None:
            buttons.insert(0, again(await retry(now)))
        await answer(interaction, bare(words, row(*buttons)))
        return
    try:
        await answer(interaction, await saved_card(interaction, guild_id, target, revision))
    finally:  # it is saved, whatever becomes of the answer
        await log_change(bot, guild_id, target.kind, change.item_id, revision)


async def saved_card(interaction: Interaction, guild_id: int, target: Target, revision: int) -> ui.LayoutView:
    """What was saved, as it is now."""
    bot = interaction.client
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    assert item is not None, "it has just been saved"  # noqa: S101  says why it holds
    desk = await desk_of(interaction, target.through)
    title = {"retired": _("Hidden from this server"), "shipped": _("As the pack tells it again")}.get(
        item.now.state, _("Saved for this server")
    )
    version = _("version {revision}").format(revision=revision)
    if desk.sees(item.content.revealed_in):
        words = [*cards.body(item.content, desk), cards.small(item.content, desk, version)]
    else:
        thing = a_thing_of(target.kind, item.content.revealed_in, desk.first)
        words = [thing[:1].upper() + thing[1:] + " · " + version]
    # What they agreed to see was for the sake of this save: its history asks by itself.
    target = replace(target, through=PREMISE)
    buttons = [open_button("history", target, _("History")), *about_button(target)]
    return dialog(title, *words, controls=[row(*buttons)])


async def log_change(bot: FanBot, guild_id: int, kind: Kind, item_id: int, revision: int) -> None:
    """Tell whoever has to know: cards of reviews, and the server's log channel; story only as far as that goes."""
    bot.dispatch(FACTS_CHANGED, guild_id)
    versions = await bot.store.edits.history(guild_id, kind, item_id)
    now = next(each for each in versions if each.revision == revision)
    before = next((each for each in versions if each.revision == revision - 1), None)
    channel_id = (await bot.store.guilds.settings(guild_id)).log_channel
    if channel_id is None:
        return
    desk = await desk_in(bot, guild_id, channel_id)
    changed = _("{who} changed a fact.") if kind == "fact" else _("{who} changed a question.")
    lines = [changed.format(who=cards.who(now.edited_by))]
    if desk.sees(max(each.content.revealed_in for each in (now, before) if each is not None)):
        text = (
            cards.body(now.content, desk)[:1] if before is not None and before.content.text == now.content.text else []
        )
        # The heading of a history says the same as the first line here.
        lines += [*text, *cards.version_lines(now, before, desk)[1:]]
    else:
        lines.append("-# " + cards.when(discord.utils.utcnow()))
    view = bare("\n".join(lines), row(open_button("history", Target(kind, item_id), _("History"))))
    await post(bot, guild_id, channel_id, view)


class EditForm(Form):
    """The form of a fact or a question, new or known. `item` is 0 and `revision` 0 where it is new.

    `review` is what it answers in the queue, or 0.
    """

    kind: ClassVar[Kind]
    prefix: ClassVar[str]

    @classmethod
    def custom_id_of(cls, state: dict[str, str]) -> str:
        """As `template` reads it."""
        return ":".join((cls.prefix, state["item"], state["revision"], state["through"], state["review"], state["why"]))

    @classmethod
    async def edit(
        cls,
        interaction: Interaction,
        item: Item,
        through: Episode,
        review: int = 0,
        why: str = "",
        instead: dict[str, str] | None = None,
        yes: Callable[[Episode], ui.Item[Any]] | None = None,
    ) -> None:
        """Open it with today's values; `instead` is what stands in some fields instead.

        Asks first where those lie beyond what the editor has seen: `yes` makes the button that opens this form, where
        that does more than to edit.
        """
        desk, gate = await desk_of(interaction, through), cards.reach(item)
        if not desk.sees(gate):
            target = Target(cls.kind, item.id, gate)
            await answer(interaction, ask_to_open("edit", target, desk, yes and yes(gate)))
            return
        state = {
            "item": str(item.id),
            "revision": str(item.now.revision),
            "through": str(through.ordinal),
            "review": str(review),
            "why": plain(why, 40),
        }
        values = cls.values(item.content, await desk_of(interaction, through))
        await cls.reopen(interaction, state, values | (instead or {}))

    @classmethod
    async def add(cls, interaction: Interaction, through: Episode = PREMISE, review: int = 0, **values: str) -> None:
        """Open it for something new."""
        state = {"item": "0", "revision": "0", "through": str(through.ordinal), "review": str(review), "why": ""}
        await cls.reopen(interaction, state, values)

    @classmethod
    def values(cls, content: Content, desk: Desk) -> dict[str, str]:
        """What stands in its fields for this content, for an editor at this desk."""
        raise NotImplementedError

    @classmethod
    async def read(
        cls, bot: FanBot, values: dict[str, str], item: Item | None, known: Episode, suggested: Iterable[Source] = ()
    ) -> tuple[Content | None, list[str]]:
        """The content that was typed, and a sentence for each rule that it breaks, as far as is known through `known`.

        `suggested` are sources that may stand there by the names of their sites, as those of `item` may.
        """
        raise NotImplementedError

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Save it, or say what stands in the way."""
        await attempt(interaction, cls, state, values)


async def attempt(
    interaction: Interaction,
    form: type[EditForm],
    state: dict[str, str],
    values: dict[str, str],
    *,
    twin_is_fine: bool = False,
    slug: str = "",
) -> None:
    """Save what was typed unless a rule, a gate, a twin or somebody else's save stands in the way: then keep it and ask.

    What is new gets its id from `slug`, where there is one: pressed twice, it is saved once.
    """
    bot, guild_id = interaction.client, await require_editor(interaction)
    through = Episode.from_ordinal(int(state["through"]))
    desk = await desk_of(interaction, through)
    known = desk.scope.clear
    item_id = int(state["item"])
    item = await bot.store.edits.item(bot.show.id, guild_id, form.kind, item_id) if item_id else None

    async def kept(new_state: dict[str, str] | None = None) -> int:
        return await keep(interaction, form.custom_id_of(new_state or state), values)

    if item_id and item is None:
        words = _("What you edited is gone here, so nothing was saved. Edit again adds yours as new.")
        draft = await kept(state | {"item": "0", "revision": "0"})
        await answer(interaction, bare(words, row(again(draft))))
        return
    answered = await bot.store.reviews.review(guild_id, int(state["review"])) if int(state["review"]) else None
    suggested = [bot.show.sites.parse(answered.source)] if answered and answered.source else []
    content, problems = await form.read(bot, values, item, known, suggested)

    if content is None or problems or known < bot.show.last:
        draft = await kept()
        await answer(interaction, _not_yet(problems, draft, desk, bot.show))
        return
    if item is not None and content == item.content and not int(state["review"]):
        words = _("That is what it says already, so nothing was saved.")
        target = Target(form.kind, item.id)
        buttons = [open_button("edit", target, _("Edit")), *about_button(target)]
        await answer(interaction, bare(words, row(*buttons)))
        return
    if not twin_is_fine and (item is None or item.content.text != content.text):
        other = await _twin(bot, guild_id, content, known, item_id)
        if other is not None:
            draft = await kept()
            buttons = row(
                SaveDraft.button(f"ed1:twin:{draft}", _("Yes, save it too"), style=discord.ButtonStyle.primary),
                again(draft),
                open_button("edit", Target(form.kind, other.id), _("Edit that one")),
            )
            await answer(interaction, cards.twin_card(content, other, desk, [buttons]))
            return
    change = Change(
        item_id or (own_id(guild_id, form.kind, slug) if slug else new_id(guild_id, form.kind)),
        int(state["revision"]),
        content,
        "retired" if item is not None and item.now.state == "retired" else "live",
        "added" if item is None else "edited",
        None if item is None else item.now.author_id,
    )
    reason, review = values.get("why") or state["why"], int(state["review"])
    try:
        if review:
            decided = await bot.store.reviews.approve(
                bot.show.id, guild_id, review, change, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason
            )
            if decided is None:
                words = _(
                    "Somebody decided this one meanwhile, so nothing was saved. Edit again saves yours beside it."
                )
                draft = await kept(state | {"review": "0"})
                await answer(interaction, bare(words, row(again(draft))))
                return
            revision = decided
        else:
            revision = await bot.store.edits.save(
                bot.show.id, guild_id, change, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason
            )
    except LayerFullError:
        buttons = row(again(await kept()), DeleteHidden.of(form.kind))
        await answer(interaction, bare(full_words(form.kind, bot) + " " + _("Everything you typed is kept."), buttons))
        return
    except StaleEditError:
        now = await bot.store.edits.item(bot.show.id, guild_id, form.kind, change.item_id)
        assert now is not None, "somebody saved it"  # noqa: S101  says why it holds
        draft = await kept(state | {"item": str(change.item_id), "revision": str(now.now.revision)})
        buttons = row(
            SaveDraft.button(f"ed1:top:{draft}", _("Yes, put mine on top"), style=discord.ButtonStyle.primary),
            again(draft),
            Keep.button("ek1", _("Keep what is saved")),
        )
        await answer(interaction, cards.stale_card(now, content, desk, [buttons]))
        return
    target = Target(form.kind, change.item_id, through)
    try:
        await answer(interaction, await saved_card(interaction, guild_id, target, revision))
    finally:  # it is saved, whatever becomes of the answer
        await log_change(bot, guild_id, form.kind, change.item_id, revision)
        if review:
            bot.dispatch(REVIEW_DECIDED, guild_id, review)


async def _twin(bot: FanBot, guild_id: int, content: Content, known: Episode, item_id: int) -> Item | None:
    """What says nearly the same already; a question with another answer is another question."""
    texts = await bot.store.edits.texts(bot.show.id, guild_id, content.kind, known)
    passed = [item_id]
    for _try in range(_TWINS):
        near = nearest(content.text, texts, but=passed)
        if near is None:
            return None
        other = await bot.store.edits.item(bot.show.id, guild_id, content.kind, near[0])
        if other is not None and said(other.content)[1:] == said(content)[1:]:
            return other
        passed.append(near[0])
    return None


def _not_yet(problems: list[str], draft: int, desk: Desk, show: Show) -> ui.LayoutView:
    """What is wrong as far as the editor has watched; the rest is checked, and told, on their word only."""
    buttons: list[ui.Item[Any]] = []
    words = [f"- {problem}" for problem in problems]
    if desk.scope.clear < show.last:
        checked = _(
            "I checked it only against what you have seen. Checking it through {episode} may tell you more."
        ).format(episode=show.last)
        words.insert(0, finished_words(desk) + " " + checked)
        label = (_("Yes, check through {episode}") if problems else _("Yes, check through {episode} and save")).format(
            episode=show.last
        )
        buttons.append(SaveDraft.button(f"ed1:check:{draft}", label, style=discord.ButtonStyle.danger))
    words += ["", "-# " + _("Everything you typed is kept.")]  # the empty line ends the list
    return dialog(_("Not saved yet"), *words, controls=[row(again(draft), *buttons)])


class SaveDraft(EditorControl, template=r"ed1:(?P<do>check|twin|top):(?P<draft>\d+)"):
    """Saves what was kept, after the one question that stood in the way."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Try again with the answer."""
        bot = interaction.client
        draft = await bot.store.drafts.draft(interaction.user.id, int(self.state["draft"]))
        found = None if draft is None else form_of(draft.custom_id)
        if draft is None or found is None or not issubclass(found[0], EditForm):
            await answer(interaction, bare(phrases.draft_gone(bot)))
            return
        form, state = found[0], found[1]
        if self.state["do"] == "check":
            state = state | {"through": str(bot.show.last.ordinal)}
        await attempt(
            interaction, form, state, draft.values, twin_is_fine=self.state["do"] != "check", slug=str(draft.id)
        )
        # Saved, or kept again under another number.
        await bot.store.drafts.delete_draft(draft.id)


CONTROLS: Final = (SaveDraft,)
