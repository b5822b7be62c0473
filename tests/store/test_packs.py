"""What an import keeps of a pack, beside what cards show."""

import hashlib
from pathlib import Path

from bot.show.packs.check import read_pack
from bot.store import open_store
from support.small_pack import write_small


async def test_translations_come_and_go_with_their_pack(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    english = "Ana meets Bo at school."
    path = folder / "translations" / "ko" / "facts.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f'[meet]\nof = "{hashlib.sha256(english.encode()).hexdigest()[:12]}"\ntext = "Ana und Bo."\n')
    async with open_store(tmp_path / "small.db") as store:
        await store.packs.import_pack(read_pack(folder))
        show = await store.packs.show("small")
        assert await store.packs.translations(show.id) == {"ko": {english: "Ana und Bo."}}
        path.unlink()
        await store.packs.import_pack(read_pack(folder))
        assert await store.packs.translations(show.id) == {}
