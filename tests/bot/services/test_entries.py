"""Editions that follow one another while indexes are being built: the newest is what is answered by."""

import asyncio
import threading

from bot.app import open_services
from bot.settings import read_settings
from tests.support.databases import url_of
from tests.support.house import DESK, same_index

ROAD = "road-repair"


async def test_an_index_that_was_overtaken_while_it_was_built_is_dropped(tmp_path):
    release = threading.Event()

    def build(library, meaning, own):
        index = same_index(library, meaning, own)
        if own.of_concepts.get(ROAD) == ("кракозябра",):
            assert release.wait(300)
        return index

    url = url_of(tmp_path / "viche.sqlite3")
    settings = read_settings(_env_file=None, bot_token="1000000:local", database_url=url, meaning="off")
    async with open_services(settings, build_index=build) as (_, services):
        await services.entries.load()
        await services.entries.shelf.index
        first = asyncio.create_task(services.words.add(DESK, "кракозябра", ROAD))
        while not services.entries.own.of_concepts:  # noqa: ASYNC110  (the first word is saved, its index is not built)
            await asyncio.sleep(0.01)
        await services.words.add(DESK, "мамарига", ROAD)
        newest = services.entries.shelf
        release.set()
        await first
        assert services.entries.shelf.own.of_concepts == {ROAD: ("кракозябра", "мамарига")}
        assert services.entries.shelf.index is newest.index
