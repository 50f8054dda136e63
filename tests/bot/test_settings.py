"""Settings come from the environment alone if need be, and a wrong one is named."""

import pytest

from bot.settings import WrongSetting, read_settings


def settings(**environment):
    return read_settings(_env_file=None, **environment)


def test_defaults_are_enough():
    assert settings().database_url == "sqlite+aiosqlite:///data/viche.sqlite3"


def test_empty_means_default(monkeypatch):
    monkeypatch.setenv("WEB_PORT", "")
    monkeypatch.setenv("WEBHOOK_URL", " ")
    assert settings().web_port == 8080
    assert settings().webhook_url is None


def test_the_token_is_not_shown():
    assert "hidden" not in repr(settings(bot_token="1:hidden"))


@pytest.mark.parametrize(
    ("url", "full", "path"),
    [
        ("sqlite:///data/x.db", "sqlite+aiosqlite:///data/x.db", "data/x.db"),
        ("sqlite:////srv/x.db", "sqlite+aiosqlite:////srv/x.db", "/srv/x.db"),
    ],
)
def test_short_addresses_of_databases(url, full, path):
    assert settings(database_url=url).database_url == full
    assert str(settings(database_url=url).database_path) == path


def test_a_server_is_named_with_or_without_its_driver():
    for url in ("postgres://u:p@db/viche", "postgresql://u:p@db/viche", "postgresql+asyncpg://u:p@db/viche"):
        assert settings(database_url=url).database_url == "postgresql+asyncpg://u:p@db/viche"
        assert settings(database_url=url).database_path is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://u:p@db/viche"),
        ("DATABASE_URL", "viche.sqlite3"),
        ("WEB_PORT", "99999"),
        ("BOT_API_URL", "telegram.org"),
        ("TIMEZONE", "Kyiv"),
        ("LOG_LEVEL", "LOUD"),
        ("WORKERS", "0"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=name):
        settings()


@pytest.mark.parametrize("sender", ["viche@example.gov.ua", "Віче <viche@example.gov.ua>"])
def test_letters_need_a_sender(sender):
    given = {"smtp_host": "mail.example.gov.ua", "mail_from": sender}
    assert settings(**given, public_url="https://viche.example.gov.ua").has_letters
    assert not settings(**given).has_letters
    for wrong in ("", "viche", "a@b, c@d", "Віче\r\nBcc: x@y <viche@example.gov.ua>"):
        with pytest.raises(WrongSetting, match="MAIL_FROM"):
            settings(smtp_host="mail.example.gov.ua", mail_from=wrong)
    assert not settings().has_letters


def test_a_password_is_never_sent_in_the_open():
    given = {
        "smtp_user": "viche",
        "smtp_password": "hidden",
        "mail_from": "viche@example.gov.ua",
        "smtp_security": "none",
    }
    with pytest.raises(WrongSetting, match="SMTP_SECURITY"):
        settings(smtp_host="mail.example.gov.ua", **given)
    assert "hidden" not in repr(settings(smtp_host="localhost", **given))


def test_env_file_is_read_and_the_environment_wins(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("WEB_PORT=8081\nCONTROLLER=Глибочицька сільська рада\n", encoding="utf-8")
    monkeypatch.setenv("WEB_PORT", "8082")
    read = read_settings(_env_file=file)
    assert (read.web_port, read.controller) == (8082, "Глибочицька сільська рада")
