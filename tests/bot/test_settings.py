"""Settings come from the environment alone if need be, and a wrong one is named."""

from pathlib import Path

import pytest

from bot.settings import WrongSetting, open_to_all, read_settings


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
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


SECRETS = {
    "BOT_TOKEN": "7234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "WEBHOOK_SECRET": "signs-deliveries-7412",
    "SMTP_PASSWORD": "opens-the-mailbox-9153",
    "VOTER_KEY": "hashes-phones-and-codes-3306",
}


def secret_values(read):
    return {name: getattr(read, name.lower()).get_secret_value() for name in SECRETS}


def test_secrets_may_lie_in_files_that_are_named(monkeypatch, tmp_path):
    for name, value in SECRETS.items():
        (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    assert secret_values(settings()) == SECRETS
    monkeypatch.setenv("BOT_TOKEN", "1:from-the-environment")
    assert settings().bot_token.get_secret_value() == "1:from-the-environment"


def test_systemd_may_hand_them_over_and_wins_over_the_file_of_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    for name, value in SECRETS.items():
        (tmp_path / name.lower()).write_text(value, encoding="utf-8")
    (tmp_path / "database_url").write_text("sqlite:///handed.sqlite3", encoding="utf-8")
    env = tmp_path / ".env"
    env.write_text("BOT_TOKEN=1:old\nWEB_PORT=9000\n", encoding="utf-8")
    read = read_settings(_env_file=env)
    assert secret_values(read) == SECRETS
    assert (read.web_port, read.database_path.name) == (9000, "handed.sqlite3")
    (tmp_path / "bot_token").unlink()
    assert read_settings(_env_file=env).bot_token.get_secret_value() == "1:old"


def test_a_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("VOTER_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(WrongSetting, match=r"VOTER_KEY_FILE: .*none cannot be read: No such file"):
        settings()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("VOTER_KEY_FILE", str(tmp_path / "bytes"))
    with pytest.raises(WrongSetting, match=r"VOTER_KEY_FILE: .*bytes cannot be read: it is no text"):
        settings()


def test_no_secret_is_shown_by_settings_or_by_what_is_wrong_with_them(monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    read = settings(database_url="sqlite:///password-in-the-address.db")
    for said in (repr(read), str(read), f"{read!r}", repr(vars(read)["bot_token"])):
        assert not [value for value in (*SECRETS.values(), "password-in-the-address") if value in said]
    monkeypatch.setenv("VOTER_KEY", "tooshort-secret")
    with pytest.raises(WrongSetting) as refused:
        settings()
    assert "tooshort" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_files_that_everybody_can_read_are_found(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert open_to_all() == []
    env, token = tmp_path / ".env", tmp_path / "token"
    for path in (env, token):
        path.write_text("", encoding="utf-8")
        path.chmod(0o600)
    monkeypatch.setenv("BOT_TOKEN_FILE", str(token))
    assert open_to_all() == []
    env.chmod(0o644)
    token.chmod(0o604)
    assert open_to_all() == [Path(".env"), token]
