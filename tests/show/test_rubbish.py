"""Files that hold no facts and no questions: whatever somebody uploads, the answer is one clear reason."""

import pytest

from bot.errors import FileRefusedError
from bot.show.apart import rows_apart
from bot.show.import_file import LARGEST, MOST_ROWS, rows_of
from bot.show.list_file import rows_of_list
from support.proofs import sampled

MANY = 100_000
OURS: dict[str, tuple[str, bytes, str]] = {
    "latin-1": ("a.toml", "[[facts]]\ntext = 'caf\xe9'".encode("latin-1"), "encoding"),
    "zeros": ("a.toml", b"\0" * LARGEST, "encoding"),
    "letters": ("a.toml", b"x" * LARGEST, "toml 1"),
    "too large": ("a.toml", b"x" * (LARGEST + 1), "size"),
    "a long key": ("a.toml", b"a." * 500_000 + b"a = 1", "toml 1"),
    "many keys of many parts": ("a.toml", b"".join(b"k%d%b = 1\n" % (n, b".a" * 1900) for n in range(100)), "toml 1"),
    "quoted parts": ("a.toml", b"".join(b'"k%d"%b = 1\n' % (n, b" . 'a'" * 600) for n in range(200)), "toml 1"),
    "a header of many parts": (
        "a.toml",
        b"[a" + b".a" * 1900 + b"]\n" + b"".join(b"k%d = 1\n" % n for n in range(9999)),
        "toml 1",
    ),
    "brackets": ("a.toml", b"a = " + b"[" * 1_000_000, "toml 1"),
    "lines of brackets": ("a.toml", b"[\n" * 500_000, "toml 1"),
    "half a text": ("a.toml", b'"\\' * 500_000, "toml 1"),
    "a key twice": ("a.toml", b"[[facts]]\nid = 'a'\nid = 'b'\n", "duplicate 3"),
    "nothing": ("a.toml", b"", "empty"),
    "a comment": ("a.toml", b"# text, topic, revealed_in\n", "empty"),
    "no list": ("a.toml", b"facts = 3", "shape facts"),
    "a list of numbers": ("a.toml", b"facts = [3]", "shape facts"),
    "an empty list": ("a.toml", b"facts = []", "empty"),
    "another table": ("a.toml", b"[[people]]\nname = 'a'", "shape people"),
    "rows": ("a.toml", b"[[facts]]\n" * (MOST_ROWS + 1), "rows 5001"),
    "rows of json": ("a.json", b'{"facts": [' + b"{}," * MANY + b"{}]}", "rows 100001"),
    "brackets of json": ("a.json", b"[" * 1_000_000, "json"),
    "objects": ("a.txt", b'{"a":' * MANY, "json"),
    "braces": ("a.json", b"{" * LARGEST, "json 1"),
    "a number": ("a.json", b"9" * 10_000, "json"),
    "a list": ("a.json", b"[]", "shape"),
    "a json key twice": ("a.json", b'{"facts": [{"id": "a", "id": "b"}]}', "duplicate id"),
    "half a character": ("a.json", b'{"facts": [{"id": "\\ud800"}]}', "encoding"),
    "a table": ("a.txt", b"text,topic,revealed_in,about,sources\nAna waves.,trait,S1E1,Ana,a\n", "format"),
    "a table with tabs": ("facts", "text\ttopic\trevealed_in\n".encode("utf-16"), "format"),
    "a named table": ("a.csv", b"a;b\n1;2\n", "format"),
    "a page": ("a.txt", b"<!DOCTYPE html>", "format"),
    "a spreadsheet": ("a.toml", b"PK\x03\x04\x14\x00\xff\xff", "format"),
}

BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
LISTS: dict[str, tuple[str, bytes, str]] = {
    "an alias": ("a.yaml", BOMB.encode(), "alias 2"),
    "an object": ("a.yaml", b"!!python/object/apply:os.system ['true']", "list"),
    "deep": ("a.yaml", b"[" * 100_000, "yaml 1"),
    "too deep": ("a.yaml", b"[" * 30 + b"]" * 30, "heavy"),
    "many nodes": ("a.yaml", b"- [" + b"a, " * 300_000 + b"a]", "heavy"),
    "many rows": ("a.yaml", b"a: b\n" * (MOST_ROWS + 1), "rows 5000+"),
    "two documents": ("a.yaml", b"a: b\n---\nc: d\n", "yaml"),
    "no yaml": ("a.yaml", b"a: b: c: [\n", "yaml 1"),
    "a list for a key": ("a.yaml", b"? [a, b]\n: c\n", "list"),
    "a word": ("a.txt", b"hello", "list"),
    "nothing": ("a.csv", b"", "empty"),
    "zeros": ("a.csv", b"\0" * 100, "encoding"),
    "another encoding": ("a.csv", "question,answer\nWer hört?,Sie\n".encode("cp1252"), "encoding"),
    "a book": ("a.csv", b"x" * (LARGEST + 1), "size"),
    "an open quote": ("a.csv", b'question,answer\n"' + b"a" * 500_000, "csv 2"),
    "json": ("a.json", b'[{"question": ', "json 1"),
    "deep json": ("a.json", b"[" * 500_000, "json"),
    "a list of numbers": ("a.json", b"[1, 2]", "list"),
    "a spreadsheet": ("a.xlsx", b"PK\x03\x04\x14\x00\xff\xff", "format"),
}

RUBBISH = {kind: (False, *each) for kind, each in OURS.items()} | {
    f"as a list, {kind}": (True, *each) for kind, each in LISTS.items()
}


@pytest.mark.parametrize(("lists", "name", "data", "reason"), sampled(RUBBISH.values(), 6), ids=RUBBISH)
async def test_rubbish_gets_one_reason(lists: bool, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        await rows_apart(name, data, lists=lists)
    assert f"{refused.value.why} {refused.value.detail}".strip() == reason


@pytest.mark.parametrize("kind", RUBBISH)
def test_the_reader_itself_gives_the_same_reason(kind: str) -> None:
    lists, name, data, reason = RUBBISH[kind]
    with pytest.raises(FileRefusedError) as refused:
        (rows_of_list if lists else rows_of)(name, data)
    assert f"{refused.value.why} {refused.value.detail}".strip() == reason


HEAVY = {
    "keys of a few parts": b"".join(b"k%d.a.b.c.d.e.f.g = 1\n" % n for n in range(40_000)),
    "empty lists": b"[[facts]]\n" + b"".join(b"%x=[]\n" % n for n in range(MANY)),
}


@pytest.mark.parametrize("data", HEAVY.values(), ids=HEAVY)
async def test_what_takes_more_than_any_honest_file_ends_in_a_reason(data: bytes) -> None:
    with pytest.raises(FileRefusedError) as refused:
        await rows_apart("a.toml", data)
    assert refused.value.why == "heavy"
