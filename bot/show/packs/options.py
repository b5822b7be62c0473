"""Whether a wrong option of a written question is right too, as far as the pack itself tells."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from bot.show.edits import same_words
from bot.show.facts import Pack, PackQuestion
from bot.show.spoilers import Spoiler
from bot.show.text_rules import Names


def right_options(pack: Pack) -> Iterator[str]:
    """Every wrong option that means whom the answer means, of whom a fact says the same, or who is the same to somebody."""
    names = _Meanings(pack)
    texts = {same_words(fact.text.reveal()) for fact in pack.facts}
    facts = {fact.slug: fact.text.reveal() for fact in pack.facts}
    ties: dict[tuple[str, str], set[str]] = defaultdict(set)  # who is this to whom
    for each in pack.relationships:
        ties[same_words(each.label.reveal()), each.b].add(each.a)
        if each.mutual or each.label_back is not None:
            back = each.label_back or each.label
            ties[same_words(back.reveal()), each.a].add(each.b)
    for question in pack.questions:
        answer, rests_on = question.answer.reveal(), [facts[slug] for slug in question.facts if slug in facts]
        for wrong in (each.reveal() for each in question.wrong):
            if names.meant(answer) & names.meant(wrong):
                reason = "means whom the answer means"
            elif any(_said_of(fact, names.forms(answer), names.forms(wrong), texts) for fact in rests_on):
                reason = "is what a fact says as well"
            elif _same_to_somebody(question, ties, names, wrong):
                reason = "is the same to whom the question is about"
            else:
                continue
            yield f"questions.toml, “{question.slug}”: the wrong option “{wrong}” {reason}"


def _said_of(fact: str, answer: Iterable[str], wrong: Iterable[str], texts: Container[str]) -> bool:
    """Whether a fact of the pack says of the one what this fact says of the other, by whatever names."""
    return any(same_words(fact.replace(old, new)) in texts for old in answer if old in fact for new in wrong)


def _same_to_somebody(
    question: PackQuestion, ties: Mapping[tuple[str, str], set[str]], names: "_Meanings", wrong: str
) -> bool:
    asked = f" {same_words(question.text.reveal())} "
    about = names.named(question.text.reveal())
    right, also = names.meant(question.answer.reveal()), names.meant(wrong)
    return any(
        whom in about and f" {label} " in asked and right & who and also & who for (label, whom), who in ties.items()
    )


class _Meanings:
    """Whom a name means: characters by their slugs, an actor as whoever they are."""

    def __init__(self, pack: Pack) -> None:
        people: list[tuple[str, Spoiler]] = []
        self._meant: dict[str, set[str]] = defaultdict(set)
        self._forms: dict[str, set[str]] = defaultdict(set)
        for each in pack.characters:
            known = [each.name, *([each.hangul] if each.hangul else []), *each.aliases]
            people += [(each.slug, name) for name in known]
            self._add(each.slug, known)
            self._add(f"actor of {each.slug}", each.actor_names)
        for each in pack.subjects:
            self._add(each.slug, [each.name])
        self._names = Names(people)

    def _add(self, slug: str, names: Iterable[Spoiler]) -> None:
        for name in names:
            self._meant[same_words(name.reveal())].add(slug)
            self._forms[slug].add(name.reveal())

    def meant(self, option: str) -> set[str]:
        """Whom or what an option is the name of."""
        return self._meant.get(same_words(option), set())

    def forms(self, option: str) -> set[str]:
        """An option in every way that it can be written."""
        return {option}.union(*(self._forms[slug] for slug in self.meant(option)))

    def named(self, text: str) -> set[str]:
        """Everybody who is named in a text."""
        return {slug for slug, _known in self._names.mentions(text)}
