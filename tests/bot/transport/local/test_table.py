"""The table of methods against the published description of the Bot API, where that is at hand."""

import json
from pathlib import Path

import pytest

from bot.transport.local.table import METHODS
from bot.transport.local.telegram import _HANDLERS

SPEC = Path(__file__).parents[5] / "shared" / "botapi" / "bot_api_spec.json"


@pytest.fixture(scope="module")
def published():
    if not SPEC.exists():
        pytest.skip("the published description of the Bot API is not beside the repository")
    return json.loads(SPEC.read_text())["methods"]


@pytest.mark.parametrize("name", METHODS)
def test_parameters_are_the_published_ones(published, name):
    fields = published[name].get("fields", [])
    assert set(METHODS[name].required) == {field["name"] for field in fields if field["required"]}
    assert METHODS[name].optional == {field["name"] for field in fields if not field["required"]}


def test_every_method_of_the_table_is_answered():
    assert set(METHODS) == {*_HANDLERS, "getUpdates"}
