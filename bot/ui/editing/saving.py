"""How editors' changes are saved: what stands in the way is kept and asked about, one tap each."""

from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.errors import LayerFullError, StaleEditError
from bot.events import FACTS_CHANGED, REVIEW_DECIDED
from bot.language import speaking
from bot.locale import _
from bot.show.edits import Change, Content, Item, Kind, Version, nearest, said
from bot.store.edits import new_id, own_id
from bot.ui.editing import cards
from bot.ui.editing.access import desk_in, desk_of, post, require_editor
from bot.ui.editing.desk import Desk
from bot.ui.editing.forms import EDIT_FORMS, open_form
from bot.ui.editing.ids import EditFormId, SaveDraftId, Target
from bot.ui.editing.outcomes import Decided, Full, Gone, Outcome, Refused, Saved, Stale, Twin, Unchanged
from bot.ui.editing.saving_cards import not_saved_card, saved_card, unchanged_reply
from bot.ui.editing.words import when, who
from bot.ui.kit import phrases
from bot.ui.kit.drafts import keep
from bot.ui.kit.forms import FormHandlers, FormTable, Values
from bot.ui.kit.ids import IdReader
from bot.ui.kit.layout import bare, row, small
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply, say

_TWINS: Final = 8  # questions of nearly the same words whose answers are compared

_FORMS: Final = IdReader[EditFormId](EDIT_FORMS)


# ------------------------------------------------------------------------------------------------------- forms


async def submit(
    interaction: Interaction, form: EditFormId, values: Values, *, twin_is_fine: bool = False, slug: str = ""
) -> None:
    """Save what was typed, or say what stands in the way and keep it."""
    bot, guild_id = interaction.client, await require_editor(interaction)
    desk = await desk_of(interaction, form.through)
    outcome = await save_form(interaction, guild_id, form, values, desk, twin_is_fine=twin_is_fine, slug=slug)
    match outcome:
        case Saved():
            try:
                await _show_saved(interaction, guild_id, outcome, form.review)
            finally:  # it is saved, whatever becomes of the answer
                await log_change(bot, guild_id, outcome)
                if form.review:
                    bot.dispatch(REVIEW_DECIDED, guild_id, form.review)
        case Unchanged():
            await reply(interaction, unchanged_reply(outcome.target))
        case _:
            draft = await keep(interaction, outcome.form, values)
            await reply(interaction, not_saved_card(outcome, draft, desk, bot))


async def save_form(
    interaction: Interaction,
    guild_id: int,
    form: EditFormId,
    values: Values,
    desk: Desk,
    *,
    twin_is_fine: bool = False,
    slug: str = "",
) -> Outcome:
    """Save what was typed unless a rule, a gate, a twin or somebody else's save stands in the way.

    What is new gets its id from `slug`, where there is one: pressed twice, it is saved once.
    """
    bot, kind = interaction.client, form.content_kind
    item = await bot.store.edits.item(bot.show.id, guild_id, kind, form.item) if form.item else None
    if form.item and item is None:
        return Gone(replace(form, item=0, revision=0))
    answered = await bot.store.reviews.review(guild_id, form.review) if form.review else None
    suggested = [bot.show.sites.parse(answered.source)] if answered and answered.source else []
    typed = await EDIT_FORMS[type(form)].read(bot, values, item, desk, suggested)
    content = typed.content
    if content is None or typed.problems or not desk.sees(bot.show.last):
        return Refused(form, typed.problems)
    if item is not None and content == item.content and not form.review:
        return Unchanged(Target(kind, item.id))
    if not twin_is_fine and (item is None or item.content.text != content.text):
        other = await _twin(bot, guild_id, content, desk, form.item)
        if other is not None:
            return Twin(form, content, other)
    change = Change(
        form.item or (own_id(guild_id, kind, slug) if slug else new_id(guild_id, kind)),
        form.revision,
        content,
        "retired" if item is not None and item.now.state == "retired" else "live",
        "added" if item is None else "edited",
        None if item is None else item.now.author_id,
    )
    return await _written(interaction, guild_id, form, change, values.get("why") or form.why)


async def _written(interaction: Interaction, guild_id: int, form: EditFormId, change: Change, reason: str) -> Outcome:
    """Save it, unless somebody was faster or there is no room."""
    bot, content = interaction.client, change.content
    try:
        revision = await _save(interaction, guild_id, change, reason, form.review)
    except LayerFullError:
        return Full(form, content.kind)
    except StaleEditError:
        now = await bot.store.edits.item(bot.show.id, guild_id, content.kind, change.item_id)
        assert now is not None, "somebody saved it"  # noqa: S101  says why it holds
        return Stale(replace(form, item=change.item_id, revision=now.now.revision), content, now)
    if revision is None:
        return Decided(replace(form, review=0))
    return Saved(Target(content.kind, change.item_id, form.through), revision)


async def _save(interaction: Interaction, guild_id: int, change: Change, reason: str, review: int = 0) -> int | None:
    """Save it, and approve with it what it answers in the queue; None where that was decided already."""
    store, show_id = interaction.client.store, interaction.client.show.id
    by, at = interaction.user.id, discord.utils.utcnow()
    if review:
        return await store.reviews.approve(show_id, guild_id, review, change, by=by, at=at, reason=reason)
    return await store.edits.save(show_id, guild_id, change, by=by, at=at, reason=reason)


async def _twin(bot: FanBot, guild_id: int, content: Content, desk: Desk, item_id: int) -> Item | None:
    """What says nearly the same already; a question with another answer is another question."""
    texts = await bot.store.edits.texts(bot.show.id, guild_id, content.kind, desk.scope.clear)
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


async def save_draft(interaction: Interaction, pressed: SaveDraftId) -> None:
    """Try again with what was kept, after the one question that stood in the way."""
    await require_editor(interaction)
    bot = interaction.client
    draft = await bot.store.drafts.draft(interaction.user.id, pressed.draft)
    form = None if draft is None else _FORMS.read(draft.custom_id)
    if draft is None or form is None:
        await say(interaction, phrases.draft_gone(bot))
        return
    check = pressed.do == "check"
    form = replace(form, through=bot.show.last) if check else form
    await submit(interaction, form, draft.values, twin_is_fine=not check, slug=str(draft.id))
    # Saved, or kept again under another number.
    await bot.store.drafts.delete_draft(draft.id)


# ------------------------------------------------------------------------------------------------- other changes


async def save_change(interaction: Interaction, guild_id: int, target: Target, change: Change, reason: str) -> bool:
    """Save what was decided by a tap or a reason alone, and say so; False where somebody else's save came first."""
    try:
        revision = await _save(interaction, guild_id, change, reason)
    except StaleEditError:
        return False
    assert revision is not None, "it answers nothing in the queue"  # noqa: S101  says why it holds
    saved = Saved(target, revision)
    try:
        await _show_saved(interaction, guild_id, saved)
    finally:  # it is saved, whatever becomes of the answer
        await log_change(interaction.client, guild_id, saved)
    return True


async def say_stale(
    interaction: Interaction, target: Target, *retry: "discord.ui.Button[discord.ui.LayoutView]"
) -> None:
    """Say that somebody else's save came first; `retry` opens again what was typed."""
    words = _("Somebody changed it meanwhile, so nothing was saved. Look at its history and decide again.")
    await say(interaction, words, row(*retry, cards.open_button("history", target, _("History"))))


async def _show_saved(interaction: Interaction, guild_id: int, saved: Saved, review: int = 0) -> None:
    bot, target = interaction.client, saved.target
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    assert item is not None, "it has just been saved"  # noqa: S101  says why it holds
    desk = await desk_of(interaction, target.through)
    more = bool(review and await bot.store.reviews.waiting(bot.show.id, guild_id))
    onward = [cards.next_button(review)] if more else []
    await reply(interaction, saved_card(item, target, saved.revision, desk, *onward))


async def log_change(bot: FanBot, guild_id: int, saved: Saved) -> None:
    """Tell whoever has to know: cards of reviews, and the server's log channel; story only as far as that goes."""
    bot.dispatch(FACTS_CHANGED, guild_id)
    kind, item_id = saved.target.kind, saved.target.item
    versions = {each.revision: each for each in await bot.store.edits.history(guild_id, kind, item_id)}
    now, before = versions[saved.revision], versions.get(saved.revision - 1)
    channel_id = (await bot.store.guilds.settings(guild_id)).log_channel
    if channel_id is None:
        return
    with speaking(await bot.server_language(guild_id)):
        view = _logged(saved, now, before, await desk_in(bot, guild_id, channel_id))
    await post(bot, guild_id, channel_id, view)


def _logged(saved: Saved, now: Version, before: Version | None, desk: Desk) -> ui.LayoutView:
    """What the log says of a change."""
    kind, item_id = saved.target.kind, saved.target.item
    lines = [_changed_words(kind, is_new=before is None).format(who=who(now.edited_by))]
    if desk.sees(max(each.content.revealed_in for each in (now, before) if each is not None)):
        if before is not None and before.content.text == now.content.text:
            lines += cards.body(now.content, desk)[:1]
        # The heading of a history, and that it was added, are said in the first line here.
        lines += cards.version_lines(now, before, desk)[2 if now.action == "added" else 1 :]
    else:
        lines.append(small(when(discord.utils.utcnow())))
    history = cards.open_button("history", Target(kind, item_id), _("History"))
    return bare("\n".join(lines), row(history))


def _changed_words(kind: Kind, *, is_new: bool) -> str:
    if is_new:
        return _("{who} added a fact.") if kind == "fact" else _("{who} added a question.")
    return _("{who} changed a fact.") if kind == "fact" else _("{who} changed a question.")


HANDLERS: Final[Handlers] = {SaveDraftId: save_draft}
FORM_HANDLERS: Final[FormTable] = dict.fromkeys(EDIT_FORMS, FormHandlers(open_form, submit))
