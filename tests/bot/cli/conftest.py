"""Commands are run as they are run: as processes, with a database of their own."""

import pytest

from tests.support.commands import command

STRATEGY = """Стратегічна ціль 1. Чисте село
Оперативна ціль 1.1. Вода для кожної хати
1.1.1. Пробурити свердловину на Заріччі
1.1.2. Замінити водогін
Стратегічна ціль 2. Жива громада
Оперативна ціль 2.1. Молодь удома
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("cli")


@pytest.fixture
def run(scratch):
    def run(*arguments, **environment):
        return command(*arguments, folder=scratch, database=scratch / "cli.sqlite3", **environment)

    return run
