"""How editors change a fact or a question: forms, what is asked before a save, saving, history and undo."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

import discord
from discord import ui

from bot.errors import NotAnEditorError, StaleEditError
from bot.locale import _
from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent, State, nearest
from bot.show.episodes import PREMISE, Episode, Scope, Show
from bot.show.models import DIFFICULTIES, TOPICS, Source
from bot.show.names import Person, find, sure
from bot.show.rules import LIMITS, Broken, broken_rules, broken_source, options_differ
from bot.show.spoilers import Spoiler, escape, plain
from bot.store.edits import Change, new_id
from bot.ui import edit_cards as cards
from bot.ui.base import Control, Form
from bot.ui.edit_cards import VERSIONS, Desk, a_thing_of, dialog
from bot.ui.kit import bare, option, row
from bot.ui.pickers import chosen_gate, gate_options
from bot.viewer import is_editor

if TYPE_CHECKING:
    from bot.client import FanBot, Interaction

log = logging.getLogger(__name__)

# Which fact or question, and how far its editor agreed to see for its sake (0: no further than they have watched).
_TARGET: Final = r"(?P<kind>fact|question):(?P<item>\d+):(?P<through>\d+)"


@dataclass(frozen=True, slots=True)
class Target:
    """What a control of editors is about."""

    kind: Kind
    item: int
    through: Episode = PREMISE

    @property
    def custom_id(self) -> str:
        """As `_TARGET` reads it."""
        return f"{self.kind}:{self.item}:{self.through.ordinal}"

    @classmethod
    def of(cls, state: dict[str, str]) -> "Target":
        """From what `_TARGET` read."""
        kind: Kind = "fact" if state["kind"] == "fact" else "question"
        return cls(kind, int(state["item"]), Episode.from_ordinal(int(state["through"])))


async def require_editor(interaction: "discord.Interaction[Any]") -> int:
    """The server that whoever asks may edit in.

    Raises:
        NotAnEditorError: they may not.
    """
    guild_id = interaction.guild_id
    if guild_id is None or not is_editor(interaction, await interaction.client.store.guilds.settings(guild_id)):
        raise NotAnEditorError
    return guild_id


async def desk_of(interaction: "Interaction", through: Episode = PREMISE) -> Desk:
    """How far an editor sees: what they finished, and what they agreed to see."""
    bot = interaction.client
    known = max((await bot.viewer(interaction)).finished, min(through, bot.show.last))
    return Desk(Scope.through(known), bot.show.episodes[0], await bot.store.facts.subjects(bot.show.id, known))


async def answer(interaction: "Interaction", view: ui.LayoutView) -> None:
    """In the place of the editor's own private reply where there is one, else as a new private reply."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


class EditorControl(Control, template=r"(?!)"):
    """A control that only editors may press."""

    async def press(self, interaction: "Interaction") -> None:
        """Check that, then `act`."""
        await self.act(interaction, await require_editor(interaction))

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Answer the editor who pressed."""
        raise NotImplementedError


class Keep(EditorControl, template=r"ek1"):
    """The way out of every question to an editor."""

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Say that nothing happened."""
        await answer(interaction, bare(_("Nothing was changed.")))


# -------------------------------------------------------------------------------------------------- opening


async def open_item(interaction: "Interaction", guild_id: int, what: str, target: Target, why: str = "") -> None:
    """Open the form, the history or the question that was asked for; ask first where it lies beyond what they have seen."""
    bot = interaction.client
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    if item is None:
        await answer(interaction, bare(no_such(target.kind)))
        return
    desk = await desk_of(interaction, target.through)
    gate = cards.reach(item)
    if what == "history":
        versions = await bot.store.edits.history(guild_id, target.kind, target.item)
        gate = max((gate, *(version.content.revealed_in for version in versions)))
    if not desk.sees(gate):
        await answer(interaction, _ask_to_open(what, replace(target, through=gate), desk))
        return
    match what:
        case "history":
            await answer(interaction, await _history(interaction, guild_id, item, target, 1))
        case "edit" if item.changed_below:
            await answer(interaction, _below(item, target, desk))
        case "edit":
            await FORMS_OF[target.kind].edit(interaction, item, target.through, why=why)
        case _:
            await StateForm.reopen(interaction, {"do": what, **_state(target), "revision": str(item.now.revision)}, {})


def no_such(kind: Kind) -> str:
    """The same for what never was and what an id does not name here."""
    if kind == "fact":
        return _("I know no such fact here. Pick one from the list.")
    return _("I know no such question here. Pick one from the list.")


def _state(target: Target) -> dict[str, str]:
    return {"kind": target.kind, "item": str(target.item), "through": str(target.through.ordinal)}


def _ask_to_open(what: str, target: Target, desk: Desk) -> ui.LayoutView:
    gate = target.through
    thing = a_thing_of(target.kind, gate, desk.first)
    return dialog(
        _("Open {thing}?").format(thing=thing),
        finished_words(desk) + " " + _("You will see what it tells. Your progress stays where it is."),
        controls=[
            row(
                OpenItem.button(f"eo1:{what}:{target.custom_id}", _("Yes, open it"), style=discord.ButtonStyle.danger),
                Keep.button("ek1", _("Not now")),
            )
        ],
        caution=True,
    )


def finished_words(desk: Desk) -> str:
    """How far the editor is."""
    if desk.scope.clear == PREMISE:
        return _("You have not finished any episode, or have not told me.")
    return _("You finished {episode}.").format(episode=desk.scope.clear)


class OpenItem(EditorControl, template=rf"eo1:(?P<what>edit|history|retire|restore):{_TARGET}"):
    """Edit, History, Hide, Show again; and the Yes before any of them."""

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Open it."""
        await open_item(interaction, guild_id, self.state["what"], Target.of(self.state))


def _below(item: Item, target: Target, desk: Desk) -> ui.LayoutView:
    """Before the form: the pack changed under this server's version."""
    at = f"{target.custom_id}:{item.now.revision}"
    buttons = [Below.button(f"eb1:edit:{at}", _("Edit"), style=discord.ButtonStyle.primary)]
    if item.shipped is not None:
        buttons.append(Below.button(f"eb1:pack:{at}", _("Yes, take the pack's")))
    buttons.append(Below.button(f"eb1:ours:{at}", _("Yes, keep ours")))
    return dialog(
        _("The pack changed below"),
        _("A new version of the pack changed what this server's version lies over."),
        *cards.changed_below(item, desk),
        controls=[row(*buttons)],
    )


class Below(EditorControl, template=rf"eb1:(?P<do>edit|pack|ours):{_TARGET}:(?P<revision>\d+)"):
    """What to do where the pack changed under an edit."""

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Open the form, or settle it in one tap."""
        bot, target = interaction.client, Target.of(self.state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        if item is None or (self.state["do"] == "pack" and item.shipped is None):
            await answer(interaction, bare(no_such(target.kind)))
        elif self.state["do"] == "edit":
            await FORMS_OF[target.kind].edit(interaction, item, target.through)
        else:
            mine = item.shipped if self.state["do"] == "pack" and item.shipped else item.content
            state: State = "live" if self.state["do"] == "pack" else item.now.state
            change = Change(item.id, int(self.state["revision"]), mine, state, "edited", item.now.author_id)
            reason = _("Took the pack's") if self.state["do"] == "pack" else _("Kept over the pack's change")
            await save(interaction, guild_id, target, change, reason)


# -------------------------------------------------------------------------------------------------- saving


async def save(interaction: "Interaction", guild_id: int, target: Target, change: Change, reason: str) -> None:
    """Save one thing that was decided by a tap or a reason alone, and say so."""
    bot = interaction.client
    try:
        revision = await bot.store.edits.save(
            bot.show.id, guild_id, change, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason
        )
    except StaleEditError:
        words = _("Somebody changed it meanwhile, so nothing was saved. Look at its history and decide again.")
        await answer(interaction, bare(words, row(_open_button("history", target, _("History")))))
        return
    await answer(interaction, await saved_card(interaction, guild_id, target, revision))
    await log_change(bot, guild_id, target.kind, change.item_id, revision)


def _open_button(what: str, target: Target, label: str) -> ui.Item[Any]:
    return OpenItem.button(f"eo1:{what}:{target.custom_id}", label)


async def saved_card(interaction: "Interaction", guild_id: int, target: Target, revision: int) -> ui.LayoutView:
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
    return dialog(title, *words, controls=[row(_open_button("history", target, _("History")))])


async def log_change(bot: "FanBot", guild_id: int, kind: Kind, item_id: int, revision: int) -> None:
    """One entry in the server's log channel; story only where that channel's ceiling allows all of it."""
    versions = await bot.store.edits.history(guild_id, kind, item_id)
    now = next(each for each in versions if each.revision == revision)
    before = next((each for each in versions if each.revision == revision - 1), None)
    channel_id = (await bot.store.guilds.settings(guild_id)).log_channel
    if channel_id is None:
        return
    ceiling = await ceiling_of(bot, guild_id, channel_id)
    desk = Desk(Scope.through(ceiling), bot.show.episodes[0], await bot.store.facts.subjects(bot.show.id, ceiling))
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
    view = bare("\n".join(lines), row(_open_button("history", Target(kind, item_id), _("History"))))
    await post(bot, guild_id, channel_id, view)


async def ceiling_of(bot: "FanBot", guild_id: int, channel_id: int) -> Episode:
    """How far a channel goes."""
    channel = bot.get_channel(channel_id)
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    found = await bot.store.viewers.viewer(bot.show.id, 0, guild_id, channel_id, parent)
    place = found.place_ceiling if found.place_ceiling is not None else found.guild_ceiling
    return PREMISE if place is None else min(place, bot.show.last)


async def post(bot: "FanBot", guild_id: int, channel_id: int, view: ui.LayoutView) -> discord.Message | None:
    """Post into a channel that moderators chose; what has become of it is theirs to notice, and nothing of ours to fail."""
    try:
        return await bot.get_partial_messageable(channel_id, guild_id=guild_id).send(view=view, silent=True)
    except discord.HTTPException as error:
        log.warning("channel %s of server %s takes no message: %s", channel_id, guild_id, error.code)
        return None


# --------------------------------------------------------------------------------------------------- forms


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
        interaction: "Interaction",
        item: Item,
        through: Episode,
        review: int = 0,
        why: str = "",
        instead: dict[str, str] | None = None,
    ) -> None:
        """Open it with today's values; `instead` is what stands in some fields instead."""
        state = {
            "item": str(item.id),
            "revision": str(item.now.revision),
            "through": str(through.ordinal),
            "review": str(review),
            "why": plain(why, 40),
        }
        await cls.reopen(interaction, state, cls.values(item.content) | (instead or {}))

    @classmethod
    async def add(cls, interaction: "Interaction", through: Episode = PREMISE, review: int = 0, **values: str) -> None:
        """Open it for something new."""
        state = {"item": "0", "revision": "0", "through": str(through.ordinal), "review": str(review), "why": ""}
        await cls.reopen(interaction, state, values)

    @classmethod
    def values(cls, content: Content) -> dict[str, str]:
        """What stands in its fields for this content."""
        raise NotImplementedError

    @classmethod
    async def read(
        cls, bot: "FanBot", values: dict[str, str], item: Item | None, known: Episode
    ) -> tuple[Content | None, list[str]]:
        """The content that was typed, and a sentence for each rule that it breaks, as far as is known through `known`."""
        raise NotImplementedError

    @classmethod
    async def submit(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """Save it, or say what stands in the way."""
        await attempt(interaction, cls, state, values)


async def attempt(
    interaction: "Interaction",
    form: type[EditForm],
    state: dict[str, str],
    values: dict[str, str],
    *,
    twin_is_fine: bool = False,
) -> None:
    """Save what was typed unless a rule, a gate, a twin or somebody else's save stands in the way: then keep it and ask."""
    bot, guild_id = interaction.client, await require_editor(interaction)
    through = Episode.from_ordinal(int(state["through"]))
    desk = await desk_of(interaction, through)
    known = desk.scope.clear
    item_id = int(state["item"])
    item = await bot.store.edits.item(bot.show.id, guild_id, form.kind, item_id) if item_id else None
    if item_id and item is None:
        await answer(interaction, bare(no_such(form.kind)))
        return
    content, problems = await form.read(bot, values, item, known)

    async def kept(new_state: dict[str, str] | None = None) -> int:
        custom_id = form.custom_id_of(new_state or state)
        return await bot.store.reviews.add_draft(interaction.user.id, custom_id, values, discord.utils.utcnow())

    if content is None or problems or known < bot.show.last:
        draft = await kept()
        await answer(interaction, _not_yet(problems, draft, desk, bot.show))
        return
    if item is not None and content == item.content and not int(state["review"]):
        await answer(interaction, bare(_("That is what it says already, so nothing was saved.")))
        return
    if not twin_is_fine and (item is None or item.content.text != content.text):
        texts = await bot.store.edits.texts(bot.show.id, guild_id, form.kind, known)
        near = nearest(content.text, texts, but=[item_id])
        other = await bot.store.edits.item(bot.show.id, guild_id, form.kind, near[0]) if near else None
        if other is not None:
            draft = await kept()
            buttons = row(
                SaveDraft.button(f"ed1:twin:{draft}", _("Yes, save it too"), style=discord.ButtonStyle.primary),
                again(draft),
                _open_button("edit", Target(form.kind, other.id, through), _("Edit that one")),
            )
            await answer(interaction, cards.twin_card(content, other, desk, [buttons]))
            return
    change = Change(
        item_id or new_id(guild_id, form.kind),
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
                await answer(interaction, bare(_("Somebody decided this one meanwhile, so nothing was saved.")))
                return
            revision = decided
        else:
            revision = await bot.store.edits.save(
                bot.show.id, guild_id, change, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason
            )
    except StaleEditError:
        now = await bot.store.edits.item(bot.show.id, guild_id, form.kind, item_id)
        assert now is not None, "somebody saved it"  # noqa: S101  says why it holds
        draft = await kept(state | {"revision": str(now.now.revision)})
        buttons = row(
            SaveDraft.button(f"ed1:top:{draft}", _("Yes, put mine on top"), style=discord.ButtonStyle.primary),
            again(draft),
            Keep.button("ek1", _("Keep what is saved")),
        )
        await answer(interaction, cards.stale_card(now, content, desk, [buttons]))
        return
    await bot.store.reviews.clear_drafts(interaction.user.id, form.custom_id_of(state))
    target = Target(form.kind, change.item_id, through)
    await answer(interaction, await saved_card(interaction, guild_id, target, revision))
    await log_change(bot, guild_id, form.kind, change.item_id, revision)
    if review:
        bot.dispatch("review_decided", guild_id, review)


def again(draft: int) -> ui.Item[Any]:
    """Opens the form once more, with everything that was typed; `bot.client.EditAgain` answers it."""
    return ui.Button(custom_id=f"d1:again:{draft}", label=_("Edit again"))


def _not_yet(problems: list[str], draft: int, desk: Desk, show: Show) -> ui.LayoutView:
    """What is wrong as far as the editor has watched; the rest is checked, and told, on their word only."""
    buttons: list[ui.Item[Any]] = []
    words = [f"- {problem}" for problem in problems]
    if desk.scope.clear < show.last:
        checked = _(
            "I checked it only against what you have seen. Checking it against every episode may tell you more."
        )
        words.insert(0, finished_words(desk) + " " + checked)
        label = _("Yes, check against everything") if problems else _("Yes, check it and save")
        buttons.append(SaveDraft.button(f"ed1:check:{draft}", label, style=discord.ButtonStyle.danger))
    words.append("-# " + _("Everything you typed is kept."))
    return dialog(_("Not saved yet"), *words, controls=[row(again(draft), *buttons)])


class SaveDraft(EditorControl, template=r"ed1:(?P<do>check|twin|top):(?P<draft>\d+)"):
    """Saves what was kept, after the one question that stood in the way."""

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Try again with the answer."""
        bot = interaction.client
        draft = await bot.store.reviews.draft(interaction.user.id, int(self.state["draft"]))
        found = None if draft is None else bot.form(draft.custom_id)
        if draft is None or found is None or not issubclass(found[0], EditForm):
            await answer(interaction, bare(_("This draft is gone: it was saved meanwhile.")))
            return
        form, state = found[0], found[1]
        if self.state["do"] == "check":
            await bot.store.reviews.clear_drafts(interaction.user.id, draft.custom_id)
            state = state | {"through": str(bot.show.last.ordinal)}
        await attempt(interaction, form, state, draft.values, twin_is_fine=self.state["do"] != "check")


def add_episode(form: Form, show: Show, value: str) -> None:
    """The field that asks from when on something is safe."""
    form.add_select(
        "revealed_in",
        _("Safe for whoever finished"),
        gate_options(show),
        value=value,
        hint=_("When unsure, choose the later episode"),
    )


def add_topic(form: Form, value: str) -> None:
    """The field that asks what kind of fact it is."""
    form.add_select("topic", _("Topic"), [option(cards.topic_words(each), each) for each in TOPICS], value=value)


def _sources(typed: str, kept: Sequence[Source]) -> tuple[tuple[Source, ...], list[Broken]]:
    """One source a line; those that stood there before keep the name that their site has."""
    lines = [plain(each) for each in typed.splitlines() if plain(each)]
    known = {source.address or source.site: source for source in kept}
    if not lines:
        return (), [Broken("blank", "source")]
    broken = {source: list(broken_source(source)) for source in lines}
    sources = (known.get(each) or (Source(each, None) if broken[each] else Source.parse(each, {})) for each in lines)
    return tuple(dict.fromkeys(sources)), [each for found in broken.values() for each in found]


def _sources_text(sources: Sequence[Source]) -> str:
    return "\n".join(source.address or source.site for source in sources)


async def subjects_meant(bot: "FanBot", typed: str, known: Episode) -> tuple[list[int], list[str]]:
    """Whom and what a list of names means, as far as is known through `known`, and the names that mean nobody."""
    subjects = await bot.store.facts.subjects(bot.show.id, known)
    scope = Scope.through(known)
    exact = {name.label(scope).casefold(): subject for subject, name in subjects.items()}
    people: list[Person] | None = None
    found: list[int] = []
    unknown: list[str] = []
    for name in filter(None, (plain(each) for each in re.split(r"[,;\n]", typed))):
        subject = exact.get(name.casefold())
        if subject is None:
            if people is None:
                people = await people_known(bot, known)
            meant = sure(find(name, people))
            subject = None if meant is None else meant.id
        if subject is None:
            unknown.append(name)
        elif subject not in found:
            found.append(subject)
    return found, unknown


async def people_known(bot: "FanBot", known: Episode) -> list[Person]:
    """Everybody whom somebody knows who finished `known`, as the matcher of names wants them."""
    scope = Scope.through(known)
    return [
        Person(
            each.character.id,
            each.character.name.label(scope),
            tuple(spelling.label(scope) for spelling in each.spellings),
        )
        for each in await bot.store.facts.characters(bot.show.id, scope)
    ]


class FactForm(EditForm):
    """A fact."""

    kind = "fact"
    prefix = "fe1"
    template = re.compile(
        r"fe1:(?P<item>\d+):(?P<revision>\d+):(?P<through>\d+):(?P<review>\d+):(?P<why>.*)", re.DOTALL
    )

    @classmethod
    async def reopen(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """Five fields, today's values or what was typed before filled in."""
        new = state["item"] == "0"
        form = cls(cls.custom_id_of(state), _("Add a fact") if new else _("Edit a fact"))
        form.add_text(
            "text", _("Fact"), longest=LIMITS["fact"], long=True, value=values.get("text", ""),
            hint=_("One sentence, {limit} characters at most, own words").format(limit=LIMITS["fact"]),
        )  # fmt: skip
        add_episode(form, interaction.client.show, values.get("revealed_in", ""))
        add_topic(form, values.get("topic", ""))
        form.add_text(
            "sources", _("Source"), longest=1000, long=True, value=values.get("sources", ""),
            hint=_("A web address or the name of a book or video, one a line"),
        )  # fmt: skip
        if new:
            form.add_text(
                "about", _("About"), longest=200, value=values.get("about", ""),
                hint=_("Names, the most important first: Nam On-jo, Lee Su-hyeok"),
            )  # fmt: skip
        else:
            form.add_text(
                "why", _("Why this change"), longest=200, value=values.get("why", ""), needed=False,
                hint=_("Seen in the history"),
            )  # fmt: skip
        await form.show(interaction)

    @classmethod
    def values(cls, content: Content) -> dict[str, str]:
        """What stands in its fields for this content."""
        return {
            "text": content.text.reveal(),
            "revealed_in": str(content.revealed_in.ordinal),
            "topic": content.topic,
            "sources": _sources_text(content.sources),
        }

    @classmethod
    async def read(
        cls, bot: "FanBot", values: dict[str, str], item: Item | None, known: Episode
    ) -> tuple[Content | None, list[str]]:
        """The fact that was typed, and what is wrong with it."""
        gate, topic = chosen_gate(bot.show, values), values.get("topic", "")
        if gate is None or topic not in TOPICS:
            return None, [_("Choose an episode and a topic.")]
        sources, broken = _sources(values["sources"], item.content.sources if item else ())
        text = plain(values["text"])
        broken[:0] = broken_rules(text, "fact", gate, await bot.store.facts.names(bot.show.id, known))
        subjects = await bot.store.facts.subjects(bot.show.id, known)
        unknown: list[str] = []
        if item is not None and isinstance(item.content, FactContent):
            about = item.content.about
        else:
            meant, unknown = await subjects_meant(bot, values.get("about", ""), known)
            about = tuple(meant)
        broken += early_subjects(about, subjects, gate)
        problems = [cards.broken_words(each, gate) for each in broken]
        problems += [unknown_words(name, known) for name in unknown]
        if not about and not unknown:
            problems.append(_("Say whom or what it is about."))
        return FactContent(Spoiler(text, gate), topic, about, sources), problems


def early_subjects(about: Sequence[int], subjects: dict[int, Spoiler], gate: Episode) -> list[Broken]:
    """Who of those whom a fact is about is known only later than the fact would be shown."""
    scope = Scope.through(max((name.revealed_in for name in subjects.values()), default=PREMISE))
    return [
        Broken("early subject", "fact", who=subjects[each].label(scope), known=subjects[each].revealed_in)
        for each in about
        if each in subjects and subjects[each].revealed_in > gate
    ]


def unknown_words(name: str, known: Episode) -> str:
    """The same for what there is not and what the editor has not met yet."""
    if known == PREMISE:
        return _("I know nobody and nothing called “{name}” before the first episode.").format(name=escape(name, 80))
    return _("I know nobody and nothing called “{name}” through {episode}.").format(
        name=escape(name, 80), episode=known
    )


class QuestionForm(EditForm):
    """A question of the trivia."""

    kind = "question"
    prefix = "qe1"
    template = re.compile(
        r"qe1:(?P<item>\d+):(?P<revision>\d+):(?P<through>\d+):(?P<review>\d+):(?P<why>.*)", re.DOTALL
    )

    @classmethod
    async def reopen(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """Five fields, today's values or what was typed before filled in."""
        title = _("Add a question") if state["item"] == "0" else _("Edit a question")
        form = cls(cls.custom_id_of(state), title)
        form.add_text("text", _("Question"), longest=LIMITS["question"], long=True, value=values.get("text", ""))
        form.add_text(
            "options", _("Options"), longest=4 * LIMITS["option"] + 10, long=True, value=values.get("options", ""),
            hint=_("Four lines: the right one first, then three wrong ones"),
        )  # fmt: skip
        form.add_text(
            "explanation", _("Explanation, then sources"), longest=1000, long=True, value=values.get("explanation", ""),
            hint=_("First line: why it is right. Then a web address or a title a line"),
        )  # fmt: skip
        add_episode(form, interaction.client.show, values.get("revealed_in", ""))
        levels = [
            option(f"{cards.difficulty_words(level)} · {words}", f"{level} {topic}")
            for level in DIFFICULTIES
            for topic, words in _question_topics().items()
        ]
        form.add_select("level", _("Difficulty and topic"), levels, value=values.get("level", ""))
        await form.show(interaction)

    @classmethod
    def values(cls, content: Content) -> dict[str, str]:
        """What stands in its fields for this content."""
        assert isinstance(content, QuestionContent), "the form of its kind"  # noqa: S101  says why it holds
        return {
            "text": content.text.reveal(),
            "options": "\n".join(each.reveal() for each in (content.answer, *content.wrong)),
            "explanation": f"{content.explanation.reveal()}\n{_sources_text(content.sources)}",
            "revealed_in": str(content.revealed_in.ordinal),
            "level": f"{content.difficulty} {_ASKED_AS[TOPICS[content.topic]]}",
        }

    @classmethod
    async def read(
        cls, bot: "FanBot", values: dict[str, str], item: Item | None, known: Episode
    ) -> tuple[Content | None, list[str]]:
        """The question that was typed, and what is wrong with it."""
        gate = chosen_gate(bot.show, values)
        difficulty, _space, topic = values.get("level", "").partition(" ")
        if gate is None or difficulty not in DIFFICULTIES or topic not in TOPICS:
            return None, [_("Choose an episode, a difficulty and a topic.")]
        before = item.content if item is not None and isinstance(item.content, QuestionContent) else None
        if before is not None and TOPICS[before.topic] == TOPICS[topic]:
            topic = before.topic  # the form asks for one of four; a finer one stays
        explanation, _newline, rest = values["explanation"].partition("\n")
        sources, broken = _sources(rest, before.sources if before else ())
        text, explanation = plain(values["text"]), plain(explanation)
        options = [plain(each) for each in values["options"].splitlines() if plain(each)]
        names = await bot.store.facts.names(bot.show.id, known)
        checks = [("question", text), *(("option", each) for each in options), ("explanation", explanation)]
        broken[:0] = [each for kind, words in checks for each in broken_rules(words, kind, gate, names)]
        if not options_differ(options[0] if options else "", options[1:]):
            broken.append(Broken("same options", "option"))
            options = [*options, "", "", "", ""][:4]
        content = QuestionContent(
            Spoiler(text, gate),
            Spoiler(options[0], gate),
            tuple(Spoiler(each, gate) for each in options[1:]),
            Spoiler(explanation, gate),
            difficulty,
            topic,
            before.facts if before else (),
            sources,
        )
        return content, [cards.broken_words(each, gate) for each in broken]


# The four topics that members choose by, each with the finer one that a new question gets.
_ASKED_AS: Final = {"people": "trait", "places": "place", "story": "event", "behind the scenes": "production"}


def _question_topics() -> dict[str, str]:
    return {
        "trait": _("people"),
        "place": _("places"),
        "event": _("story"),
        "production": _("behind the scenes"),
    }


FORMS_OF: Final[dict[Kind, type[EditForm]]] = {"fact": FactForm, "question": QuestionForm}


class StateForm(Form):
    """Why a fact or question is to be hidden, or shown again."""

    template = re.compile(rf"es1:(?P<do>retire|restore):{_TARGET}:(?P<revision>\d+)")

    @classmethod
    async def reopen(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """One field."""
        custom_id = f"es1:{state['do']}:{state['kind']}:{state['item']}:{state['through']}:{state['revision']}"
        title = {
            ("retire", "fact"): _("Hide a fact from this server"),
            ("retire", "question"): _("Hide a question from this server"),
            ("restore", "fact"): _("Show a fact here again"),
            ("restore", "question"): _("Show a question here again"),
        }[state["do"], state["kind"]]
        form = cls(custom_id, title)
        form.add_text(
            "why", _("Why this change"), longest=200, value=values.get("why", ""), needed=False,
            hint=_("Seen in the history"),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """Do it."""
        bot, guild_id, target = interaction.client, await require_editor(interaction), Target.of(state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        retire = state["do"] == "retire"
        if item is None:
            await answer(interaction, bare(no_such(target.kind)))
        elif (item.now.state == "retired") == retire:
            words = _("It is hidden here already.") if retire else _("It is shown here already.")
            await answer(interaction, bare(words))
        else:
            change = Change(
                item.id,
                int(state["revision"]),
                item.content,
                "retired" if retire else "live",
                "retired" if retire else "restored",
                item.now.author_id,
            )
            await save(interaction, guild_id, target, change, plain(values["why"]))


# ------------------------------------------------------------------------------------------------- history


async def _history(interaction: "Interaction", guild_id: int, item: Item, target: Target, page: int) -> ui.LayoutView:
    bot = interaction.client
    desk = await desk_of(interaction, target.through)
    versions = await bot.store.edits.history(guild_id, target.kind, target.item)
    versions = versions or [item.now]
    pages = max(1, -(-len(versions) // VERSIONS))
    page = max(1, min(page, pages))
    shown = list(reversed(versions))[(page - 1) * VERSIONS : page * VERSIONS]
    undo = [
        UndoOne.button(
            f"eu1:ask:{target.custom_id}:{each.revision}:{item.now.revision}",
            _("Undo {revision}").format(revision=each.revision),
        )
        for each in shown
        if each.revision > 1
    ]
    turn = [
        HistoryTurn.button(f"eh1:back:{target.custom_id}:{page - 1}", _("Back"), off=page == 1),
        HistoryTurn.button(f"eh1:next:{target.custom_id}:{page + 1}", _("Next"), off=page == pages),
    ]
    retired = item.now.state == "retired"
    does = [
        _open_button("edit", target, _("Edit")),
        _open_button("restore", target, _("Restore")) if retired else _open_button("retire", target, _("Retire")),
    ]
    rows = [turn if pages > 1 else [], *([undo, does] if len(undo) > 3 else [[*undo, *does]])]
    return cards.history_card(item, versions, page, desk, [row(*each) for each in rows if each])


class HistoryTurn(EditorControl, template=rf"eh1:(?:back|next):{_TARGET}:(?P<page>\d+)"):
    """Back and Next in a history."""

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Turn the page in place."""
        bot, target = interaction.client, Target.of(self.state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        if item is None:
            await answer(interaction, bare(no_such(target.kind)))
            return
        await answer(interaction, await _history(interaction, guild_id, item, target, int(self.state["page"])))


class UndoOne(EditorControl, template=rf"eu1:(?P<do>ask|yes):{_TARGET}:(?P<revision>\d+):(?P<now>\d+)"):
    """Undoes one change, as a new version; asks first where a later one changed the same."""

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Undo it over the version that the editor saw."""
        bot, target = interaction.client, Target.of(self.state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        revision = int(self.state["revision"])
        undo = None if item is None else await bot.store.edits.undo(guild_id, item, revision)
        if item is None or undo is None:
            await answer(interaction, bare(no_such(target.kind)))
            return
        if undo.over and self.state["do"] == "ask":
            words = _(
                "What version {revision} changed was changed again in {later}. Undoing it undoes that too."
            ).format(revision=revision, later=", ".join(str(each) for each in undo.over))
            yes = UndoOne.button(
                f"eu1:yes:{target.custom_id}:{revision}:{self.state['now']}",
                _("Yes, undo {revision}").format(revision=revision),
                style=discord.ButtonStyle.danger,
            )
            view = dialog(
                _("Undo version {revision}?").format(revision=revision),
                words,
                controls=[row(yes, Keep.button("ek1", _("Keep it as it is")))],
            )
            await answer(interaction, view)
            return
        change = replace(undo.change, revision=int(self.state["now"]))
        reason = _("Undo of version {revision}").format(revision=revision)
        await save(interaction, guild_id, target, change, reason)


CONTROLS = (Keep, OpenItem, Below, SaveDraft, HistoryTurn, UndoOne)
FORMS = (FactForm, QuestionForm, StateForm)
