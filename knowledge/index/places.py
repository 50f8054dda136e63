"""Places that the library lacks: what is asked about them gets no goal of another place."""

import re
from collections.abc import Sequence
from functools import cache

from knowledge.index.mending import Asked
from knowledge.language.forms import key
from knowledge.language.letters import skeleton

ADJECTIVE = re.compile("(?:ск|цк)(?:а|ии|е|ого|у|ои|иу|ому)?$")
_OBLAST = re.compile(
    "виницк|волинск|днипропетровск|донецк|житомирск|закарпатск|запоризк|ивано|кивск|кировоградск|луганск|лвивск|"
    "миколаивск|одеск|полтавск|ривненск|сумск|тернопилск|харкивск|херсонск|хмелницк|черкаск|чернивецк|"
    "чернигивск|кримск"
)
"""Oblasts of Ukraine as skeletons."""
_NAMES = """
Київ Києв Киев Львів Львов Одес Харків Харков Запоріжж Миколаїв Миколаєв Николаев Вінниц Полтав Чернівц Чернігів
Чернігов Черкас Тернопіл Тернопол Ужгород Луцьк Херсон Кропивницьк Хмельницьк Франківськ Франковск Житомир Луганськ
Донецьк Краматорськ Маріупол Кременчу Бердянськ Мелітопол Севастопол Сімферопол Ялт Крим Умань Умані
Польщ Польш Німеччин Герман Норвегі Швеці Франці Італі Іспані Англі Америк Америц Канад Китай Кита Туреччин Варшав
Берлін Париж Лондон Токі Прага Празі Праги Європ
"""
"""Cities that people name and countries, each cut where its forms part."""
_ENDING, _ENDING_AFTER_SK = "(?!с?к)[а-я]{0,3}", "(?:а|у|ом)?"
_WAYS = frozenset(
    ("до", "з", "із", "зі", "через", "на", "від", "біля", "між", "к", "ко", "из", "с", "со", "от", "возле", "между")
)
"""After these a place is a direction or a partner, not what is asked about ("автобус до Києва")."""
_INTO = frozenset(("у", "в", "во"))
_THITHER = re.compile("(?:(?<!м)[ую]|[бвгґджзйклмнпрстфхцчшщь])$")
"""How a place ends, after these, to which somebody goes: "у Польщу", "в Київ", but "у Польщі", "у Криму"."""


@cache
def areas() -> frozenset[str]:
    """Words for a place of any kind; worked out when first needed, since it takes the dictionary."""
    return frozenset(key(word) for word in ("область", "громада", "район", "місто", "міськрада", "облрада", "край"))


@cache
def _cities() -> re.Pattern[str]:
    roots = sorted({skeleton(name.lower()) for name in _NAMES.split()})
    return re.compile("|".join(root + (_ENDING_AFTER_SK if root.endswith("ск") else _ENDING) for root in roots))


def names_elsewhere(words: Sequence[Asked]) -> bool:
    """Tell whether an oblast, a hromada, a city or a country is named; call it once no place of the library is."""
    if not areas().isdisjoint([word.key for word in words]) and any(_is_area(words, n) for n in range(len(words))):
        return True
    is_city = _cities().fullmatch
    cities = [n for n, word in enumerate(words) if is_city(word.token.bones)]
    return any(n == 0 or not _is_way(words[n - 1].read, words[n].read) for n in cities)


def _is_way(before: str, place: str) -> bool:
    return before in _WAYS or (before in _INTO and _THITHER.search(place) is not None)


def _is_area(words: Sequence[Asked], number: int) -> bool:
    beside = words[max(0, number - 1) : number + 3]
    if not any(w.key in areas() for w in beside if w is not words[number]):
        return False
    bones = words[number].token.bones
    return bool(_OBLAST.match(bones) or (words[number].name and ADJECTIVE.search(bones)))
