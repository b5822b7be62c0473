"""Languages: who is answered in which, and whether the catalogues are whole."""

import gettext
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import regex
import simcord
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot import client, locale
from bot.client import FanBot
from bot.command_words import CommandWords
from bot.errors import SpoilerLeakError
from bot.language import speaking, use_language
from bot.locale import LANGUAGES, day_words, listed, sentences, spoken
from bot.paths import ROOT
from bot.show import translations
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.spoilers import Spoiler
from support.canaries import canary_pack
from support.messages import catalogue_of, forms, missing, room, template
from support.reading import buttons, filled, strings, words
from support.speaking import Speak, speakers
from support.walk import Walk, pack_world
from support.walks import walk_desk, walk_editors, walk_everything, walk_watchalong
from support.world import MURDER, World

E2, E4 = Episode(1, 2), Episode(1, 4)
OTHERS = [each for each in LANGUAGES if each != "en"]
PLACES = re.compile(r"\{\w*\}")
MARKS = re.compile(r"\*\*|^#+ |^-# |`", re.MULTILINE)
# Discord's own rule for names of commands and options.
NAME = regex.compile(r"^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$")


@pytest.fixture
def korean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue with a few sentences, in the place of all others."""
    import_module("bot.ui.settings.options")  # its choices, read once, are the languages that there are in truth
    found = Catalog(locale="ko", charset="utf-8", fuzzy=False)
    for context, english, other in (
        (None, "My card", "내 카드"),
        (None, "Spoiler-safe through {episode}", "{episode}까지 안전"),
        (None, "About me", "나에 대해"),
        (None, "Share", "공유"),
        ("command", "cast", "출연진"),
        ("description", "Everyone you have met so far, with their actors", "지금까지 만난 모두"),
    ):
        found.add(english, other, context=context)
    found.add(("{count} answer", "{count} answers"), ("답 {count}개",))
    with (tmp_path / "ko.po").open("wb") as file:
        write_po(file, found)
    locale.catalogue.cache_clear()
    monkeypatch.setattr(locale, "CATALOGUES", tmp_path)
    monkeypatch.setattr(locale, "LANGUAGES", {"en": "English", "ko": "한국어"})
    yield
    locale.catalogue.cache_clear()  # what comes after speaks Korean as it is


@pytest.fixture(autouse=True)
def translator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are translated, as they are for a running bot."""
    monkeypatch.setattr(client, "CommandWords", CommandWords)


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Speak:
    """Whoever acts from now on has this locale, and their server that one."""
    return speakers(monkeypatch)


@pytest.mark.parametrize(
    ("locale", "language"), [("en-GB", "en"), ("ko", "ko"), ("ja", "en"), ("zh-CN", "en"), ("", "en"), ("no", "en")]
)
@pytest.mark.usefixtures("korean")
def test_a_locale_is_answered_in_a_language_that_there_is(locale: str, language: str) -> None:
    assert spoken(locale) == language


@pytest.mark.usefixtures("korean")
async def test_private_replies_speak_the_members_language_and_public_ones_the_servers(
    world: World, speak: Speak
) -> None:
    for member in (world.fan, world.other):
        await world.set_progress(member, world.bot.show.episodes[3])
    await world.bot.store.viewers.set_ceiling(
        world.bot.show.id, world.guild.id, world.guild.id, world.bot.show.episodes[3]
    )
    speak("ko", "en-US")
    assert words(await world.fan.slash(world.channel, "about")).startswith("## 나에 대해")
    public = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert "My card" in buttons(public)
    assert "Spoiler-safe through S1E4" in words(public)
    private = await world.fan.click(public.response, label="My card")
    assert "S1E4까지 안전" in words(private)
    shared = await world.fan.click(private.response, label="공유")
    assert "Spoiler-safe through S1E4" in words(shared)

    await world.bot.store.guilds.set_setting(world.guild.id, "language", "ko")
    speak("en-US", "en-US")
    assert "내 카드" in buttons(await world.other.slash(world.channel, "character", name="nam-ra"))
    assert words(await world.other.slash(world.channel, "about")).startswith("## About me")
    await world.bot.store.guilds.set_setting(world.guild.id, "language", None)
    assert "My card" in buttons(await world.other.slash(world.channel, "character", name="nam-ra"))
    speak("en-US", "ko")
    assert "내 카드" in buttons(await world.other.slash(world.channel, "character", name="nam-ra"))


@pytest.mark.usefixtures("korean")
async def test_the_story_is_told_in_the_language_that_is_spoken(
    world: World, editor: Any, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    murder = (await world.bot.store.facts.fact(world.bot.show.id, int(MURDER), Scope.through(E4))).text.reveal()  # type: ignore[union-attr]  the shipped pack has it
    monkeypatch.setattr(translations, "_known", {"ko": {murder: "귀남이 교장을 죽여요."}})
    await world.set_progress(world.fan, E4)
    english, korean = "Gwi-nam", "귀남이 교장을 죽여요."
    assert korean not in words(await world.fan.slash(world.channel, "character", name="gwi-nam", private=True))
    speak("ko", "en-US")
    card = words(await world.fan.slash(world.channel, "character", name="gwi-nam", private=True))
    assert korean in card
    # What nobody translated, and what a server wrote, stays as it is.
    assert english in card
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    assert filled(form)["text"] == murder
    await editor.submit_modal(form, filled(form) | {"text": "Gwi-nam kills the headmaster."})
    card = words(await world.fan.slash(world.channel, "character", name="gwi-nam", private=True))
    assert korean not in card
    assert "Gwi-nam kills the headmaster." in card


async def test_a_word_for_a_limit_is_understood_as_it_is_offered(world: World, speak: Speak) -> None:
    """A client may send the label of a choice, or what it begins with."""
    speak("ko", "en-US")
    choices = await world.moderator.autocomplete(world.channel, "settings server", "ceiling", "")
    for label in (choices[0]["name"], choices[0]["name"].partition(" · ")[0], "premise"):
        await world.moderator.slash(world.channel, "settings server", ceiling="S1E4")
        await world.moderator.slash(world.channel, "settings server", ceiling=label)
        assert await world.bot.store.guilds.ceiling(world.bot.show.id, world.guild.id) == PREMISE


async def test_a_beyond_is_beyond_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "_known", {"ko": {"She leaves.": "그녀는 떠나요."}})
    text = Spoiler("She leaves.", Episode(1, 5))
    with speaking("ko"):
        assert (text.markdown(Scope.through(Episode(1, 5))), text.shown(Scope.through(Episode(1, 5)))) == (
            "그녀는 떠나요.",
            "그녀는 떠나요.",
        )
        assert text.markdown(Scope(E4, Episode(1, 5))) == "||그녀는 떠나요. ||"
        for way_out in (text.markdown, text.shown, text.label):
            with pytest.raises(SpoilerLeakError):
                way_out(Scope.through(E4))
    assert text.shown(Scope.through(Episode(1, 5))) == "She leaves."


@pytest.mark.usefixtures("korean")
def test_numbers_dates_and_lists_are_written_as_the_language_writes_them() -> None:
    use_language("ko")
    assert locale.ngettext("{count} answer", "{count} answers", 2).format(count=2) == "답 2개"
    assert (day_words(date(2022, 1, 28)), listed(["a", "b"])) == ("2022년 1월 28일", "a 및 b")
    use_language("en")
    assert (day_words(date(2022, 1, 28)), listed(["a", "b", "c"])) == ("28 January 2022", "a, b and c")
    assert (sentences("You won.", "Well done."), sentences("勝ちです。", "では。", "Bye.")) == (
        "You won. Well done.",
        "勝ちです。では。Bye.",
    )


async def registered(bot: FanBot) -> list[dict[str, Any]]:
    """The commands as Discord gets them."""
    async with simcord.run(bot, shard_count=1) as env:
        sent: list[Any] = [each.json for each in env.http_requests if each.method == "PUT"]
    return sent[0]


@pytest.mark.usefixtures("korean")
async def test_commands_are_offered_in_every_language(bot: FanBot) -> None:
    cast = next(each for each in await registered(bot) if each["name"] == "cast")
    assert cast["name_localizations"] == {"ko": "출연진"}
    assert cast["description_localizations"] == {"ko": "지금까지 만난 모두"}


# ------------------------------------------------------------------------------------------------ the catalogues


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing_or_said_no_more(bot_template: Catalog, language: str) -> None:
    found = catalogue_of(language)
    asked = {(each.context, each.id) for each in bot_template if each.id}
    said = {(each.context, each.id) for each in found if each.id}
    assert (asked - said, said - asked) == (set(), set())
    assert [each.id for each in missing(found)] == []


def test_sentences_inside_of_f_strings_are_to_be_translated(bot_template: Catalog) -> None:
    assert bot_template.get("Not this time: it is {letter}.") is not None


def test_what_puts_one_sentence_behind_another_is_in_one_place() -> None:
    """`sentences`: no space follows a Japanese full stop."""
    by_hand = re.compile(r'\} " \+ _\(')
    assert [str(path) for path in (ROOT / "bot").rglob("*.py") if by_hand.search(path.read_text("utf-8"))] == []


def test_apostrophes_and_quotation_marks_are_typographic(bot_template: Catalog) -> None:
    """But for what is compared with questions that are made of the pack: they are kept as the pack writes."""
    said = [each for each in bot_template if each.id and ("bot/made_sentences.py", 0) not in each.locations]
    assert len(said) > 1000
    assert [form for each in said for form in forms(each.id) if {"'", '"'} & {*form}] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_and_marks_what_its_sentence_does(language: str) -> None:
    for each in catalogue_of(language):
        of_one, of_more = (each.id, each.id) if isinstance(each.id, str) else each.id
        for form in forms(each.string) if each.id else ():
            assert set(PLACES.findall(form)) in ({*PLACES.findall(of_one)}, {*PLACES.findall(of_more)}), form
            assert sorted(MARKS.findall(form)) == sorted(MARKS.findall(of_more)), form
            assert form[0].isspace() == of_more[0].isspace(), form
            assert form[-1].isspace() == of_more[-1].isspace(), form


@pytest.mark.parametrize("language", OTHERS)
def test_buttons_menus_and_forms_are_not_over_long(language: str, places: dict[str, int]) -> None:
    said = {forms(each.id)[0]: forms(each.string) for each in catalogue_of(language) if each.id and not each.context}
    assert len(places) > 150
    for sentence, fits in places.items():
        for form in said[sentence]:
            assert len(PLACES.sub("S1E12", form)) <= fits, form


@pytest.fixture(scope="module")
def places() -> dict[str, int]:
    """How many characters fit where a sentence stands."""
    return room()


@pytest.mark.parametrize("language", OTHERS)
def test_names_of_commands_and_options_are_discords(language: str) -> None:
    longest = {"menu": 32, "description": 100, "choice": 100}
    for each in catalogue_of(language):
        (words, *_) = forms(each.string)
        if each.context in {"command", "option"}:
            assert NAME.match(words), words
            assert words == words.lower()
        elif each.context:
            assert len(words) <= longest[each.context], words


def measured(command: dict[str, Any]) -> int:
    """How much of Discord's 8,000 characters a command takes, each text in its longest language."""
    own = 0
    for key in ("name", "description", "value"):
        localized: dict[str, str] = command.get(f"{key}_localizations") or {}
        own += max(len(str(each)) for each in (command.get(key, ""), *localized.values()))
    return own + sum(measured(each) for key in ("options", "choices") for each in command.get(key, []))


def collisions(commands: list[dict[str, Any]]) -> list[str]:
    """Names that two of these have in one language."""
    found: list[str] = []
    localized: list[dict[str, str]] = [each.get("name_localizations") or {} for each in commands]
    for language in {"en"}.union(*localized):
        names = [names.get(language, str(each["name"])) for each, names in zip(commands, localized, strict=True)]
        found += [name for name in names if names.count(name) > 1]
    return found + [name for each in commands for name in collisions(each.get("options") or [])]


async def test_every_command_fits_in_all_languages(bot: FanBot) -> None:
    sent = await registered(bot)
    assert max(map(measured, sent)) <= 8000
    assert collisions([each for each in sent if each.get("type", 1) == 1]) == []
    help_ = next(each for each in sent if each["name"] == "help")
    for said in (help_["name_localizations"], help_["description_localizations"]):
        assert said.keys() == {"es-419", "es-ES", "pt-BR", "id", "ja", "ko"}
        assert said["es-419"] == said["es-ES"]
    assert [spoken(each) for each in ("es-419", "es-ES", "pt-BR")] == ["es", "es", "pt"]


@pytest.fixture
async def bot_template(bot: FanBot) -> Catalog:
    """Everything that is to be translated."""
    async with simcord.run(bot, shard_count=1):
        return template(bot)


# ------------------------------------------------------------------------------------------ what is in no catalogue


class Outlandish(gettext.NullTranslations):
    """A language in which every sentence of a catalogue can be told from what is in none."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return message


MARKUP = re.compile(r"<[@#t:][^>]*>|[*·,#-]|(?<!\d)\d+ · ")
# Of a story and of whoever typed: episodes, letters, canaries, questions, names, files, and times as they are typed.
UNTRANSLATED = re.compile(
    r"(S\d+E\d+|[A-D]|.*[Kk]an\d\d.*|Which .*\?|The other .*|Birds|Fish|bird|Canaries|Hyosan High|p\d+|.*UTC"
    r"|(typed )?by a member|Nobody rejects it|who dies|\d\d:\d\d|\w+\.\w+)?"
)


def told(value: Any) -> Iterator[str]:
    """Every line that a member can read of what was sent."""
    for path, text in strings(value):
        if path.rpartition(".")[2] in {"label", "placeholder", "title", "content", "name"}:
            yield from text.splitlines()


def speak_outlandish(_language: str) -> Outlandish:
    """The catalogue of every language."""
    return Outlandish()


@pytest.mark.prove
async def test_no_sentence_stands_outside_of_the_catalogues(
    tmp_path: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "LANGUAGES", {"en": "English", "ko": "English"})
    monkeypatch.setattr(locale, "catalogue", speak_outlandish)
    speak("ko", "ko")
    lines: set[str] = set()
    walks: list[Callable[[World], Awaitable[Walk]]] = [
        lambda world: walk_everything(world, E4, E4, deep=2, ahead=True),
        lambda world: walk_watchalong(world, E2, E4),
        lambda world: walk_editors(world, E4, deep=2),
        lambda world: walk_desk(world, deep=3),
    ]
    for number, walk in enumerate(walks):
        async with pack_world(canary_pack(), tmp_path / f"{number}.db") as world:
            lines.update(*(told(each.body) for each in (await walk(world)).sent))
    assert len(lines) > 500
    untold = {MARKUP.sub("", each).strip() for each in lines if not set("⟦⟧") & set(each)}
    assert {each for each in untold - {*locale.NAMES.values()} if not UNTRANSLATED.fullmatch(each)} == set()
