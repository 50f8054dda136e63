"""The only reader of the environment."""

import hashlib
import hmac
import re
from email.utils import getaddresses
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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

Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """Every setting, from the environment first and `.env` second. `.env.example` explains each one."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: SecretStr | None = None
    bot_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite+aiosqlite:///data/viche.sqlite3"
    backup_dir: Path | None = None
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
    workers: Annotated[int, Field(ge=1, le=256)] = 16
    meaning: MeaningMode = MeaningMode.AUTO
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.CONSOLE

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
        if value.startswith("sqlite://"):
            return "sqlite+aiosqlite://" + value.removeprefix("sqlite://")
        if not value.startswith("sqlite+aiosqlite://"):
            raise ValueError("must start with sqlite:///")
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
    def voter_secret(self) -> bytes | None:
        """What phones and office codes are hashed with; None without a key and without a token."""
        if self.voter_key is not None:
            return self.voter_key.get_secret_value().encode()
        return self.derived("voters").encode() if self.bot_token is not None else None

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
