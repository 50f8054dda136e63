"""Commands are run as they are run: as processes, with a database of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import url_of

ROOT = Path(__file__).parents[3]
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
        env = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": url_of(scratch / "cli.sqlite3"),
            "MEANING": "off",
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            **environment,
        }
        command = [sys.executable, "-m", "bot", *map(str, arguments)]
        return subprocess.run(command, cwd=scratch, env=env, capture_output=True, text=True, timeout=60, check=False)

    return run
