"""What is understood of a question in another language: whom it names, what it asks, and how the index is asked for that."""

import pytest

from bot.show.matching.asks import Slot
from bot.show.matching.tongues import Said, Tongue, tongue, tongues_for

NAMES = {"gwinam": {1}, "onjo": {2}, "namonjo": {2}, "남온조": {2}, "온조": {2}, "청산": {3}, "laprincesa": {4}, "presidenta": {5}, "lapresidenta": {5}, "cheongsan": {3}, "musicroom": {6}, "ウニ": {7}, "民": {8}, "온조이": {9}, "ナムオンジョ": {2}, "オンジョ": {2}, "グィナム": {1}}  # fmt: skip
READ = [
    # (language, question, what it says: a name by its number, “asked?”, “(said by the way)”; its fate; in the index)
    ("es", "¿Quién mata a Gwi-nam?", "quien? mata @1", "how", "quien mata a gwi nam"),
    ("es", "por qué muere On-jo", "porqu? muer @2", "how", "por que muer on jo"),
    ("es", "la princesa", "@4", None, "la princes"),
    ("es", "quienes sobreviven del episodio 4", "quien? vive episod 4", None, "quien sobreviv del episod 4"),
    ("es", "Nam On-jo y Cheong-san se besan", "@2 @3 besa", None, "nam on jo y cheong san se besan"),
    ("es", "cómo termina", "final", None, "como termin"),
    ("es", "¿Dónde está la presidenta?", "dond? @5", "of one", "dond esta la president"),
    ("es", "actores", "actor", None, "actor"),
    ("es", "que paso con onjo", "que? (paso) @2", "of one", "que paso con onjo"),
    ("es", "los infectados muerden", "infect muerd", None, "los infect muerd"),
    ("pt", "Quem mata Gwi-nam?", "quem? mata @1", "how", "quem mata gwi nam"),
    ("pt", "por que o Cheong-san morreu", "porqu? @3 morr", "how", "por que o cheong san morr"),
    ("pt", "como termina", "final", None, "como termin"),
    ("pt", "episódio 12 final", "episodi 12 final", None, "episodi 12 final"),
    ("id", "siapa yang membunuh Gwi-nam", "nyiapa? bunuh @1", "how", "nyiapa yang bunuh gwi nam"),
    ("id", "kenapa On-jo mati", "napa? @2 mati", "how", "napa on jo mati"),
    ("id", "gimana nasib Cheong-san", "nasib @3", "of one", "gimana nasib cheong san"),
    ("id", "menembak tembak ditembak", "nembak nembak nembak", None, "nembak nembak nembak"),
    ("id", "siapa yang memakan ayahnya", "nyiapa? makan ngayah", None, "nyiapa yang makan ngayah"),
    ("id", "dimakan siapa", "makan nyiapa?", None, "makan nyiapa"),
    ("id", "kenapa Gwi-nam meninggal", "napa? @1 mati", "how", "napa gwi nam meninggal"),
    ("id", "kenapa Gwi-nam meninggalkan On-jo", "napa? @1 ninggal @2", None, "napa gwi nam ninggal on jo"),
    ("id", "di mana syuting ep. 3", "mana? syuting ep 3", None, "di mana syuting ep 3"),
    ("id", "On-jo masih hidup?", "@2 (masih) hidup", "of one", "on jo masih hidup"),
    ("ko", "온조는 죽나요?", "@2 죽", "of one", "온조 온조 조는 죽 죽나 나요"),
    ("ko", "누가 청산이를 죽였어", "누구? @3 죽이", "how", "누 누가 청산이 청산 산이 이를 죽이 죽였 였어"),
    ("ko", "청산이 살아 있나", "@3 생조", "of one", "청사 청산 산이 살 살아 이 있나"),
    ("ko", "남온조가 왜 물렸어", "@2 외? 물리", "how", "남온조 남온 온조 조가 외 물리 물렸 렸어"),
    ("ko", "결말 어떻게 돼?", "결마 결마", None, "결마 결말 어떻 어떻 떻게 되"),
    ("ko", "5화에서 누가 죽어?", "5화 누구? 죽", None, "5화 5화 화에 에서 누 누가 죽 죽어"),
    ("ko", "온조이랑", "@9", None, "온조이 온조 조이 이랑"),
    ("ko", "감염된 사람 몇명", "감이 (사라) 몇?", None, "감염되 감염 염된 사라 사람 몇명 몇명"),
    ("ko", "때렸어", "때리", None, "때리 때렸 렸어"),
    ("ko", "Gwi-nam 죽음", "@1 죽", "of one", "gwi gw wi nam na am 죽 죽음"),
    ("ja", "ナム・オンジョは死ぬ？", "@2 死ぬ", "of one", "ナム ムオ オン ンジ ジョ ョは は死 死ぬ ぬ"),
    ("ja", "オンジョが誰とキスする", "@2 誰? キス (する)", None, "オン ンジ ジョ ョが が誰 誰と とキ キス スす する る"),
    ("ja", "結末はどうなるの", "結末 結末", None, "結末 末は はど どう うな なる るの の"),
    ("ja", "第5話で誰が死ぬ", "第 5 (話) 誰? 死ぬ", None, "第5 5話 話で で誰 誰が が死 死ぬ ぬ"),
    ("ja", "ウニは殺されたのか", "@7 殺", None, "ウニ ニは は殺 殺さ され れた たの のか か"),
    ("ja", "スマホ", "スマホ", None, "スマ マホ ホ"),
    ("ja", "民は生きてる", "@8 生き残", "of one", "民は は生 生き きて てる る"),
    ("ja", "グィナムを噛んだのは誰", "@1 噛 誰?", "how", "グィ ィナ ナム ムを を噛 噛ん んだ だの のは は誰 誰"),
]  # fmt: skip


def written(each: Said) -> str:
    names = ",".join(map(str, sorted(each.subjects)))
    return {"name": f"@{names}", "question": f"{each.word}?", "weak": f"({each.word})", "content": each.word}[each.kind]


@pytest.mark.parametrize(("language", "question", "says", "fate", "indexed"), READ)
def test_a_question_is_read(language: str, question: str, says: str, fate: str | None, indexed: str) -> None:
    known = tongue(language)
    read = known.read(question, NAMES)
    assert " ".join(map(written, read)) == says
    assert known.fate(read) == fate
    assert known.indexed(question) == indexed
    compared = dict.fromkeys(each.strip("?()") for each in says.replace(",", " @").split())
    assert known.comparable(question, NAMES) == [*compared]


@pytest.mark.parametrize(
    ("language", "words", "stems"),
    [
        (
            "es",
            "abandonado abandonaron corre corriendo ana amigas rapidamente casa",
            "abandon abandon corr corr ana amig rapid casa",
        ),
        ("pt", "correram abandonado casas ana escola", "corr abandon casas ana escol"),
        (
            "id",
            "menulis tulis menyapu memakan dimakan makanan pukul memukul kamu ini berlari lari terkena menggigit gigitan mengejar dikejar"
            " membunuh mencuri menyelamatkan selamat mengambil ambil menang memenangkan meninggal ditinggalkan pergi",
            "nulis nulis nyapu makan makan makan mukul mukul ngamu ini lari lari ngena gigit gigit ngejar ngejar"
            " bunuh curi nyelamat nyelamat ngambil ngambil menang menang meninggal ninggal merg",
        ),
        (
            "ko",
            "먹었어 먹는다 갔어 가다 봤어 봐 하는 했다 친구들에게 친구는 학교에서 물 물려 a 이",
            "먹 먹 가 가 보 보 하 하 친구드 친구 학교 물 물리 a 이",
        ),
        ("ja", "食べる 学校 ア", "食べる 学校 ア"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(language: str, words: str, stems: str) -> None:
    assert " ".join(map(tongue(language).stem, words.split())) == stems


@pytest.mark.parametrize(
    ("language", "word", "query", "topics"),
    [
        ('es', 'final', '"final" OR "fin" OR "termin" OR "acab"', ()),
        ('es', 'besa', '"besa" OR "besan" OR "beso" OR "besos" OR "besars"', ('relationship',)),
        ('pt', 'mata', '"mata" OR "matam" OR "matou" OR "matar" OR "assassin"', ('death',)),
        ('id', 'hidup', '"hidup" OR "nyelamat" OR "nahan" OR "nyintas"', ()),
        ('ko', '죽', '"죽" OR "사망" OR "사망자" OR "사망 망자" OR "사망하" OR "사망 망하"', ('death',)),
        ('ko', '생조', '"생조" OR "살" OR "살아이" OR "살아 아이" OR "살아나" OR "살아 아나" OR "생존자" OR "생존 존자"', ()),
        ('ko', '가나다라', '"가나다라" OR "가나 나다 다라"', ()),
        ('ja', '死ぬ', '"死ぬ" OR "死" * OR "死ん" OR "死に" OR "死亡" OR "亡く くな" OR "死者" OR "死亡 亡者" OR "死ぬ ぬの" OR "死ん んだ"', ('death',)),
        ('ja', '携帯', '"携帯"', ()),
        ('ja', '話', '"話" *', ()),
        ('es', 'nada', '"nada"', ()),
    ],
)  # fmt: skip
def test_a_word_is_looked_for_in_all_its_forms_and_stands_for_topics(
    language: str, word: str, query: str, topics: tuple[str, ...]
) -> None:
    assert tongue(language).matches(word) == query
    assert tongue(language).topics(word) == topics


@pytest.mark.parametrize(
    ("language", "typed", "query"),
    [
        ("es", "la princesa", '"la princes"'),
        ("id", "menembak gwi", '"nembak gwi"'),
        ("ko", "온조가 청산이", '"온조 청사"'),
        ("ja", "オンジョ", '"オン ンジ ジョ"'),
        ("ja", "民", '"民" *'),
    ],
)
def test_a_name_is_looked_for_as_it_was_typed(language: str, typed: str, query: str) -> None:
    assert tongue(language).mention(typed) == query


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ('es', 'la casa', 'casa elcasa ella ellacasa la lacasa lala lalacasa lascasa lasla laslacasa loscasa losla loslacasa'),
        ('ko', '온조가이 a', 'a 온조가 온조가이 온조가이a'),
        ('ko', '청산이랑', '청산 청산이 청산이랑'),
        ('ja', '民はアイ', 'は はアイ アイ 民 民は 民はアイ'),
        ('ja', 'ア・イ', 'アイ'),
        ('pt', 'o', 'ao aso o oo oso'),
    ],
)  # fmt: skip
def test_every_run_of_words_may_be_a_name(language: str, text: str, keys: str) -> None:
    assert tongue(language).keys(text) == {*keys.split()}


@pytest.mark.parametrize(
    ("language", "text", "rest", "number"),
    [
        ("es", "Capítulo 4, ¿quién muere?", " , ¿quién muere?", 4),
        ("es", "quien muere en el ep. 12", "quien muere en el  ", 12),
        ("pt", "no episódio 3", "no  ", 3),
        ("id", "eps 5", " ", 5),
        ("ko", "제5화 결말", "  결말", 5),
        ("ko", "에피소드 7", " ", 7),
        ("ja", "第3話は", " は", 3),
        ("ja", "エピソード 6", " ", 6),
    ],
)
def test_an_episode_is_read_out_of_a_question(language: str, text: str, rest: str, number: int) -> None:
    assert tongue(language).in_episode(text) == (rest, (None, number))
    assert tongue(language).in_episode(rest) == (rest, None)


def test_a_question_is_read_in_the_language_of_its_letters() -> None:
    assert [tongues_for(text, "es") for text in ("온조는", "ㅋㅋ", "だれ", "ナム", "民", "々", "quien")] == [
        *(("ko", "en"), ("ko", "en"), ("ja", "en"), ("ja", "en"), ("ja", "en"), ("ja", "en"), ("es", "en")),
    ]
    assert [tongues_for("who", spoken) for spoken in ("en", "ko", "ja", "pt", "id")] == [
        *(("en",), ("en",), ("en",), ("pt", "en"), ("id", "en")),
    ]


def test_of_a_book_only_so_many_words_are_read() -> None:
    assert len(tongue("es").read("muere " * 40, {})) == 24


def test_what_a_word_weighs_is_by_its_kind() -> None:
    spanish = tongue("es")
    assert dict(spanish.ask_of("@1 quien paso muer").weights) == {"@1": 2.5, "quien": 0.8, "paso": 0.6, "muer": 3.0}
    read = spanish.read("quien paso muere On-jo", NAMES)
    assert [spanish.slot(each) for each in read] == [
        *(Slot(0.8, {"quien": 1.0}), Slot(0.6, {"paso": 1.0}), Slot(3.0, {"muer": 1.0}), Slot(2.5, {"@2": 1.0})),
    ]


def test_each_language_has_a_part_of_the_index_of_its_own() -> None:
    assert {language: tongue(language).number for language in ("es", "pt", "id", "ja", "ko")} == {
        "es": 1, "pt": 2, "id": 3, "ja": 4, "ko": 5,
    }  # fmt: skip
    assert tongue("es") is tongue("es")
    assert Tongue("es").stem("") == ""


def test_the_series_that_everything_is_about_is_no_name_in_a_question() -> None:
    for language, text, series in (
        ("es", "dónde se rodó la serie", "laserie"),
        ("pt", "onde foi gravada a série", "aserie"),
        ("ja", "ドラマの原作", "ドラマ"),
    ):
        names = {series: {1}}
        assert [each.subjects for each in tongue(language).read(text, names)].count(frozenset({1})) == 0
    assert tongue("es").read("la rica", {"larica": {1}})[0].subjects == {1}
