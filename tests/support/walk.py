"""Walks the running bot as members do: runs commands, then presses everything there is on the replies.

Every request that the bot sends is kept with what the member and the place allowed at that moment.
"""

import random
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args, get_origin
from unittest import mock

import simcord
from simcord.results import ResponseMessage

from bot.__main__ import make_bot
from bot.errors import BotError
from bot.made_sentences import made_sentence
from bot.show import translations
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Pack, row_id
from bot.store import open_store
from bot.store.faces import Uploaded
from bot.store.viewers import Place
from bot.ui import registry
from bot.ui.kit.ids import ControlId, FormId, WireId, kinds, pattern
from bot.ui.kit.phrases import for_error
from bot.ui.settings.ids import SettingMenuId
from support.canaries import Variant, canary_pack
from support.reading import components, form_choices, form_fields
from support.world import World, make_world

Channel: TypeAlias = Literal["channel"]
"""How far somebody is who goes by the channel."""

EPHEMERAL, SILENT = 1 << 6, 1 << 12
FORM = 9  # the type of an answer that opens a form


@asynccontextmanager
async def pack_world(pack: Pack, path: Path) -> AsyncGenerator[World, None]:
    """The production bot over a store that holds `pack`."""
    # Ids that are drawn at random stand in buttons: the same ones in every variant of the show.
    with mock.patch.object(secrets, "randbits", random.Random(0).getrandbits):
        async with _pack_world(pack, path) as world:
            yield world


@asynccontextmanager
async def _pack_world(pack: Pack, path: Path) -> AsyncGenerator[World, None]:
    async with open_store(path) as store:
        await store.packs.import_pack(pack)
        for person in (row_id(pack.slug, "subject", each.slug) for each in pack.characters):
            # As if every badge was uploaded: an emoji names who it is of, so that leaks are seen.
            await store.faces.set_uploaded(0, f"p{person}", Uploaded(person, ""))
        show = await store.packs.show(pack.slug)
        bot = make_bot(store, show)
        with mock.patch.multiple(translations, _known={}, _made=[made_sentence]):
            translations.learn(await store.packs.translations(show.id))
            async with simcord.run(bot, shard_count=1) as env:
                try:
                    yield await make_world(env, bot)
                finally:
                    await bot.close()


@dataclass(frozen=True)
class Sent:
    """One request of the bot, and the scope that whoever reads it had."""

    step: str
    body: dict[str, Any]
    scope: Scope
    public: bool


@dataclass
class Walk:
    """One member's walk through one channel."""

    world: World
    channel: Any
    ceiling: Episode
    progress: Episode | Channel | None
    deep: int = 3
    ahead: bool = True  # also look ahead and set progress, beyond what the member finished
    sent: list[Sent] = field(default_factory=list[Sent])
    pressed: set[type[WireId]] = field(default_factory=set[type[WireId]])  # classes of what was pressed and submitted
    claimed: int = 0
    been: dict[Any, int] = field(default_factory=dict[Any, int])  # what was pressed already, and how deep from there

    def __post_init__(self) -> None:
        self.claimed = len(self.world.env.errors)

    def scope(self, *, public: bool, through: Episode = PREMISE) -> Scope:
        """What spoilers.md allows, said once more here, independently of bot/viewer.py."""
        finished = self.ceiling if self.progress == "channel" else self.progress or PREMISE
        if not public:
            return Scope.through(max(finished, through))
        return Scope(min(self.ceiling, finished), finished)

    async def _is_at(self, member: Any) -> Episode | Channel | None:
        """How far a member is by now: a step may have moved them."""
        row = await self.world.bot.store.viewers.viewer(self.world.bot.show.id, member.id, Place(None, None))
        return "channel" if row.by_channel else row.progress

    async def command(self, name: str, options: dict[str, Any]) -> None:
        """Run a command and then press everything on its replies."""
        member = self.world.fan
        result = await self._step(
            f"/{name} {options}", lambda: member.slash(self.channel, name, **options), public=None
        )
        await self._go_on(member, result)

    async def menu(self, name: str, words: str) -> None:
        """Choose a context menu on a message of one's own, and then press everything on the replies."""
        member = self.world.fan
        message = await member.send(self.channel, words)
        result = await self._step(name, lambda: member.context_menu(self.channel, name, message), public=None)
        told = result if result.modal is None else await self._submit(member, result, PREMISE)
        # Others first: whoever tagged it can take it away again.
        card = self.world.env.backend.get_message(self.channel.id, self.channel.last_message.id)
        await self._press_as_another(ResponseMessage(self.world.env, card))
        await self._go_on(member, told)

    async def submit(self, shown: Any) -> None:
        """Fill in a form that the member has opened, and press everything on the reply."""
        await self._go_on(self.world.fan, await self._submit(self.world.fan, shown, PREMISE))

    async def press(self, reply: Any) -> None:
        """Press everything there is on a reply that the member has."""
        await self._press_all(self.world.fan, reply, PREMISE, self.deep)

    async def press_old(self, reply: Any, *old: ControlId) -> None:
        """Press buttons that cards had before, in the place of those on a reply: they stand in channels for years."""
        message = reply.response or reply
        kept = self.world.env.backend.get_message(message.channel_id, message.id)
        kept.components = [
            {"type": 1, "components": [{"type": 2, "style": 2, "label": "old", "custom_id": str(each)}]} for each in old
        ]
        await self._press_all(self.world.fan, message, PREMISE, self.deep)
        if not message.ephemeral:
            await self._press_as_another(message)

    async def _go_on(self, member: Any, result: Any) -> None:
        if result.modal is not None:
            result = await self._submit(member, result, PREMISE)
        for reply in _replies(result):
            await self._press_all(member, reply, PREMISE, self.deep)
            if not reply.ephemeral:
                await self._press_as_another(reply)

    async def complete(self, name: str, option: str, typed: str, **filled: Any) -> list[dict[str, Any]]:
        """Type into an option."""
        public, seen = not filled.get("private", False), len(self.world.env.http_requests)
        choices = await self.world.fan.autocomplete(self.channel, name, option, typed, **filled)
        tagged = PREMISE if self.progress is None else self.scope(public=public).tagged
        for entry in self.world.env.http_requests[seen:]:
            self.sent.append(
                Sent(f"complete /{name} {option}: {typed!r}", entry.json or {}, Scope(tagged, tagged), False)
            )
        return choices

    async def _step(
        self,
        what: str,
        act: Callable[[], Awaitable[Any]],
        *,
        public: bool | None,
        through: Episode = PREMISE,
        member: Any = None,
    ) -> Any:
        """Do one thing; `public` says whether an edit goes to a public message."""
        seen = len(self.world.env.http_requests)
        result = await act()
        self.progress = await self._is_at(member or self.world.fan)
        assert result.acknowledged, f"{what} was not answered"
        # What a member did wrong ends as a sentence; anything else is a bug. Reading the list claims it.
        for error in self.world.env.errors[self.claimed :]:
            self.claimed += 1
            cause = getattr(error, "original", error)
            assert isinstance(cause, BotError), what
            assert for_error(cause, self.world.bot), what
        # A picture is sent as well, as the words that it is ordered with: see tests/leaks/conftest.py.
        files = [
            (each.filename, (self.world.env.backend.cdn.get(each.url) or b"").decode("utf-8", "backslashreplace"))
            for reply in _replies(result)
            for each in reply.attachments
        ]
        redraws = False  # an answer that was put off stands in the place of what was pressed
        for entry in self.world.env.http_requests[seen:]:
            body: dict[str, Any] = entry.json or {}
            redraws = redraws or body.get("type") == 6
            # An interaction's answer has its message in `data`; a followup is the message itself.
            flags = (body.get("data") or body).get("flags") or 0
            if "@original" in entry.path:  # fills in an answer that was put off; that said who reads it
                to_all = bool(public) if redraws else not result.ephemeral
            else:
                to_all = (
                    bool(public) if body.get("type") in {6, 7} else body.get("type") != FORM and not flags & EPHEMERAL
                )
            scope = self.scope(public=to_all, through=through)
            if entry.path.startswith("/channels/"):  # a message of its own goes as far as the channel, whoever asked
                to_all, scope = True, Scope(self.ceiling, self.ceiling)
            self.sent.append(Sent(what, {**body, "files": files}, scope, to_all))
        return result

    async def _press_all(self, member: Any, message: Any, through: Episode, deep: int) -> None:
        if deep == 0:
            return
        for component in components(message):
            custom_id = component.get("custom_id")
            if custom_id is None or component.get("disabled"):
                continue
            for value in self._values(component):
                # A `custom_id` is the whole state of a control: the same one on another copy of a card tells nothing new.
                key = (member.id, custom_id, value, through, message.ephemeral, self.progress)
                if self.been.get(key, 0) < deep:
                    self.been[key] = deep
                    await self._press(member, message, component, value, through, deep)

    async def _press(
        self, member: Any, message: Any, component: dict[str, Any], value: Any, through: Episode, deep: int
    ) -> None:
        custom_id: str = component["custom_id"]
        kind, state = find_control(custom_id)
        control = kind.__name__.removesuffix("Id")
        before, reached = self.progress, through
        if control == "LookAheadYes" or (_agrees(component) and "through" in state):
            reached = Episode.from_ordinal(int(state["through"]))
        elif _agrees(component) and control in {"SaveDraft", "ExportYes", "ImportDo"}:
            reached = self.world.bot.show.last
        if control == "KeepAgain" and member.id in self.world.nothing_of:
            return  # they stay with what they asked for
        sets = _sets_progress(control, value, state)
        here = self.scope(public=False).clear
        if not self.ahead and (
            reached > here
            or (sets == "channel" and self.ceiling > here)
            or (isinstance(sets, Episode) and sets > here)
            or control == "LookAheadMenu"
        ):
            return
        snapshot = message.message
        kept = self.world.env.backend.get_message(message.channel_id, message.id)
        what = f"{control} {custom_id} {value or ''}"
        if value is None:
            act = lambda: member.click(message, custom_id=custom_id)  # noqa: E731  awaited in a moment
        else:
            act = lambda: member.select(message, [value], custom_id=custom_id)  # noqa: E731  awaited in a moment
        result = await self._step(what, act, public=not message.ephemeral, through=reached, member=member)
        self.pressed.add(kind)
        if result.modal is not None:
            await self._submit(member, result, reached)
        for reply in _replies(result) or [message]:
            await self._press_all(member, reply, reached, deep - 1)
        nothing = await self.world.bot.store.privacy.keeps_nothing(member.id)
        if await self._is_at(member) != before or nothing != (member.id in self.world.nothing_of):
            await self.world.set_progress(member, before)
        self.progress = before
        # An edit in place took the buttons away that come next in this walk, and a public card may be removed: put it back.
        self.world.env.backend.messages.setdefault(message.channel_id, {})[message.id] = kept
        kept.components = [each.to_dict() for each in snapshot.components]

    async def _submit(self, member: Any, shown: Any, through: Episode) -> Any:
        """Fill in a form: what is typed is lower case, so that its echo is no leak."""
        values: dict[str, Any] = dict.fromkeys(form_fields(shown.modal), "typed by a member")
        values |= {"options": "typed\nby a member"} if "options" in values else {}
        values |= {key: options[-1:] for key, options in form_choices(shown.modal).items()}
        result = await self._step(
            f"submit {shown.modal['custom_id']}",
            lambda: member.submit_modal(shown, values),
            public=False,
            through=through,
            member=member,
        )
        assert result.modal is None, "Discord refuses a form that answers a form; simcord does not"
        self.pressed.add(_form(shown.modal["custom_id"]))
        return result

    async def _press_as_another(self, message: Any) -> None:
        """Somebody who never said what they finished presses on a public card."""
        mine, self.progress = self.progress, await self._is_at(self.world.other)
        for component in components(message):
            if component.get("custom_id") and not component.get("disabled"):
                # A member's spoiler asks a reader first: what they are asked is pressed as well.
                deep = 2 if component["custom_id"].startswith("s1:reveal:") else 1
                for value in self._values(component):
                    await self._press(self.world.other, message, component, value, PREMISE, deep)
        self.progress = mine

    def _values(self, component: dict[str, Any]) -> list[Any]:
        """What to choose: of options the first, one in the middle, the last; of roles and channels one."""
        if component["type"] == 6:
            return [self.world.guild.roles["Moderators"]]
        if component["type"] == 8:
            return [self.world.channel]
        if component["type"] == 2:
            return [None]
        options = [option["value"] for option in component["options"]]
        if component["custom_id"] == str(SettingMenuId()):
            return options  # each leads to a card or a form of its own
        return list(dict.fromkeys([options[0], options[len(options) // 2], options[-1]]))


def _replies(result: Any) -> list[Any]:
    return [each for each in (result.response, *result.followups) if each is not None]


def _agrees(component: dict[str, Any]) -> bool:
    """Whether it is the Yes of somebody who was asked how far they want to see; progress is not asked for that way."""
    return str(component.get("label")).startswith("Yes") and not component["custom_id"].startswith("g1:")


def _sets_progress(control: str, value: str | None, state: dict[str, str]) -> Episode | Channel | None:
    """Where a press takes whoever presses, unless it asks first."""
    if control.endswith("Progress") and value is not None:
        return "channel" if value == "channel" else Episode.from_ordinal(int(value))
    if control == "MoreMenu" and value is not None and value.startswith("f"):
        return Episode.from_ordinal(int(value[1:]))
    if control == "KeepNothingYes":
        return "channel"
    if control == "EpisodeFinished":
        return Episode.from_ordinal(int(state["through"]))
    return Episode.from_ordinal(int(state["episode"])) if control in {"JumpYes", "Watched", "RecapFinished"} else None


def _form(custom_id: str) -> type[FormId]:
    """Which class a form with this `custom_id` is of."""
    known = [each for each in registry.FORM_HANDLERS if each.read(custom_id)]
    assert len(known) == 1, f"{custom_id} is answered by {known}"
    return known[0]


def find_control(custom_id: str) -> tuple[type[ControlId], dict[str, str]]:
    """Which class this `custom_id` is of, and its fields as text."""
    found = [(each, match.groupdict()) for each in registry.HANDLERS if (match := pattern(each).fullmatch(custom_id))]
    assert len(found) == 1, f"{custom_id} is answered by {found}"
    return found[0]


def altered(kind: type[WireId], number: str, typed: str = "typed") -> str:
    """A `custom_id` of this class, with these in the place of every number and every text."""
    parts = [kind.prefix]
    for of in kinds(kind).values():
        plain = next(one for one in get_args(of) if one is not type(None)) if type(None) in get_args(of) else of
        words = str(get_args(plain)[0]) if get_origin(plain) is Literal else None
        parts.append(words or {str: typed, bool: "1"}.get(plain, number))
    return ":".join(parts)


async def assert_later_facts_change_nothing(
    folder: Path, variants: Sequence[Variant], beyond: Episode, act: Callable[[World], Awaitable[Walk]], at_least: int
) -> None:
    """The same steps over shows that differ only in what is gated later than `beyond` send the same bytes."""

    async def transcript(variant: Variant) -> list[Sent]:
        # On a busy machine a block of writes is looked at while it runs, and simcord's clock would go on by that.
        with mock.patch("bot.store.writing._LOOK", 3600.0):
            async with pack_world(canary_pack(variant, beyond), folder / f"{variant}.db") as world:
                return (await act(world)).sent

    same = await transcript("same")
    assert len(same) > at_least
    for variant in variants:
        other = await transcript(variant)
        assert [sent.step for sent in other] == [sent.step for sent in same], variant
        for mine, theirs in zip(same, other, strict=True):
            assert mine.body == theirs.body, (variant, mine.step, mine.body, theirs.body)
