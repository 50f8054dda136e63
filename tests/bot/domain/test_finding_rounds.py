"""Find a round of many, as staff remember it."""

import pytest

from bot.domain.finding import find_rounds
from bot.domain.rounds import Phase, Round

LISTED = [
    (Round(12, "zhytomyr", "М’ясокомбінат: що збудувати поруч"), Phase.DRAFT),
    (Round(7, "zhytomyr", "Бюджет участі", "Оберіть три проєкти"), Phase.OPEN),
    (Round(3, "luhansk", "Бюджет участі"), Phase.RESULTS),
]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [12, 7, 3]),
        ({"written": "БЮДЖЕТ"}, [7, 3]),
        ({"written": "бюджет проєкти"}, [7]),
        ({"written": "м'ясо"}, [12]),
        ({"written": "7"}, [7]),
        ({"written": "лікарня"}, []),
        ({"phase": "open"}, [7]),
        ({"community": "luhansk", "written": "участі"}, [3]),
    ],
)
def test_what_is_found(asked, numbers):
    assert [round_.id for round_, _ in find_rounds(LISTED, **asked)] == numbers
