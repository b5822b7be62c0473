"""What a row of an import may be: whom it is about, its marks, its sources, through the front door."""

import unicodedata
from typing import Any

import discord
import pytest

from bot.show.edits import Change, FactContent
from bot.show.episodes import Episode
from bot.show.facts import Source
from bot.show.spoilers import Spoiler
from bot.store.edits import new_id
from support.imports import check, layer, row
from support.proofs import sampled
from support.reading import words
from support.world import NAM_RA, World

NAM_RA_COUNTS = {
    "text": "Nam-ra counts sheep.", "revealed_in": ["1001"], "topic": ["trait"], "sources": "Netflix", "about": "Nam-ra",
}  # fmt: skip


@pytest.mark.parametrize(
    "about",
    sampled([
        "choi nam-ra", "Nam-ra", "최남라", unicodedata.normalize("NFD", "최남라"), "Choi Nam\u2011ra", "Choi Nam\u2013ra",
        " Choi Nam-ra", "Choi Nam-ra\u00a0", "CHOI  NAM-RA", "choi-nam-ra",
    ]),
)  # fmt: skip
async def test_whom_a_row_is_about_is_read_as_in_the_form(world: World, editor: Any, about: str) -> None:
    report = await check(world, editor, row(1, about=f'["{about}"]'))
    await editor.click(report.response, label="Yes, import 1 row")
    assert [each[2].about for each in await layer(world)] == [(NAM_RA,)]


async def test_nobody_is_guessed_and_the_nearest_name_is_told(world: World, editor: Any) -> None:
    report = await check(world, editor, row(1, about='["Nam-rra"]') + row(2, about='["Cheong-san’s mother"]'))
    assert "about “Nam-rra” is nobody I know; Choi Nam-ra?" in words(report)
    assert "1 to add" in words(report)


@pytest.mark.parametrize(
    "text",
    sampled([
        " Nam-ra counts to nine.", "Nam-ra counts to nine. ", "Nam-ra  counts to nine.", "Nam-ra counts to nine.\\n",
        "Nam-ra counts\u00a0to nine.", "Nam-ra\u200b counts to nine.", "Nam-ra counts&nbsp;to nine&#46;",
        "\ufeffNam-ra counts\\tto\\r\\nnine.", "Nam\u00ad-ra counts to nine.",
    ]),
)  # fmt: skip
async def test_spaces_and_entities_of_a_text_are_those_of_a_text(world: World, editor: Any, text: str) -> None:
    report = await check(world, editor, row(1, text=f'"{text}"'))
    await editor.click(report.response, label="Yes, import 1 row")
    assert [each[2].text.reveal() for each in await layer(world)] == ["Nam-ra counts to nine."]


PLAIN = {
    "Nam-ra &quot;counts&quot; to nine.": 'Nam-ra "counts" to nine.',
    "Nam-ra&#039;s caf&eacute; &amp; bar.": "Nam-ra's café & bar.",
    "Nam-ra <3 Su-hyeok & R&D; 2 < 3": "Nam-ra <3 Su-hyeok & R&D; 2 < 3",
    unicodedata.normalize("NFD", "é" * 65): "é" * 65,
}


MARKUP = ["Nam-ra <b>counts</b>.", "Nam-ra [[counts]].", "Nam-ra counts.[1]", "&lt;i&gt;Nam-ra&lt;/i&gt; counts."]


@pytest.mark.parametrize("text", sampled([*PLAIN, *MARKUP]))
async def test_marks_of_other_sites_are_read_or_refused_by_the_form_and_by_the_import(
    world: World, editor: Any, text: str
) -> None:
    report = await check(world, editor, row(1, text=f"'{text}'" if '"' in text else f'"{text}"'))
    saved = await editor.submit_modal(await editor.slash(world.channel, "fact add"), NAM_RA_COUNTS | {"text": text})
    if text in MARKUP:
        assert "text holds mark-up" in words(report)
        assert "The fact holds mark-up of another site" in words(saved)
        assert not await layer(world)
    else:
        assert "1 to add" in words(report)
        assert [each[2].text.reveal() for each in await layer(world)] == [PLAIN[text]]


async def test_known_values_are_told_once_for_a_file(world: World, editor: Any) -> None:
    report = words(await check(world, editor, "".join(row(number, topic='"people"') for number in range(3))))
    assert report.count("topic “people” is none of the known values") == 3
    assert report.count("topic is one of event, death") == 1


async def test_a_question_with_another_answer_is_no_twin_in_the_form_either(world: World, editor: Any) -> None:
    typed = {"text": "Who says this line?", "options": "Nam-ra\nA\nB\nC", "explanation": "So it is.\nNetflix",
             "revealed_in": ["1001"], "level": ["easy trait"]}  # fmt: skip
    for answer, said in (("Nam-ra", "Saved"), ("On-jo", "Saved"), ("on-jo", "Is this new?")):
        form = await editor.slash(world.channel, "question add")
        saved = await editor.submit_modal(form, typed | {"options": f"{answer}\nA\nB\nC"})
        assert said in words(saved)
    assert len(await layer(world)) == 2


async def test_a_source_without_an_address_is_asked_about_like_one(world: World) -> None:
    await world.set_progress(world.moderator, Episode(1, 1))
    await world.bot.store.edits.save(
        world.bot.show.id, world.guild.id,
        Change(
            new_id(world.guild.id, "fact"), 0,
            FactContent(Spoiler("Nam-ra hums.", Episode(1, 1)), "trait", (NAM_RA,), (Source("Nam-ra dies", None),)),
            "live", "added",
        ),
        by=world.moderator.id, at=discord.utils.utcnow(), reason="",
    )  # fmt: skip
    asked = await world.moderator.slash(world.channel, "fact export", format="json")
    assert "Export through S1E12?" in words(asked)
