"""The only reader of the environment."""

import hashlib
import hmac
import os
import re
from email.utils import getaddresses
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class MeaningMode(StrEnum):
    AUTO = "auto"
    OFF = "off"


class SmtpSecurity(StrEnum):
    """How the way to the mail server is hidden: from the second word on, from the first, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


SMTP_PORTS = {SmtpSecurity.STARTTLS: 587, SmtpSecurity.TLS: 465, SmtpSecurity.NONE: 25}
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

LEAST_DAYS = {
    "retention_updates_days": (2, "Telegram may repeat a message for a day"),
    "retention_drafts_days": (7, "whoever writes on should find what they began"),
    "retention_questions_days": (90, "digests compare months, and people wait for answers"),
    "retention_feedback_days": (365, "a restriction lasts a year at most, and an objection is decided by the text"),
    "retention_notices_days": (35, "nobody should be told the same twice, and broadcasts can be withdrawn for a month"),
    "retention_voters_days": (180, "whoever took part is told if a round is annulled"),
    "retention_files_days": (1, "a file can be read again after a mistake"),
    "retention_uploads_days": (1, "a file can be read again after a mistake"),
}
"""What the bot needs to keep its promises, and why."""
MOST_DAYS = 36_500
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

Port = Annotated[int, Field(ge=0, le=65535)]


class SecretFiles(PydanticBaseSettingsSource):
    """Secrets that lie in files: in the one that `NAME_FILE` names, else in the one that systemd hands to the service.

    Errors: `WrongSetting` for a file that is named and cannot be read.
    """

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        path = secret_file(field_name)
        try:
            return path.read_text(encoding="utf-8").strip() if path else None, field_name, False
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise WrongSetting(f"{field_name.upper()}_FILE: {path} cannot be read: {why}") from None

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields
        read = {name: self.get_field_value(fields[name], name)[0] for name in secrets_of(self.settings_cls)}
        return {name: value for name, value in read.items() if value}


def secrets_of(settings: type[BaseSettings]) -> list[str]:
    """The settings that are secret, or may hold a password."""
    return [
        name
        for name, field in settings.model_fields.items()
        if SecretStr in (field.annotation, *get_args(field.annotation)) or name == "database_url"
    ]


def secret_file(name: str) -> Path | None:
    """The file in which a secret lies, if it lies in one."""
    if named := os.environ.get(f"{name.upper()}_FILE", "").strip():
        return Path(named)
    handed = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(handed, name) if handed else None
    return path if path and path.is_file() else None


class Settings(BaseSettings):
    """Every setting: the environment comes first, then files of secrets, then `.env`. `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: SecretStr | None = None
    bot_api_url: str = "https://api.telegram.org"
    database_url: Annotated[str, Field(repr=False)] = "sqlite+aiosqlite:///data/viche.sqlite3"
    backup_dir: Path = Path("data/backups")
    backup_at: Annotated[int, Field(ge=0, le=23)] | Literal["off"] = 4
    backup_keep_days: Annotated[int, Field(ge=1)] = 7
    backup_keep_weeks: Annotated[int, Field(ge=0)] = 4
    backup_keep_months: Annotated[int, Field(ge=0)] = 6
    controller: str = ""
    timezone: str = "Europe/Kyiv"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    web_host: str = "127.0.0.1"
    web_port: Port = 8080
    health_port: Port | None = None
    metrics_token: SecretStr | None = None
    disk_low_mb: Annotated[int, Field(ge=0)] = 1000
    public_url: str | None = None
    smtp_host: str | None = None
    smtp_port: Port | None = None
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    mail_from: Annotated[str, Field(validate_default=True)] = ""
    voter_key: SecretStr | None = None
    broadcast_approval_from: Annotated[int, Field(ge=1)] = 100
    broadcast_paid: bool = False
    pushes_per_month: Annotated[int, Field(ge=1)] = 8
    retention_updates_days: int = 3
    retention_drafts_days: int = 90
    retention_questions_days: int = 1095
    retention_feedback_days: int = 1095
    retention_notices_days: int = 90
    retention_voters_days: int = 365
    retention_files_days: int = 30
    retention_uploads_days: int = 90
    workers: Annotated[int, Field(ge=1, le=256)] = 48
    meaning: MeaningMode = MeaningMode.AUTO
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.CONSOLE

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (it knows one folder, set in code)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls), dotenv_settings

    @field_validator("*", mode="before")
    @classmethod
    def _empty_means_default(cls, value: Any, info: Any) -> Any:
        """Read `NAME=` as "not set": that is how `.env` files are edited."""
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[info.field_name].default
        return value.strip() if isinstance(value, str) else value

    @field_validator("bot_api_url", "webhook_url", "public_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/") if value else value

    @field_validator("database_url")
    @classmethod
    def _async_driver(cls, value: str) -> str:
        """Accept the usual short form and name the asynchronous driver."""
        kind, mark, rest = value.partition("://")
        if not mark or kind not in DRIVERS:
            raise ValueError("must start with sqlite:/// or postgresql://")
        return f"{DRIVERS[kind]}://{rest}"

    @field_validator("backup_at", mode="before")
    @classmethod
    def _an_hour(cls, value: Any) -> Any:
        if value != "off" and not (str(value).isdecimal() and int(value) <= 23):
            raise ValueError("must be an hour from 0 to 23, or off")
        return value

    @field_validator("smtp_security")
    @classmethod
    def _password_stays_hidden(cls, value: SmtpSecurity, info: ValidationInfo) -> SmtpSecurity:
        host, user = info.data.get("smtp_host"), info.data.get("smtp_user")
        if value is SmtpSecurity.NONE and user and host not in LOCAL_HOSTS:
            raise ValueError("none would show the password to the whole way: use starttls or tls")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("smtp_host") and not _is_sender(value):
            raise ValueError("must be an address such as viche@example.gov.ua, or Viche <viche@example.gov.ua>")
        return value

    @field_validator("voter_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 16:
            raise ValueError("must have at least 16 signs")
        return value

    @field_validator(*LEAST_DAYS)
    @classmethod
    def _long_enough_to_work(cls, value: int, info: ValidationInfo) -> int:
        """Keep nothing so short that the bot breaks a promise, and nothing for ever."""
        assert info.field_name is not None
        least, why = LEAST_DAYS[info.field_name]
        if value < least:
            raise ValueError(f"must be at least {least}: {why}")
        if value > MOST_DAYS:
            raise ValueError(f"must be at most {MOST_DAYS}: personal data are kept for a time")
        return value

    @field_validator("retention_notices_days")
    @classmethod
    def _no_longer_than_what_they_quote(cls, value: int, info: ValidationInfo) -> int:
        for name in ("retention_questions_days", "retention_feedback_days"):
            if value > info.data.get(name, value):
                raise ValueError(f"must not be more than {name.upper()}: notices quote what they are about")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("must be a time zone such as Europe/Kyiv") from error
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @property
    def has_letters(self) -> bool:
        """Whether the bot sends letters: it has a mail server, and a desk to which they lead."""
        return self.smtp_host is not None and self.public_url is not None

    @property
    def retention(self) -> dict[str, int]:
        """How many days each kind of data is kept."""
        return {name.removeprefix("retention_").removesuffix("_days"): getattr(self, name) for name in LEAST_DAYS}

    @property
    def voter_secret(self) -> bytes | None:
        """What phones and office codes are hashed with; None without a key and without a token."""
        if self.voter_key is not None:
            return self.voter_key.get_secret_value().encode()
        return self.derived("voters").encode() if self.bot_token is not None else None

    @property
    def backups(self) -> tuple[str, Path, int | None, tuple[int, int, int]]:
        """What is copied, into which folder, at which hour if at any, and how many days, weeks, months it is kept."""
        hour = self.backup_at if isinstance(self.backup_at, int) else None
        kept = (self.backup_keep_days, self.backup_keep_weeks, self.backup_keep_months)
        return self.database_url, self.backup_dir, hour, kept

    def derived(self, purpose: str) -> str:
        """A secret that follows from the token, another one for each purpose. Shapes: 64 hexadecimal digits."""
        assert self.bot_token is not None, "whoever derives has a token"
        token = self.bot_token.get_secret_value().encode()
        return hmac.new(token, f"viche {purpose}".encode(), hashlib.sha256).hexdigest()

    @property
    def database_path(self) -> Path | None:
        """The SQLite file, or None for another database or one in memory."""
        prefix = "sqlite+aiosqlite:///"
        path = self.database_url.removeprefix(prefix).split("?")[0]
        return Path(path) if self.database_url.startswith(prefix) and path not in ("", ":memory:") else None


def _is_sender(written: str) -> bool:
    """Say whether it is one address, with a name before it or without."""
    addresses = [address for _, address in getaddresses([written])]
    return written.isprintable() and len(addresses) == 1 and bool(re.fullmatch(r"[^\s@]+@[^\s@]+", addresses[0]))


class WrongSetting(ValueError):  # noqa: N818  (reads as what happened)
    """A setting has a value that cannot be used; the message names it and says why, in one line."""


def read_settings(**given: Any) -> Settings:
    """Read the settings; `given` ones win over the environment.

    Errors: `WrongSetting`.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None


def said_by_systemd() -> tuple[str | None, float | None]:
    """Where a service tells systemd how it does, and the seconds after which a silent one is started anew.

    Shapes: None for what systemd did not say, or said to another process.
    """
    for_us = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    patience_us = os.environ.get("WATCHDOG_USEC", "")
    return os.environ.get("NOTIFY_SOCKET"), int(patience_us) / 1e6 if for_us and patience_us.isdecimal() else None


def open_to_all() -> list[Path]:
    """The files with secrets that everybody on this machine may read."""
    named = [Path(".env"), *(path for name in secrets_of(Settings) if (path := secret_file(name)))]
    return [path for path in named if path.is_file() and path.stat().st_mode & 0o004]
