"""Questions that ask for nothing but what happens in an episode, in every language."""

import pytest

from bot.show.matching.tongues import episode_alone


@pytest.mark.parametrize(
    ("spoken", "asked", "episode"),
    [
        ("en", "What happened in episode 5?", (None, 5)),
        ("en", "recap of s1e3", (1, 3)),
        ("en", "what happens in the fifth episode", (None, 5)),
        ("ko", "5화에서 무슨 일이 일어났어?", (None, 5)),
        ("ko", "5화 줄거리", (None, 5)),
        ("es", "resumen del capítulo 5", (None, 5)),
        ("pt", "o que acontece no episódio 5", (None, 5)),
        ("id", "apa yang terjadi di episode 5", (None, 5)),
        ("ja", "5話で何が起きた?", (None, 5)),
        ("ja", "第5話のあらすじ", (None, 5)),
        ("ko", "what happened in episode 5", (None, 5)),
    ],
)
def test_an_episode_alone(spoken: str, asked: str, episode: tuple[int | None, int]) -> None:
    assert episode_alone(asked, spoken) == episode


@pytest.mark.parametrize(
    ("spoken", "asked"),
    [
        ("en", "who dies in episode 3"),
        ("en", "nam-ra in episode 5"),
        ("en", "how long is episode 4"),
        ("en", "season 2"),
        ("en", "what happened"),
        ("ko", "5화에서 누가 죽어"),
        ("es", "quién muere en el episodio 5"),
        ("ja", "5話で誰が死ぬ"),
    ],
)
def test_more_than_an_episode_or_none(spoken: str, asked: str) -> None:
    assert episode_alone(asked, spoken) is None
