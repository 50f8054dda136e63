""".env.example is the settings' only documentation, so it must say what they are."""

from enum import Enum

from pydantic import SecretStr

from bot.settings import Settings
from tests.contracts.tree import document


def shown() -> dict[str, str]:
    lines = [line for line in document(".env.example").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def written(default: object) -> str:
    """Write a default as a person would put it into the file."""
    match default:
        case None:
            return ""
        case SecretStr():
            return default.get_secret_value()
        case Enum():
            return str(default.value)
        case _:
            return str(default)


def test_example_lists_exactly_the_settings_with_their_defaults() -> None:
    assert shown() == {name.upper(): written(field.default) for name, field in Settings.model_fields.items()}


def test_example_is_read_as_the_defaults(tmp_path, monkeypatch) -> None:
    for name in shown():
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / ".env"
    path.write_text(document(".env.example"), encoding="utf-8")
    assert Settings(_env_file=path) == Settings(_env_file=None)


def test_every_setting_is_explained_above_it() -> None:
    blocks = document(".env.example").strip().split("\n\n")
    assert all(block.startswith("#") for block in blocks)
