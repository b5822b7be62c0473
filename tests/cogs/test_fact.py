"""Editors change what their server tells: forms, checks, two at once, history, undo; all through the front door."""

from typing import Any

import pytest
from simcord.interactions import base_payload
from simcord.results import InteractionResult

from bot.__main__ import open_bot
from bot.errors import NotAnEditorError
from bot.settings import Settings
from bot.show.edits import FactContent
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import row_id
from support.proofs import sampled
from support.reading import buttons, filled, form_choices, printed, words
from support.world import CHANGED, MURDER, World

SU_HYEOK = row_id("all-of-us-are-dead", "subject", "lee-su-hyeok")
GWI_NAM = row_id("all-of-us-are-dead", "subject", "yoon-gwi-nam")
ADDED = {"text": "Gwi-nam hums while he runs.", "revealed_in": ["1004"], "topic": ["trait"], "sources": "Netflix",
         "about": "gwinam"}  # fmt: skip


@pytest.fixture
async def second(world: World) -> Any:
    """Another one."""
    member = world.guild.add_member(world.env.create_user("second"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(member, Episode(1, 12))
    return member


async def card(world: World) -> list[str]:
    facts = await world.bot.store.facts.facts_about(GWI_NAM, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
    return [fact.text.reveal() for fact in facts]


async def test_a_fact_is_added_to_this_servers_cards_at_once(world: World, editor: Any) -> None:
    form = await editor.slash(world.channel, "fact add")
    assert set(filled(form)) == {"text", "revealed_in", "topic", "sources", "about"}
    saved = await editor.submit_modal(form, ADDED)
    assert "Saved for this server" in words(saved)
    assert saved.ephemeral
    assert "Gwi-nam hums while he runs." in await card(world)
    reply = await editor.slash(world.channel, "search", text="who hums while running")
    assert "hums" in words(reply)


async def test_an_edit_opens_with_todays_values(world: World, editor: Any) -> None:
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    today = filled(form)
    assert today["text"] == "Gwi-nam overpowers the principal and murders him."
    assert today["revealed_in"] == ["1004"]
    assert today["topic"] == ["death"]
    assert today["sources"].startswith("S1E4\nhttps://")
    await editor.submit_modal(form, CHANGED)
    assert "Gwi-nam kills the principal." in await card(world)
    assert filled(await editor.slash(world.channel, "fact edit", fact=MURDER))["text"] == "Gwi-nam kills the principal."
    # The same values once more are no new version.
    same = await editor.submit_modal(await editor.slash(world.channel, "fact edit", fact=MURDER), CHANGED)
    assert "nothing was saved" in words(same)


REFUSED = [
    ({"text": "Gwi-nam | hums."}, "could break a spoiler tag"),
    ({"text": "Gwi-nam `hums`."}, "could break a spoiler tag"),
    ({"text": "   "}, "is empty"),
    ({"text": "Eun-ji hums.", "revealed_in": ["0"]}, "Eun-ji"),
    ({"revealed_in": ["0"], "about": "Min Eun-ji"}, "known from"),
    ({"about": "Nobody Atall"}, "nobody and nothing called “Nobody Atall”"),
    ({"about": " , "}, "Say whom or what"),
    ({"sources": "http://["}, "a web address"),
    ({"sources": "a | b"}, "could break a spoiler tag"),
]


@pytest.mark.parametrize(("wrong", "said"), sampled(REFUSED), ids=[str(wrong) for wrong, _ in REFUSED])
async def test_a_refusal_says_why_and_keeps_everything_that_was_typed(
    world: World, editor: Any, wrong: dict[str, Any], said: str
) -> None:
    typed = ADDED | wrong
    refused = await editor.submit_modal(await editor.slash(world.channel, "fact add"), typed)
    assert said in words(refused)
    assert refused.modal is None, "Discord refuses a form that answers a form"
    again = await editor.click(refused.response, label="Edit again")
    assert filled(again) == typed
    saved = await editor.submit_modal(again, ADDED)
    assert "Saved for this server" in words(saved)


async def test_what_says_nearly_the_same_is_shown_side_by_side_before_it_is_saved(world: World, editor: Any) -> None:
    twin = ADDED | {"text": "Gwi-nam overpowers the principal, and murders him!"}
    asked = await editor.submit_modal(await editor.slash(world.channel, "fact add"), twin)
    assert "Is this new?" in words(asked)
    assert "Gwi-nam overpowers the principal and murders him." in words(asked).replace("**", "")
    assert twin["text"] not in await card(world)
    saved = await editor.click(asked.response, label="Yes, save it too")
    assert "Saved for this server" in words(saved)
    assert twin["text"] in await card(world)


async def test_an_editor_below_the_episode_is_asked_first(world: World) -> None:
    await world.set_progress(world.moderator, Episode(1, 2))
    for what in ("edit", "retire", "history"):
        asked = await world.moderator.slash(world.channel, f"fact {what}", fact=MURDER)
        assert asked.modal is None
        assert "Open a fact of S1E4?" in words(asked)
        assert "principal" not in words(asked)
    assert "Gwi-nam" in words(await world.moderator.click(asked.response, label="Yes, open it"))


async def test_checks_beyond_what_an_editor_has_watched_wait_for_their_word(world: World) -> None:
    await world.set_progress(world.moderator, Episode(1, 2))
    answers: list[str] = []
    # One names somebody who is known later, the other nobody: until they say Yes both are told the same.
    for text in ("Han Du-seok waves at the camera in the yard.", "Somebody waves at the camera in the yard."):
        form = await world.moderator.slash(world.channel, "fact add")
        typed = ADDED | {"text": text, "revealed_in": ["0"], "about": "Nam On-jo"}
        asked = await world.moderator.submit_modal(form, typed)
        answers.append(words(asked))
    assert answers[0] == answers[1]
    assert text not in await card(world)
    saved = await world.moderator.click(asked.response, label="Yes, check through S1E12 and save")
    assert "Saved for this server" in words(saved)


async def about(world: World) -> list[int]:
    """Whom MURDER is about here."""
    item = await world.bot.store.edits.item(world.bot.show.id, world.guild.id, "fact", int(MURDER))
    assert item is not None
    assert isinstance(item.content, FactContent)
    return list(item.content.about)


async def test_whom_a_fact_is_about_can_be_changed(world: World, editor: Any) -> None:
    before = await about(world)
    unchanged = await editor.slash(world.channel, "fact edit", fact=MURDER)
    same = await editor.submit_modal(unchanged, filled(unchanged))
    assert "nothing was saved" in words(same)
    form = await editor.click(same.response, label="About…")
    names = filled(form)["about"]
    assert names.startswith("Yoon Gwi-nam")
    saved = await editor.submit_modal(form, {"about": f"{names}, suhyeok", "why": "he is there"})
    assert "Saved for this server" in words(saved)
    now = await about(world)
    assert (now[0], set(now)) == (before[0], {*before, SU_HYEOK})
    facts = await world.bot.store.facts.facts_about(SU_HYEOK, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
    assert "Gwi-nam overpowers the principal and murders him." in [each.text.reveal() for each in facts]
    history = await editor.click(saved.response, label="History")
    assert "About: " in words(history)
    assert "he is there" in words(history)
    back = await editor.submit_modal(await editor.click(history.response, label="About…"), {"about": names})
    assert "As the pack tells it again" in words(back)
    assert await about(world) == before


async def test_whom_a_fact_is_about_is_checked_and_kept_like_everything_typed(
    world: World, editor: Any, second: Any
) -> None:
    before = await about(world)

    async def form() -> Any:
        history = await editor.slash(world.channel, "fact history", fact=MURDER)
        return await editor.click(history.response, label="About…")

    for typed, why in (("Nobody McNobody", "I know nobody and nothing called"), (",", "Say whom or what it is about.")):
        refused = await editor.submit_modal(await form(), {"about": typed})
        assert why in words(refused)
        assert "Edit again" in buttons(refused)
    mine = await form()
    await second.submit_modal(await second.slash(world.channel, "fact edit", fact=MURDER), CHANGED)
    stale = await editor.submit_modal(mine, {"about": "suhyeok"})
    assert "Not saved" in words(stale)
    assert await about(world) == before
    await editor.click(stale.response, label="Yes, put mine on top")
    assert await about(world) == [SU_HYEOK]
    assert "Gwi-nam kills the principal." not in await card(world)


async def test_the_second_save_is_refused_with_both_versions_and_one_tap_puts_it_on_top(
    world: World, editor: Any, second: Any
) -> None:
    mine = await editor.slash(world.channel, "fact edit", fact=MURDER)
    theirs = await second.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(mine, CHANGED)
    refused = await second.submit_modal(theirs, CHANGED | {"text": "Gwi-nam stabs the principal."})
    assert "Not saved" in words(refused)
    assert "Gwi-nam **kills** the principal." in words(refused)
    assert "Gwi-nam **stabs** the principal." in words(refused)
    assert f"<@{editor.id}>" in words(refused)
    assert refused.modal is None
    again = await second.click(refused.response, label="Edit again")
    assert filled(again)["text"] == "Gwi-nam stabs the principal."
    on_top = await second.click(refused.response, label="Yes, put mine on top")
    assert "version 3" in words(on_top)
    assert "Gwi-nam stabs the principal." in await card(world)


async def test_of_two_submits_in_the_same_moment_one_is_saved(world: World, editor: Any, second: Any) -> None:
    forms = [await each.slash(world.channel, "fact edit", fact=MURDER) for each in (editor, second)]
    answers: list[Any] = []
    for member, form, verb in zip((editor, second), forms, ("kills", "stabs"), strict=True):
        answers.append(_emit_submit(world, member, form, CHANGED | {"text": f"Gwi-nam {verb} the principal."}))
    await world.env.settle()
    told = [words(InteractionResult(world.env, each)) for each in answers]
    assert sum("Saved for this server" in each for each in told) == 1
    assert sum("Not saved" in each for each in told) == 1


def _emit_submit(world: World, member: Any, form: Any, values: dict[str, Any]) -> Any:
    """A submit that nobody waits for, so that another one can come between."""
    backend = world.env.backend
    data = {
        "custom_id": form.modal["custom_id"],
        "components": [
            {"type": 18, "id": number, "component": _typed(each["component"], values)}
            for number, each in enumerate(form.modal["components"], 1)
        ],
    }
    record, payload = base_payload(
        backend, type=5, channel_id=world.channel.id, guild_id=world.guild.id, user_id=member.id, data=data
    )
    backend.emit("INTERACTION_CREATE", payload)
    return record


def _typed(field: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    value = values[field["custom_id"]]
    key = "value" if field["type"] == 4 else "values"
    return {"type": field["type"], "custom_id": field["custom_id"], key: value, "id": 0}


async def test_history_tells_who_when_what_and_why_and_undoes_any_one(world: World, editor: Any, second: Any) -> None:
    await editor.submit_modal(await editor.slash(world.channel, "fact edit", fact=MURDER), CHANGED)
    later = CHANGED | {"revealed_in": ["1005"], "why": "it is later"}
    await second.submit_modal(await second.slash(world.channel, "fact edit", fact=MURDER), later)
    history = await editor.slash(world.channel, "fact history", fact=MURDER)
    told = words(history)
    assert (
        told.index(f"### 3 · <@{second.id}>")
        < told.index(f"### 2 · <@{editor.id}>")
        < told.index("### 1 · shipped pack")
    )
    assert "Episode: S1E4 → S1E5" in told
    assert "~~overpowers~~" in told
    assert "**kills**" in told
    assert "it is later" in told
    undone = await editor.click(history.response, label="Undo 2")
    assert "version 4" in words(undone)
    facts = await world.bot.store.facts.facts_about(GWI_NAM, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
    murder = next(each for each in facts if str(each.id) == MURDER)
    assert murder.text.reveal() == "Gwi-nam overpowers the principal and murders him."
    assert murder.revealed_in == Episode(1, 5), "what version 3 changed stays"


async def test_a_hidden_fact_comes_back_with_its_history(world: World, editor: Any) -> None:
    retired = await editor.submit_modal(await editor.slash(world.channel, "fact retire", fact=MURDER), {"why": "wrong"})
    assert "Hidden from this server" in words(retired)
    assert "Gwi-nam overpowers the principal and murders him." not in await card(world)
    shown = await editor.autocomplete(world.channel, "fact retire", "fact", "principal murders him")
    hidden = await editor.autocomplete(world.channel, "fact restore", "fact", "principal murders him")
    assert MURDER not in [each["value"] for each in shown]
    assert [each["value"] for each in hidden] == [MURDER]
    await editor.submit_modal(await editor.slash(world.channel, "fact restore", fact=MURDER), {"why": ""})
    assert "Gwi-nam overpowers the principal and murders him." in await card(world)
    history = words(await editor.slash(world.channel, "fact history", fact=MURDER))
    assert "Shown again" in history
    assert "wrong" in history


async def test_the_log_channel_tells_story_only_as_far_as_it_goes(world: World, editor: Any) -> None:
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await editor.submit_modal(await editor.slash(world.channel, "fact edit", fact=MURDER), CHANGED)
    entry = words(world.last(log))
    assert f"<@{editor.id}> changed a fact" in entry
    assert "principal" not in entry
    assert "S1E4" not in entry
    await world.set_ceiling(log, Episode(1, 4))
    later = CHANGED | {"text": "Gwi-nam attacks the principal."}
    await editor.submit_modal(await editor.slash(world.channel, "fact edit", fact=MURDER), later)
    assert "Gwi-nam **attacks** the principal." in words(world.last(log))
    opened = await editor.click(world.last(log), label="History")
    assert opened.ephemeral


async def test_the_log_tells_what_is_new_from_what_was_changed(world: World, editor: Any) -> None:
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await world.set_ceiling(log, Episode(1, 12))
    saved = await editor.submit_modal(await editor.slash(world.channel, "fact add"), ADDED)
    assert f"{ADDED['text']}\n" in words(saved)
    assert "version\u00a01" in printed(saved), "a number begins no line"
    entry = words(world.last(log))
    assert entry.startswith(f"<@{editor.id}> added a fact.\n{ADDED['text']}\n")
    form = await editor.click((await editor.click(saved.response, label="History")).response, label="Edit")
    await editor.submit_modal(form, filled(form) | {"text": "Gwi-nam sings while he runs."})
    assert words(world.last(log)).startswith(f"<@{editor.id}> changed a fact.\n")


async def test_a_list_shows_what_was_changed_here_and_below(world: World, editor: Any) -> None:
    await editor.submit_modal(await editor.slash(world.channel, "fact edit", fact=MURDER), CHANGED)
    assert "changed here" in words(await editor.slash(world.channel, "fact list", changed_here=True))
    await world.bot.store.database.write(
        "UPDATE facts SET text = 'Gwi-nam murders the headmaster.' WHERE id = ?", (int(MURDER),)
    )
    listed = words(await editor.slash(world.channel, "fact list", changed_here=True))
    assert "changed in the pack since" in listed
    assert "The pack now: Gwi-nam murders the headmaster." in listed
    both = await editor.slash(world.channel, "fact edit", fact=MURDER)
    for text in ("Gwi-nam kills the principal.", "overpowers the principal", "headmaster"):
        assert text in words(both).replace("**", "")
    assert (await editor.click(both.response, label="Edit")).modal is not None
    await editor.click(both.response, label="Yes, take the pack’s")
    assert "Gwi-nam murders the headmaster." in await card(world)


async def test_nobody_else_edits_even_where_the_command_was_opened_to_them(world: World) -> None:
    world.guild.set_command_permissions(_fact_id(world), {world.fan: True})
    for what, options in (("add", {}), ("edit", {"fact": MURDER}), ("list", {}), ("export", {"format": "toml"})):
        refused = await world.fan.slash(world.channel, f"fact {what}", **options)
        assert "Only editors can change facts." in words(refused)
        assert isinstance(getattr(world.env.errors[-1], "original", world.env.errors[-1]), NotAnEditorError)
    assert not await world.fan.autocomplete(world.channel, "fact edit", "fact", "principal")
    role = world.guild.create_role("Editors")
    await world.bot.store.guilds.set_setting(world.guild.id, "editors", role.id)
    member = world.guild.add_member(world.env.create_user("helper"), roles=[role])
    world.guild.set_command_permissions(_fact_id(world), {role: True})
    assert (await member.slash(world.channel, "fact add")).modal is not None


async def test_a_question_is_added_changed_and_asked(world: World, editor: Any) -> None:
    typed = {
        "text": "What does Han Du-seok hum?", "options": "A march\nA waltz\nA hymn\nNothing",
        "explanation": "He hums a march.\nNetflix", "revealed_in": ["0"], "level": ["easy trait"],
    }  # fmt: skip
    wrong = await editor.submit_modal(
        await editor.slash(world.channel, "question add"), typed | {"options": "One\none\nTwo"}
    )
    assert "one to three wrong ones" in words(wrong)
    form = await editor.click(wrong.response, label="Edit again")
    assert len(form_choices(form.modal)["level"]) == 12
    refused = await editor.submit_modal(form, typed)
    assert "known from" in words(refused), "the pack's rule: nobody is named before they are known"
    saved = await editor.submit_modal(
        await editor.click(refused.response, label="Edit again"), typed | {"revealed_in": ["1012"]}
    )
    assert "**A march** · right" in words(saved)
    pool = await world.bot.store.questions.pool(world.bot.show, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
    assert "What does Han Du-seok hum?" in [each.text.reveal() for each in pool]
    elsewhere = await world.bot.store.questions.pool(world.bot.show, Scope.through(Episode(1, 12)))
    assert "What does Han Du-seok hum?" not in [each.text.reveal() for each in elsewhere]
    choices = await editor.autocomplete(world.channel, "question retire", "question", "du seok hum")
    form = await editor.slash(world.channel, "question retire", question=choices[0]["value"])
    assert "Hidden" in words(await editor.submit_modal(form, {"why": "silly"}))
    history = words(await editor.slash(world.channel, "question history", question=choices[0]["value"]))
    assert "silly" in history


async def test_a_question_has_two_to_four_options(world: World, editor: Any) -> None:
    typed = {
        "text": "The school has a library: true or false?", "options": "True\nFalse",
        "explanation": "It has one.\nNetflix", "revealed_in": ["0"], "level": ["easy place"],
    }  # fmt: skip
    for options in ("True", "True\ntrue", "A\nB\nC\nD\nE"):
        refused = await editor.submit_modal(
            await editor.slash(world.channel, "question add"), typed | {"options": options}
        )
        assert "one to three wrong ones" in words(refused), options
    saved = await editor.submit_modal(await editor.slash(world.channel, "question add"), typed)
    assert "**True** · right\n- False" in words(saved)
    [choice] = await editor.autocomplete(world.channel, "question edit", "question", "true or false")
    form = await editor.slash(world.channel, "question edit", question=choice["value"])
    assert filled(form)["options"] == "True\nFalse"
    await editor.submit_modal(form, typed | {"options": "True\nFalse\nNobody knows"})
    history = await editor.slash(world.channel, "question history", question=choice["value"])
    assert "Wrong option, added: Nobody knows" in words(history)
    await editor.click(history.response, label="Undo 2")
    pool = await world.bot.store.questions.pool(world.bot.show, Scope.through(PREMISE), guild_id=world.guild.id)
    [asked] = [each for each in pool if each.id == int(choice["value"])]
    assert [each.reveal() for each in asked.wrong] == ["False"]


async def test_a_form_that_was_open_during_a_restart_is_saved(world: World, editor: Any) -> None:
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    old = world.env.bot
    async with open_bot(Settings.read({}), world.bot.store.database.path) as new:
        await world.env.restart_bot(new)
        await old.close()
        saved = await editor.submit_modal(form, CHANGED)
        assert "Saved for this server" in words(saved)
        assert "History" in buttons(saved)
        await new.close()


def _fact_id(world: World) -> int:
    return int(world.bot.mention("fact").rpartition(":")[2].rstrip(">"))
