"""Read a moment as people write it: «22.11.2026 18:00», «22 листопада о 18:00», «завтра 9:00», «через 2 тижні».

Source: dateparser 1.5.0 was tried on fifteen such sentences: it takes «завтра о 9» for noon and cannot read six.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import NotAllowed
from bot.domain.time import at_local

FARTHEST = timedelta(days=5 * 366)
"""Nobody plans a vote for later; whoever types such a year has mistyped it."""

MONTHS = (
    *(("січ", "jan"), ("лют", "feb"), ("берез", "mar"), ("квіт", "apr"), ("трав", "may"), ("черв", "jun")),
    *(("лип", "jul"), ("серп", "aug"), ("верес", "sep"), ("жовт", "oct"), ("лист", "nov"), ("груд", "dec")),
)
WEEKDAYS = (
    *(("понеділ", "monday"), ("вівтор", "tuesday"), ("серед", "wednesday"), ("четвер", "thursday")),
    *(("п’ятниц", "friday"), ("субот", "saturday"), ("неділ", "sunday")),
)
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4}
DAYS = {"сьогодні": 0, "завтра": 1, "післязавтра": 2, "today": 0, "tomorrow": 1}
COUNTED = ("", "один", "два", "три", "чотири", "п’ять", "шість", "сім", "вісім", "дев’ять", "десять")
FEMALE = {"одну": 1, "дві": 2, "a": 1, "an": 1}

_HOUR = re.compile(r"(?:(?:о|об|в|у|at) )?(\d{1,2})(?:[:.](\d\d))?(?: ?(?:год\w*|г))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t|\b)")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})(?: ?(?:року|р))?(?![\d.:])")
_SHORT = re.compile(r"^(\d{1,2})\.(\d{1,2})(?![\d.:])(?= |$)")
_WORDS = re.compile(r"(\d{1,2}) ([^\W\d_]+)(?: (\d{4}))?(?: ?(?:року|р)\b)?")
_MONTH = re.compile(
    r"(?:(?P<quarter>[1-4]|[iі]{1,3}|[iі]v)(?:-?й)? (?:кв\w*|quarter) |(?P<month>[^\W\d_]+) )?"
    r"(?P<year>\d{4})(?: ?(?:року|рік|р))?"
)
_DAY = re.compile("|".join(sorted(DAYS, key=len, reverse=True)))
_WORD = r"[^\W\d_’]+(?:’[^\W\d_]+)?"
_LATER = re.compile(
    rf"(?:через|за|in) (?:(\d{{1,3}}|{_WORD}) )?(хв|год|дн|ден|день|тиж|міс|min|hour|day|week|month)\w*"
)
_WEEKDAY = re.compile(rf"(?:(?:в|у|на|цієї|цього|наступного|наступної|наступну|on|next) )*({_WORD})")


def read_moment(written: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a moment in the hromada's time. Without a year it is the next such day.

    Shapes: aware UTC. An hour that clocks show twice is the later one: that takes an hour from nobody.
    Errors: `NotAllowed` for what cannot be read, has no hour, falls into the hour that clocks skip, or is years away.
    """
    words = _tidy(written)
    here = now.astimezone(zone)
    if soon := _in_hours(words, now):
        return soon
    for find in (_from_iso, _from_numbers, _from_words, _from_day, _from_days_later, _from_weekday, _from_hour):
        found = find(words, here)
        if found is not None:
            day, rest, otherwise = found
            return _sane(at_local(day, _hour(rest, otherwise), zone), now)
    raise NotAllowed("moments.unreadable")


def read_day(written: str, now: datetime, zone: ZoneInfo) -> date:
    """Read a day, however far off; of a year, a quarter or a month the last one: «2027», «IV квартал 2027».

    Errors: `NotAllowed` for what cannot be read, or what names an hour besides.
    """
    words = re.sub(r"^(?:до|по|to|until|by) (?:кінця |the end of )?", "", _tidy(written))
    if found := _MONTH.fullmatch(words):
        year, month = int(found["year"]), 12
        if found["quarter"]:
            month = 3 * QUARTERS[found["quarter"]]
        elif found["month"]:
            month = _nth(MONTHS, found["month"])
        if month:
            return _day(year, month, 1).replace(day=monthrange(max(year, 1), month)[1])
    here = now.astimezone(zone)
    for find in (_from_iso, _from_numbers, _from_words, _from_day, _from_days_later, _from_weekday):
        day_found = find(words, here)
        if day_found is not None and not day_found[1]:
            return day_found[0]
    raise NotAllowed("moments.unreadable_day")


def read_end(written: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read until when something lasts: «до 5 грудня» means all of that day.

    Shapes, Errors: as `read_moment`; an hour may be missing.
    """
    words = re.sub(r"^(?:до|until|till) ", "", _tidy(written))
    try:
        return read_moment(words, now, zone)
    except NotAllowed as error:
        if error.key != "moments.no_hour":
            raise
        return read_moment(f"{words} 23:59", now, zone)


Found = tuple[date, str, time | None]
"""The day, what is left of the sentence, and the hour if the rest names none."""


def _tidy(written: str) -> str:
    words = re.sub(r"['ʼ`]", "’", written.casefold())
    return " ".join(re.sub(r"[,;]|(?<=\D)\.(?=\s|$)", " ", words).split())


def _in_hours(words: str, now: datetime) -> datetime | None:
    found = _LATER.fullmatch(words)
    if found is None or found[2] not in ("хв", "год", "min", "hour") or (n := _counted(found[1])) is None:
        return None
    return now.astimezone(UTC) + (timedelta(hours=n) if found[2] in ("год", "hour") else timedelta(minutes=n))


def _counted(word: str | None) -> int | None:
    if word is None or word.isdecimal():
        return int(word or 1)
    return FEMALE.get(word) or (COUNTED.index(word) if word in COUNTED else None)


def _cut(words: str, found: re.Match[str]) -> str:
    return " ".join((words[: found.start()] + " " + words[found.end() :]).split())


def _from_iso(words: str, here: datetime) -> Found | None:  # noqa: ARG001  (all readers are called alike)
    found = _ISO.search(words)
    return (_day(*map(int, found.groups())), _cut(words, found), None) if found else None


def _from_numbers(words: str, here: datetime) -> Found | None:
    if found := _NUMBERS.search(words):
        day, month, year = map(int, found.groups())
        return _day(year + 2000 * (year < 100), month, day), _cut(words, found), None
    if found := _SHORT.search(words):
        rest = _cut(words, found)
        return _next(here, rest, int(found[2]), int(found[1])), rest, None
    return None


def _from_words(words: str, here: datetime) -> Found | None:
    for found in _WORDS.finditer(words):
        if month := _nth(MONTHS, found[2]):
            rest = _cut(words, found)
            if found[3]:
                return _day(int(found[3]), month, int(found[1])), rest, None
            return _next(here, rest, month, int(found[1])), rest, None
    return None


def _from_day(words: str, here: datetime) -> Found | None:
    found = _DAY.search(words)
    return (here.date() + timedelta(days=DAYS[found[0]]), _cut(words, found), None) if found else None


def _from_days_later(words: str, here: datetime) -> Found | None:
    found = _LATER.search(words)
    if found is None or (n := _counted(found[1])) is None:
        return None
    steps: dict[str, Callable[[], date]] = {
        "т": lambda: here.date() + timedelta(weeks=n),
        "w": lambda: here.date() + timedelta(weeks=n),
        "м": lambda: _months_later(here.date(), n),
        "m": lambda: _months_later(here.date(), n),
    }
    step = steps.get(found[2][0], lambda: here.date() + timedelta(days=n))
    return step(), _cut(words, found), here.time().replace(second=0, microsecond=0)


def _from_weekday(words: str, here: datetime) -> Found | None:
    for found in _WEEKDAY.finditer(words):
        if wanted := _nth(WEEKDAYS, found[1]):
            rest = _cut(words, found)
            ahead = (wanted - here.isoweekday()) % 7
            hour = _hour(rest, time.min)
            if ahead == 0 and ("наступн" in found[0] or "next" in found[0] or hour <= here.time()):
                ahead = 7
            return here.date() + timedelta(days=ahead), rest, None
    return None


def _from_hour(words: str, here: datetime) -> Found | None:
    """An hour alone, with its minutes, is the next such hour."""
    if not re.search(r"\d[:.]\d\d", words):
        return None
    hour = _hour(words, None)
    return here.date() + timedelta(days=hour <= here.time()), words, None


def _nth(names: tuple[tuple[str, str], ...], word: str) -> int:
    """The number of a name from 1, 0 for another word."""
    return next((n for n, (uk, en) in enumerate(names, 1) if word.startswith((uk, en))), 0)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotAllowed("moments.no_such_day") from error


def _next(here: datetime, rest: str, month: int, day: int) -> date:
    """The next such day: this year's unless it is over. 29 February waits for its year."""
    hour = _hour(rest, time.max)
    for year in range(here.year, here.year + 9):
        if (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
            continue
        found = _day(year, month, day)
        if datetime.combine(found, hour) > here.replace(tzinfo=None):
            return found
    raise NotAllowed("moments.no_such_day")


def _months_later(day: date, n: int) -> date:
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _hour(rest: str, otherwise: time | None) -> time:
    """Read what is left as an hour; 24:00 is the last minute of the day, as the voter would expect."""
    if not rest:
        if otherwise is None:
            raise NotAllowed("moments.no_hour")
        return otherwise
    found = _HOUR.fullmatch(rest)
    if found is None:
        raise NotAllowed("moments.unreadable")
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return time(23, 59)
    if hour > 23 or minute > 59:
        raise NotAllowed("moments.unreadable")
    return time(hour, minute)


def _sane(moment: datetime, now: datetime) -> datetime:
    if abs(moment - now) > FARTHEST:
        raise NotAllowed("moments.too_far")
    return moment
