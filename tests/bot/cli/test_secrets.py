"""No command shows a secret, whatever goes wrong; what commands make is for its owner alone."""

import stat

import pytest

SECRETS = {
    "BOT_TOKEN": "7234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "WEBHOOK_SECRET": "signs-deliveries-7412",
    "SMTP_PASSWORD": "opens-the-mailbox-9153",
    "VOTER_KEY": "hashes-phones-and-codes-3306",
}
SERVER = {
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": "9",
    "SMTP_USER": "viche",
    "MAIL_FROM": "viche@example.gov.ua",
    "PUBLIC_URL": "https://viche.example",
    "BOT_API_URL": "http://127.0.0.1:9",
}


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("mail", "test", "me@example.gov.ua"), {}),
        (("mail", "test", "me@example.gov.ua"), {"SMTP_PORT": "ninety"}),
        (("audit", "verify", "--json"), {}),
        (("audit", "head"), {"VOTER_KEY": "tooshort-secret"}),
        (("rounds", "codes", "1", "5", "--bot", "viche_bot", "--output", "codes.html"), {}),
        (("export", "1", "--format", "json"), {}),
        (("knowledge", "list", "--json"), {}),
        (("desk", "link", "5"), {"DATABASE_URL": "mysql://viche:opens-the-mailbox-9153@db/viche"}),
        (("run",), {"LOG_LEVEL": "LOUD"}),
        (("run",), {"WEBHOOK_URL": "ftp://signs-deliveries-7412"}),
        (("run", "--token", "x"), {}),
    ],
)
def test_no_command_shows_a_secret(run, arguments, wrong):
    done = run(*arguments, **{**SECRETS, **SERVER, **wrong})
    said = done.stdout + done.stderr
    assert said
    assert not [value for value in (*SECRETS.values(), "tooshort") if value in said]
    assert "Traceback" not in said


def test_what_is_made_is_for_its_owner_alone(run, tmp_path):
    address = f"sqlite:///{tmp_path}/fresh/viche.sqlite3"
    assert run("digest", "--format", "html", "--out", tmp_path / "digest.html", DATABASE_URL=address).returncode == 0
    made = [tmp_path / "fresh", tmp_path / "digest.html", *(tmp_path / "fresh").iterdir()]
    assert len(made) >= 3
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
