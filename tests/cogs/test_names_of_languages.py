"""Names in other languages: typed anywhere, and shown where that language is spoken."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.language import language, speaking, use_language
from bot.made_sentences import made_sentence
from bot.paths import ROOT
from bot.show.episodes import Episode, Scope
from bot.show.facts import row_id
from bot.show.matching.names import find, sure
from bot.show.translations import learn, say_also, translated
from bot.show.trivia import KINDS, QUIZ, WHO
from support.proofs import in_prove
from support.quick import send_orders
from support.reading import buttons, strings, words
from support.shipped import shipped_pack
from support.speaking import speakers
from support.world import MURDER, World

PACK = shipped_pack()
E1, E3, E4 = Episode(1, 1), Episode(1, 3), Episode(1, 4)


@pytest.fixture
async def speak(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Whoever acts from now on has this locale; the story is known in every language."""
    monkeypatch.setattr("bot.show.translations._known", {})
    say_also(made_sentence)
    learn(await world.bot.store.packs.translations(world.bot.show.id))
    locales, before = speakers(monkeypatch), language()

    def speak(member: str) -> None:
        locales(member, "en-US")
        use_language(before)

    return speak


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("オンジョ", "Nam On-jo"),
        ("ナム・オンジョ", "Nam On-jo"),
        ("チョンサン", "Lee Cheong-san"),
        ("パク・ジフ", "Nam On-jo"),
        ("교장쌤", "The principal"),
        ("la presidenta", "Choi Nam-ra"),
        ("o pai da on-jo", "Nam So-ju"),
        ("ketua kelas", "Choi Nam-ra"),
        ("Guinam", "Yoon Gwi-nam"),
    ],
)
async def test_a_name_of_any_language_is_understood(world: World, typed: str, name: str) -> None:
    await world.set_progress(world.fan, E3)
    card = await world.fan.slash(world.channel, "character", name=typed, private=True)
    assert name in words(card).splitlines()[0]
    choices = await world.fan.autocomplete(world.channel, "character", "name", typed)
    assert choices[0]["name"].startswith(name)


async def test_a_name_that_spoils_is_understood_no_earlier_than_in_english(world: World) -> None:
    await world.set_progress(world.fan, E1)
    known = words(await world.fan.slash(world.channel, "character", name="妊婦", private=True))
    assert known.replace("妊婦", "…") == words(
        await world.fan.slash(world.channel, "character", name="zzzz", private=True)
    ).replace("zzzz", "…")


async def test_names_are_shown_as_the_language_writes_them(world: World, speak: Callable[[str], None]) -> None:
    await world.set_progress(world.fan, E3)
    speak("ja")
    choices = await world.fan.autocomplete(world.channel, "character", "name", "nam-ra")
    assert choices[0]["name"].startswith("チェ・ナムラ · ")
    for sent in (choices[0]["name"], choices[0]["value"]):
        card = words(await world.fan.slash(world.channel, "character", name=sent, private=True))
        assert "チェ・ナムラ · 최남라" in card.splitlines()[0]
    speak("ko")
    card = words(await world.fan.slash(world.channel, "character", name="남라", private=True))
    assert card.splitlines()[0].endswith("최남라")
    assert "조이현" in card


@pytest.mark.parametrize(
    ("locale", "asked", "found"),
    [
        ("es-419", "¿quién mató al director?", "Gwi-nam"),
        ("pt-BR", "quem matou o diretor", "Gwi-nam"),
        ("id", "siapa yang bunuh kepala sekolah", "Gwi-nam"),
        ("ja", "校長を殺したのは誰", "グィナム"),
        ("ko", "교장 누가 죽였어?", "귀남"),
        ("en-US", "교장 누가 죽였어?", "Gwi-nam"),
        ("es-419", "who killed the principal", "Gwi-nam"),
    ],
)
async def test_a_question_is_answered_in_the_language_that_it_is_asked_in(
    world: World, speak: Callable[[str], None], locale: str, asked: str, found: str
) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    speak(locale)
    answer = words(await world.fan.slash(world.channel, "search", text=asked))
    assert found in next(line for line in answer.splitlines() if "1" in line[:5])


@pytest.mark.parametrize(
    ("spoken", "english", "said"),
    [
        ("es", "Who plays Park Hee-su?", "¿Quién interpreta a Park Hee-su?"),
        ("ja", "Who plays Park Hee-su?", "パク・ヒスを演じているのは誰？"),
        ("ko", "Whom does Park Ji-hu play?", "박지후 배우가 맡은 역은 누구인가요?"),
        ("ja", "Who is On-jo's father?", "オンジョの父は誰？"),
        ("ko", "Which of these happens in S1E4?", "S1E4에서 일어나는 일은 무엇인가요?"),
        ("es", "Who is it?", "¿Quién es?"),
        ("en", "Who is it?", "Who is it?"),
    ],
)
@pytest.mark.usefixtures("speak")
async def test_what_is_asked_of_made_questions_is_said_in_the_language(spoken: str, english: str, said: str) -> None:
    with speaking(spoken):
        assert translated(english) == said


@pytest.mark.usefixtures("speak")
async def test_made_questions_are_translated_whole(world: World) -> None:
    """But for those whose facts or names nobody translated: a sentence that is half English would be none."""
    scope = Scope.through(world.bot.show.last)
    material = await world.bot.store.questions.pool(world.bot.show, scope)
    made = [each for each in material if each.generated]
    assert len(made) > 50
    for spoken in ("es", "ja", "ko"):
        with speaking(spoken):
            texts = [text for each in made for text in (each.text, each.explanation)]
            plain = [each.reveal() for each in texts if translated(each.reveal()) == each.reveal()]
        assert not plain, (spoken, plain[:5])


@pytest.mark.usefixtures("speak")
async def test_clues_to_somebody_are_told_in_the_language_and_do_not_name_them(world: World) -> None:
    everything = Scope.through(world.bot.show.last)
    people = {
        each.name: (*each.spellings, *each.actors)
        for each in await world.bot.store.facts.people(world.bot.show.id, everything)
    }
    for spoken in ("es", "ja", "ko"):
        with speaking(spoken):
            asked = await world.bot.store.game_kinds.pool(WHO, world.bot.show, everything)
            clues = [(each.answer.reveal(), translated(clue.reveal())) for each in asked for clue in each.clues]
        assert len(asked) > 30
        assert not [clue for _, clue in clues if clue.startswith("This person") or " this person" in clue]
        for name, clue in clues:
            written = {each for each in people[name] if not each.isascii()}
            parts = {part for each in written for part in each.split("・")[1:]}
            called = {name, name.split()[-1], *written, *parts}
            assert not [each for each in called if each in clue], (name, clue)


@pytest.mark.parametrize("language", ["ja", *map(in_prove, ("ko", "es", "pt", "id"))])
async def test_everybody_is_found_as_their_language_writes_them(world: World, language: str) -> None:
    slugs = {row_id(PACK.slug, "subject", each.slug): each.slug for each in PACK.characters}
    people = await world.bot.store.facts.people(world.bot.show.id, Scope.through(world.bot.show.last))
    lines = (ROOT / "tests" / "data" / "spellings_of_languages.txt").read_text("utf-8").splitlines()
    found = first = count = 0
    for slug, *typed in (line.split("|") for line in lines if not line.startswith("#")):
        for each in typed[("ja", "ko", "es", "pt", "id").index(language)].split("/"):
            matches = find(each, people)
            count += 1
            first += bool(matches) and slugs[matches[0].person.id] == slug
            meant = sure(matches)
            found += meant is not None and slugs[meant.id] == slug
    assert count > 130
    assert (first / count >= 0.98, found / count >= 0.95) == (True, True), (first, found, count)


async def test_the_log_speaks_the_servers_language_and_the_reply_the_editors(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = world.guild.create_text_channel("log")
    speakers(monkeypatch)("ko", "en-US")
    await world.moderator.slash(world.channel, "settings server", log_channel=log)
    seen = len(world.env.http_requests)
    reply = await world.moderator.slash(world.channel, "settings channel", ceiling="S1E4")
    logged = [each.json for each in world.env.http_requests[seen:] if each.path.startswith(f"/channels/{log.id}/")]
    said = " ".join(text for body in logged for _, text in strings(body))
    assert "Changed by" in said
    assert "now shows everything through S1E4" in said
    assert "now shows" not in words(reply)


def control(reply: Any, prefix: str) -> str:
    """The custom_id of a button of this class."""
    return next(each["custom_id"] for each in buttons(reply).values() if each["custom_id"].startswith(prefix))


def attached(world: World, reply: Any) -> str:
    """What stands in the file on a reply, if there is one."""
    files = [world.env.backend.cdn.get(each.url) or b"" for each in (reply.response or reply).attachments]
    return b"".join(files).decode("utf-8", "backslashreplace")


async def test_the_translation_of_a_hidden_fact_is_told_nowhere(
    world: World, editor: Any, speak: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    send_orders(monkeypatch)
    murder = await world.bot.store.facts.fact(world.bot.show.id, int(MURDER), Scope.through(E4))
    assert murder is not None
    with speaking("ko"):
        korean = translated(murder.text.reveal())
    assert korean != murder.text.reveal()

    async def told() -> list[bool]:
        speak("ko")
        cards = [
            await world.fan.slash(world.channel, "search", text="교장 누가 죽였어?"),
            await world.fan.slash(world.channel, "character", name="귀남", private=True),
            await world.fan.slash(world.channel, "episode", number="e4", private=True),
        ]
        everybody = await world.fan.slash(world.channel, "cast", private=True)
        pictures = [
            await world.fan.click(reply.response, custom_id=control(reply, prefix))
            for reply, prefix in ((cards[1], "c1:ties"), (everybody, "p1:map"), (everybody, "p1:yearbook"))
        ]
        files = [await editor.slash(world.channel, f"{kind} export", format="json") for kind in ("fact", "question")]
        sent = [attached(world, each) for each in (*pictures, *files)]
        assert all(re.search("[가-힣]", each) for each in sent[:3]), "they are drawn in Korean"
        with speaking("ko"):
            kinds = [
                await world.bot.store.game_kinds.pool(each, world.bot.show, Scope.through(E4), guild_id=world.guild.id)
                for each in KINDS
                if each != QUIZ
            ]
            asked = [each for kind in kinds for each in kind] + list(
                await world.bot.store.questions.pool(world.bot.show, Scope.through(E4), guild_id=world.guild.id)
            )
        cards += [everybody, *pictures, *files]
        return [korean in each for each in (*map(words, cards), *sent)] + [
            any(int(MURDER) in each.rests_on for each in asked)
        ]

    await world.set_progress(world.fan, E4)
    await world.set_progress(editor, world.bot.show.last)  # who exports what they have not seen is asked first
    assert any(await told())
    speak("en-US")
    await editor.submit_modal(await editor.slash(world.channel, "fact retire", fact=MURDER), {"why": "wrong"})
    assert not any(await told())
    assert murder.text.reveal() in attached(world, await editor.slash(world.channel, "fact export", format="json"))
