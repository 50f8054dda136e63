"""Real elections, where a copy of them lies beside the repository."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.domain import pabulib

FOLDER = Path(__file__).parents[3] / "shared" / "pabulib"
REAL = [
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "Poland_Czestochowa_2024_Grabowka.pb",
    "Poland_Warszawa_2025_Bialoleka.pb",
]


ABOUT = pabulib.About(
    description="Бюджет участі",
    unit="Липовецька громада",
    instance="2026",
    begins_on=date(2026, 11, 1),
    ends_on=date(2026, 11, 22),
    limits={"min_length": 1, "max_length": 5},
)


def real_path(name):
    if not (FOLDER / name).exists():
        pytest.skip("the real elections are not beside this copy of the repository")
    return FOLDER / name


def real_file(name):
    return real_path(name).read_bytes()


def expected(name):
    """Outcomes of several rules as pabutools computed them."""
    return json.loads(real_file("expected.json"))[name]
