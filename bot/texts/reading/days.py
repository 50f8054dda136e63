"""Days and hours that a text names for others to read: what cannot be, what does not fit, what is over.

A false alarm teaches to overlook the next one: what may be something else than a day is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from bot.texts.reading.moments import WEEKDAYS

MONTHS = (
    *(("січня", "january"), ("лютого", "february"), ("березня", "march"), ("квітня", "april"), ("травня", "may")),
    *(("червня", "june"), ("липня", "july"), ("серпня", "august"), ("вересня", "september"), ("жовтня", "october")),
    *(("листопада", "november"), ("грудня", "december")),
)
_MONTH = "|".join(name for names in MONTHS for name in names)
_CAPITAL = "|".join(english.capitalize() for _, english in MONTHS)
_WEEKDAY = "|".join(
    (
        *("понеділ(?:ок|ка|ку|ком)", "вівтор(?:ок|ка|ку|ком)", "серед(?:а|у|и|і|ою)", "четвер(?:г[ауо]м?)?"),
        *("п’ятниц(?:я|ю|і|ею)", "субот(?:а|у|и|і|ою)", "неділ(?:я|ю|і|ею)", *(english for _, english in WEEKDAYS)),
    )
)
_TH = "(?:st|nd|rd|th)?"
_SHAPES = (
    re.compile(rf"(?<![\d.])(\d{{1,2}})(?:-го|{_TH}(?: of)?)? ({_MONTH})\b(?:,? (\d{{4}})\b)?", re.IGNORECASE),
    re.compile(
        rf"\b(?P<m>{_CAPITAL}) (?P<d>[12]?\d|3[01]){_TH}(?![\w–-])(?:,? (\d{{4}})\b| ?(?=[^\w ]|$|(?:at|from|to)\b))"
    ),
    re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})\b"),
)
"""With a month by its name, in English also before its day: «In May 12 trees were planted» names none."""

_UNIT = (
    r"(?:[%‰°$€₴]|(?:грн|коп|тис|млн|млрд|к?м|[мс]м|га|к?г|т|л|кв|куб|год|хв|шт|[мкг]\w?³|м²)\b"
    r"|(?:гривень|гривн|тисяч|мільйон|мільярд|метр|кілометр|гектар|тонн|літр|бал|відсот|проц|раз|більш|менш|вищ|нижч))"
)
_SHORT = re.compile(rf"(?<![\d.,:/№-])(\d{{1,2}})\.(0[1-9]|1[0-2])()(?![\d%]|[.,:/-]\d| ?{_UNIT})", re.IGNORECASE)
_BEFORE_SHORT = re.compile(
    rf"\b(?:до|з|із|зі|від|на|по|після|by|on|until|till|from|to|after|since|{_WEEKDAY}),? \(?$", re.IGNORECASE
)
_AFTER_SHORT = re.compile(
    rf" (?:року|р\.)|,? (?:о|об|at) \d|[ ,(]{{1,3}}(?:(?:у|в|on) )?(?:{_WEEKDAY})\b", re.IGNORECASE
)
"""A number such as 28.11 is a day only between words that make it one."""

_BEFORE = re.compile(rf"\b({_WEEKDAY})[ ,(]{{1,2}}$", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?: року| р\.)?[ ,(–—-]{{1,3}}(?:(?:у|в|on) )?({_WEEKDAY})\b(?![ ,(]{{1,2}}\d{{1,2}} )", re.IGNORECASE
)

_BEGINS = re.compile(r"\b(?:від|з|із|зі|після|станом на|from|after|since|of|dated) (?:[^\W\d]+,? )?$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?: року| р\.)? ?(?:[–—-] ?\d|(?:до|по|to|until) \d)")
_HAPPENED = re.compile(
    r"\b(?:був|була|було|були|пройшов|минул\w+|учора|вчора|торік|was|were|had|held|took"
    r"|(?!заплан|признач|перенес|planned|scheduled|moved|postponed|closed|invited)\w{3,}"
    r"(?:вся|лася|лась|лося|лось|лися|лись|ала|яла|ила|іла|ула|али|яли|или|іли|ули|ели|ено|єно|ано|яно|ито|уто|ed))\b",
    re.IGNORECASE,
)
"""What is told of the past, and what began in the past and goes on, is no mistake."""

RECENT, RECENT_WITH_YEAR = timedelta(days=60), timedelta(days=400)
"""An old text was taken over, or last year's number typed; what is longer ago is history, or the next such day."""

NEAR = 200
"""Characters around a day that may say what it is: no sentence is longer that people are to understand."""

_TIME = re.compile(
    r"\b(?:(?:о|об|з|від|до|на|at|by|from|to|until|till) |(?<=\d\d)[–—-])(?P<time>\d{1,2}:\d\d)(?![\d:])"
    r"|\b(?:о|об) (?P<dotted>\d{1,2}\.\d\d)(?![\d.])|\b(?:о|об) (?P<whole>\d{1,2}(?:-?[йї])? годин[иі])\b",
    re.IGNORECASE,
)


class Oddity(Enum):
    NO_SUCH_DAY = auto()
    OTHER_WEEKDAY = auto()
    DAY_OVER = auto()
    NO_SUCH_TIME = auto()


@dataclass(frozen=True, slots=True)
class Odd:
    """A day or an hour as it is written. Shapes: `day` is None if there is none; `weekday` as written, "" for none."""

    what: Oddity
    written: str
    day: date | None = None
    weekday: str = ""


def odd_days(text: str, today: date) -> list[Odd]:
    """Find what somebody has to look at again. `today` is when it is read; a day without a year is the nearest one."""
    words = re.sub(r"['ʼ`]", "’", " ".join(text.split()))
    found = sorted((one for shape in (*_SHAPES, _SHORT) for one in shape.finditer(words)), key=re.Match.start)
    days = (_look(one, words, today) for one in found if one.re is not _SHORT or _is_day(one, words))
    return [odd for odd in days if odd is not None] + list(_odd_times(words))


def _is_day(short: re.Match[str], words: str) -> bool:
    if _AFTER_SHORT.match(words, short.end()):
        return int(short[1]) <= 31
    is_hour_too = int(short[1]) <= 24 and short[2] in ("05", "10")
    return not is_hour_too and int(short[1]) <= 31 and bool(_BEFORE_SHORT.search(_before(short, words)))


def _before(found: re.Match[str], words: str) -> str:
    return words[max(0, found.start() - NEAR) : found.start()]


def _look(found: re.Match[str], words: str, today: date) -> Odd | None:
    day, before = _day(found, today), _before(found, words)
    if day is None:
        return Odd(Oddity.NO_SUCH_DAY, found[0].strip())
    weekday = _BEFORE.search(before) or _AFTER.match(words, found.end())
    if weekday and _number(weekday[1]) != day.isoweekday():
        return Odd(Oddity.OTHER_WEEKDAY, found[0].strip(), day, weekday[1])
    if timedelta(0) < today - day <= (RECENT_WITH_YEAR if found[3] else RECENT) and not _is_told(found, words):
        return Odd(Oddity.DAY_OVER, found[0].strip(), day)
    return None


def _is_told(found: re.Match[str], words: str) -> bool:
    """Say whether a day that is over is meant: something happened on it, or has been so since."""
    before, after = _before(found, words), words[found.end() : found.end() + NEAR]
    sentence = f"{re.split(r'[.!?…] ', before)[-1]} {re.split(r'[.!?…](?: |$)', after)[0]}"
    return bool(_BEGINS.search(before) or _GOES_ON.match(after) or _HAPPENED.search(sentence))


def _odd_times(words: str) -> Iterator[Odd]:
    for found in _TIME.finditer(words):
        written = found["time"] or found["dotted"] or found["whole"]
        hour, minute = (int(one) for one in [*re.findall(r"\d+", written), "0"][:2])
        if hour * 60 + minute > 24 * 60 or minute > 59:
            yield Odd(Oddity.NO_SUCH_TIME, written)


def _day(found: re.Match[str], today: date) -> date | None:
    is_month_first = "m" in found.re.groupindex
    number, named = (found["d"], found["m"]) if is_month_first else (found[1], found[2])
    month = int(named) if named.isdecimal() else _month(named)
    if found[3]:
        return _date(int(found[3]), month, int(number))
    near = (_date(today.year + n, month, int(number)) for n in (-1, 0, 1))
    return min(filter(None, near), key=lambda day: abs(day - today), default=None)


def _month(name: str) -> int:
    return next(n for n, names in enumerate(MONTHS, 1) if name.casefold() in names)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(weekday: str) -> int:
    """The number of a weekday, from 1."""
    return next(n for n, names in enumerate(WEEKDAYS, 1) if weekday.casefold().startswith(names))
