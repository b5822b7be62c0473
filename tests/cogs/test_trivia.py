"""Games through the front door: members start them, press options, and time passes."""

from bot.show.episodes import PREMISE, Episode, Scope
from support.games import Table
from support.reading import buttons, selects, words

E2, E4, E12 = Episode(1, 2), Episode(1, 4), Episode(1, 12)


# ------------------------------------------------------------------------------------------------ a game


async def test_a_game_from_its_first_question_to_the_standings(table: Table) -> None:
    fan, other = table.members[:2]
    answer = await table.start(rounds=3)
    assert answer.ephemeral
    assert words(answer).startswith("The game begins: 3 questions through S1E4.")
    posted = await table.message()
    round_ = await table.round()
    announced, _question = await table.messages()
    assert words(announced) == (
        f"<@{fan.id}> started a game of 3: press a letter to join. Faster answers score more.\n"
        "-# Late joiners start level with the last"
    )
    assert "reply" not in str(table.posts())
    text = words(posted)
    assert text.startswith(f"-# Trivia · 1 of 3 · {round_.difficulty}\n### ")
    assert "-# Spoiler-safe through S1E4" in text
    assert "Closes <t:" in text
    assert "· 0 answered" in text
    assert [each[0] for each in buttons(posted)] == ["A", "B", "C", "D", "5", "S"]

    chosen = await table.press(fan, "right")
    assert chosen.ephemeral
    assert words(chosen).startswith(f"You chose **{'ABCD'[round_.answer]} · ")
    assert words(chosen).endswith("The answer comes when the time is up.")
    await table.press(other, "wrong")
    await table.env.advance_time(3)
    assert "· 2 answered" in await table.shown()
    await table.env.advance_time(18)

    text = await table.shown()
    assert "· 2 answered" in text
    assert " · right** (1)" in text
    assert text.count("(1)") == 2
    assert "(0)" not in text
    points = {"easy": 15, "medium": 20, "hard": 25}[round_.difficulty]
    assert f"Right: <@{fan.id}> +{points}\n-# <@{fan.id}> {points}\n-# Next question <t:" in text
    assert (await table.message()).id == posted.id
    assert list(buttons(await table.message())) == ["Report this question"]
    await table.until_next(1)
    assert "· 2 of 3 · " in await table.shown()
    await table.play(3, after=1)

    text, standings = await table.shown(), await table.message()
    score = max(each.points for each in await table.store.scores.scores((await table.game()).id))
    assert text == (
        f"-# Trivia · 3 questions\n### <@{fan.id}> wins with {score} points\n"
        f"1. <@{fan.id}> · 3 right\n2. <@{other.id}> · 0 right"
    )
    assert list(buttons(standings)) == ["Rematch", "Leaderboard"]
    # The announcement, a message a question, each with its answer now, and the standings.
    messages = await table.messages()
    assert len(messages) == len(table.posts()) == 5
    for number, each in enumerate(messages[1:4], 1):
        assert f"-# Trivia · {number} of 3 · " in words(each)
        assert " · right** (1)" in words(each)
        assert "Next question" not in words(each)  # it has come


async def test_the_first_press_counts(table: Table) -> None:
    await table.start()
    await table.press(table.members[0], "wrong")
    again = await table.press(table.members[0], "right")
    assert again.ephemeral
    assert words(again).endswith("already; the first press counts.")
    round_ = await table.round()
    assert [each.choice for each in await table.store.rounds.answers(round_.id)] == [
        (round_.answer + 1) % len(round_.options)
    ]


async def test_a_round_closes_when_all_who_answered_the_one_before_have(table: Table) -> None:
    await table.start(rounds=3)
    for member in table.members[:2]:
        await table.press(member, "right")
    await table.env.advance_time(5)
    assert (await table.game()).phase == "asking"  # nobody answered before: the first round is open to its end
    await table.until_next(1)
    await table.press(table.members[0], "right")
    await table.press(table.members[2], "right")
    await table.env.advance_time(2)
    assert (await table.game()).phase == "asking"
    await table.press(table.members[1], "wrong")
    await table.env.advance_time(1.1)
    assert (await table.game()).phase == "revealed"


async def test_a_round_that_nobody_answered_leaves_it_to_those_of_the_one_before(table: Table) -> None:
    await table.start(rounds=4)
    await table.press(table.members[0], "right")
    await table.until_next(1)
    await table.until_next(2)
    await table.press(table.members[0], "right")
    await table.env.advance_time(1.1)
    assert (await table.game()).phase == "revealed"


async def test_a_late_starter_hears_of_the_running_game_with_a_link(table: Table) -> None:
    await table.start()
    second = await table.start(table.members[1])
    assert second.ephemeral
    assert words(second) == (
        "A game is running in this channel already: "
        f"https://discord.com/channels/{table.world.guild.id}/{table.channel.id}/{(await table.message()).id}"
    )
    assert len(table.posts()) == 2


async def test_two_silent_rounds_end_a_game_kindly(table: Table) -> None:
    await table.start(rounds=10, seconds=10)
    await table.env.advance_time(10 + 8 + 10 + 8 + 4)
    text = await table.shown()
    assert (await table.game()).ended == "silent"
    assert text == "Nobody answered, so there are no standings."
    assert "Rematch" in buttons(await table.message())


async def test_one_answer_between_silent_rounds_lets_the_game_go_on(table: Table) -> None:
    await table.start(rounds=4, seconds=10)
    await table.until_next(1)
    await table.press(table.members[0], "right")
    await table.until_next(2)
    await table.until_next(3)
    assert (await table.game()).round == 4


async def test_host_and_moderators_stop_a_game_and_nobody_else(table: Table) -> None:
    fan, other = table.members[:2]
    assert words(await fan.slash(table.channel, "trivia stop")).startswith("No game is running in this channel.")
    await table.start(fan)
    await table.press(fan, "right")
    refused = await other.slash(table.channel, "trivia stop")
    assert words(refused).startswith(
        f"Only <@{fan.id}> or a moderator can stop this game; you can start your own in another channel with "
    )
    stopped = await fan.slash(table.channel, "trivia stop")
    assert stopped.ephemeral
    assert await table.shown() == "The game was stopped, so there are no standings."
    assert words((await table.messages())[1]) == "-# Trivia · 1 of 5\nThe game was stopped before the answer."
    await table.start(other)
    await table.world.moderator.slash(table.channel, "trivia stop")
    # Moderators are also who has the editors' role.
    editors = table.world.guild.create_role("Editors")
    await table.world.bot.store.guilds.set_setting(table.world.guild.id, "editors", editors.id)
    editor = table.world.guild.add_member(table.env.create_user("editor"), roles=[editors])
    await table.start(other)
    await editor.slash(table.channel, "trivia stop")
    assert [each.ended for each in await table.games()] == ["stopped", "stopped", "stopped"]


async def test_a_game_without_a_clock_moves_when_its_host_says_so(table: Table) -> None:
    fan, other = table.members[:2]
    await table.start(rounds=3, seconds=0)
    assert "No clock: it closes when the host reveals it" in await table.shown()
    chosen = words(await table.press(other, "right"))
    assert chosen.endswith("The answer comes when the host reveals it.")
    await table.env.advance_time(200)
    assert (await table.game()).phase == "asking"
    refused = await other.click(await table.message(), label="Reveal the answer")
    assert words(refused).startswith(f"Only <@{fan.id}> or a moderator can do that")
    await fan.click(await table.message(), label="Reveal the answer")
    assert " · right** (1)" in await table.shown()
    await table.env.advance_time(60)
    assert (await table.game()).phase == "revealed"
    first = await table.message()
    await fan.click(first, label="Next question")
    assert "· 2 of 3 · " in await table.shown()
    # It was pressed, and goes; the answer stays.
    assert list(buttons(table.at(first.id))) == ["Report this question"]
    assert " · right** (1)" in words(table.at(first.id))
    await table.world.moderator.click(await table.message(), label="Reveal the answer")
    await fan.click(await table.message(), label="Next question")
    # The first round's answer is worth its difficulty, with no bonus for speed.
    await fan.slash(table.channel, "trivia stop")
    scores = await table.store.scores.scores((await table.game()).id)
    assert [(each.user_id, each.points in {10, 15, 20}) for each in scores] == [(other.id, True)]


async def test_a_game_without_a_clock_ends_after_two_silent_rounds_too(table: Table) -> None:
    await table.start(rounds=5, seconds=0)
    for label in ("Reveal the answer", "Next question", "Reveal the answer"):
        await table.members[0].click(await table.message(), label=label)
    assert "-# Standings <t:" in await table.shown()
    await table.env.advance_time(10)
    assert (await table.game()).ended == "silent"


async def test_seconds_between_none_and_ten_are_refused(table: Table) -> None:
    assert words(await table.start(seconds=5)).startswith("Choose 0 for no clock, or 10 to 120 seconds")
    assert not await table.games()


async def test_a_rematch_is_a_new_game_of_the_same_kind_by_whoever_presses(table: Table) -> None:
    await table.start(rounds=3, seconds=10, difficulty="easy")
    await table.play(3)
    old = await table.message()
    answer = await table.members[1].click(old, label="Rematch")
    assert answer.ephemeral
    first, second = await table.games()
    assert second.settings == first.settings
    assert second.host_id == table.members[1].id
    # Once more on the old message: it links to the one that runs.
    again = await table.members[0].click(old, label="Rematch")
    assert str((await table.message()).id) in words(again)
    assert words(old).startswith("-# Trivia · 3 questions · easy")
    assert len(await table.games()) == 2


async def test_what_nobody_got_is_told_at_the_pressers_own_scope(table: Table) -> None:
    fan, other = table.members[:2]
    await table.world.set_progress(fan, E4)
    await table.start(rounds=3, topic="story")
    missed = await table.round()
    await table.press(fan, "wrong")
    await table.until_next(1)
    await table.press(fan, "right")
    await table.until_next(2)
    await table.press(fan, "right")
    await table.until_next(3)
    mine = await fan.click(await table.message(), label="What nobody got")
    assert mine.ephemeral
    question = missed.text.reveal()
    assert question in words(mine).replace("\\", "")
    assert words(mine).count("**1**") == 1
    assert "**2**" not in words(mine)
    theirs = await other.click(await table.message(), label="What nobody got")
    assert (question in words(theirs).replace("\\", "")) == (missed.revealed_in == PREMISE)
    # One tap says how far they are, and shows the same as far as they have seen.
    menu = selects(theirs)[0]
    await other.select(theirs.response, [str(E4.ordinal)], custom_id=menu["custom_id"])
    assert question in words(theirs).replace("\\", "")


async def test_a_wrong_question_is_reported_with_the_answer_and_a_line(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    round_ = await table.round()
    await table.press(table.members[1], "wrong")
    await table.env.advance_time(11)
    form = await table.members[1].click(await table.message(), label="Report this question")
    thanks = await table.members[1].submit_modal(form, {"text": "Two of these are right.", "source": ""})
    assert thanks.ephemeral
    rows = await table.world.bot.store.database.rows(
        "SELECT id, kind, target_id, text, guild_id, author_id FROM reviews"
    )
    review = rows[0]
    assert review[1:] == (
        "question report", round_.question_id, "Two of these are right.", table.world.guild.id, table.members[1].id,
    )  # fmt: skip
    report = await table.store.rounds.report(review[0], E4)
    assert report is not None
    assert (report[0].id, report[1]) == (round_.id, (round_.answer + 1) % len(round_.options))
    if round_.revealed_in > PREMISE:
        assert await table.store.rounds.report(review[0], PREMISE) is None
    # Moderators see the question as it was asked, and the answer, in the queue.
    await table.world.set_progress(table.world.moderator, E12)
    queue = words(await table.world.moderator.slash(table.channel, "review"))
    assert "Two of these are right" in queue
    assert "### As it was asked\n" + round_.text.reveal() in queue.replace("\\", "")
    wrong = round_.options[(round_.answer + 1) % len(round_.options)].reveal()
    assert f"· {wrong} · their answer" in queue.replace("\\", "")


async def test_no_question_repeats_in_a_server_until_all_were_asked(table: Table) -> None:
    await table.world.set_ceiling(table.channel, PREMISE)
    pool = [
        each
        for each in await table.store.questions.pool(table.world.bot.show, Scope.through(PREMISE))
        if each.difficulty == "easy"
    ]
    assert 5 < len(pool) < 60
    asked: list[int] = []
    while len(pool) - len(asked) >= 5:
        await table.start(difficulty="easy")
        rows = await table.world.bot.store.database.rows(
            "SELECT question_id FROM trivia_rounds WHERE game_id = ?", ((await table.game()).id,)
        )
        asked += [row[0] for row in rows]
        # Also after a restart, and also where a game ended the usual way.
        await table.world.bot.store.database.write("UPDATE trivia_rounds SET opened_at = 1")
        await table.world.fan.slash(table.channel, "trivia stop")
    assert len(set(asked)) == len(asked)
    await table.kill()
    left = len(pool) - len(asked)
    short = await table.start(difficulty="easy")
    if left:
        assert words(short) == f"Only {left} such questions before the first episode are new to this server."
        assert list(buttons(short)) == [f"Yes, a game of {left}", "Yes, ask old ones again"]
    else:
        assert words(short) == "This server has had all such questions before the first episode."
    await table.world.fan.click(short.response, label="Yes, ask old ones again")
    rows = await table.world.bot.store.database.rows(
        "SELECT question_id FROM trivia_rounds WHERE game_id = ?", ((await table.game()).id,)
    )
    again = {row[0] for row in rows}
    # Those that were never asked come first.
    assert {each.id for each in pool} - set(asked) <= again
    assert len(again) == 5


async def test_questions_that_a_stopped_game_did_not_come_to_stay_new(table: Table) -> None:
    await table.start(rounds=20)
    await table.world.fan.slash(table.channel, "trivia stop")
    rows = await table.world.bot.store.database.rows("SELECT count(*) FROM trivia_asked")
    assert rows == [(1,)]


async def test_too_few_questions_are_said_with_the_way_on(table: Table) -> None:
    await table.world.set_ceiling(table.channel, PREMISE)
    few = [
        each
        for each in await table.store.questions.pool(table.world.bot.show, Scope.through(PREMISE))
        if each.difficulty == "hard" and each.topic == "place"
    ]
    assert len(few) < 3
    short = await table.start(difficulty="hard", topic="places")
    assert short.ephemeral
    if few:
        assert words(short).startswith(f"There are only {len(few)} such questions before the first episode.")
        await table.world.fan.click(short.response, label=f"Yes, a game of {len(few)}")
        assert (await table.game()).settings.rounds == len(few)
    else:
        assert words(short).startswith("There are no such questions before the first episode.")


async def test_difficulty_and_topic_are_kept(table: Table) -> None:
    await table.start(rounds=6, difficulty="medium", topic="people")
    rows = await table.world.bot.store.database.rows("SELECT difficulty, topic FROM trivia_rounds")
    assert {row[0] for row in rows} == {"medium"}
    assert {row[1] for row in rows} <= {"relationship", "ability", "backstory", "trait"}
    assert words((await table.messages())[0]).endswith("\n-# Medium · people · late joiners start level with the last")


async def test_a_game_needs_a_server(table: Table) -> None:
    result = await table.world.fan.user.slash("trivia start")
    assert words(result).startswith("A game needs a channel of a server")


async def test_where_replies_are_private_no_game_can_run(table: Table) -> None:
    await table.world.bot.store.guilds.set_replies(table.world.guild.id, table.channel.id, "private")
    assert words(await table.start()).startswith("Replies are private in this channel, so no game can run here.")
