"""The demo says where its data is, and keeps to itself how a server is entered."""

from bot.demo import open_trial
from bot.settings import Settings
from tests.support.databases import ON_POSTGRES, url_of


async def test_the_place_of_the_data_is_named_without_a_password(tmp_path, monkeypatch):
    path = tmp_path / "demo.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url_of(path))
    async with open_trial(Settings(_env_file=None, meaning="off")) as trial:
        assert trial.stored_at not in ("", "None")
        assert "://" not in trial.stored_at
        assert "@" not in trial.stored_at
        assert ON_POSTGRES or trial.stored_at == str(path)
