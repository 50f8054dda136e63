"""Dates, numbers and money as people write them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta, get_day_names
from babel.numbers import format_decimal, format_percent

from bot.domain.people import Locale

NBSP = "\u00a0"


class Formats:
    def __init__(self, locale: Locale, timezone: str) -> None:
        self._locale = locale.value
        self._timezone = ZoneInfo(timezone)

    @property
    def timezone(self) -> ZoneInfo:
        return self._timezone

    def day(self, day: date) -> str:
        """Write «22 листопада 2026 року», "22 November 2026"."""
        written = format_date(day, "d MMMM y", locale=self._locale)
        return f"{written} року" if self._locale == Locale.UK else written

    def weekday(self, day: date) -> str:
        """Write «пн, 16», "Mon, 16"."""
        return f"{format_date(day, 'EEE', locale=self._locale)}, {day.day}"

    def weekday_name(self, number: int) -> str:
        """Write «понеділок», "Monday" for 1."""
        return str(get_day_names("wide", "stand-alone", self._locale)[number - 1]).replace("ʼ", "’")

    def days(self, first_on: date, last_on: date) -> str:
        """Write «16–22 листопада 2026 року», «28 жовтня – 3 листопада 2026 року», "16–22 November 2026"."""
        if (first_on.year, first_on.month) == (last_on.year, last_on.month):
            return f"{first_on.day}–{self.day(last_on)}"
        pattern = "d MMMM" if first_on.year == last_on.year else "d MMMM y"
        return f"{format_date(first_on, pattern, locale=self._locale)} – {self.day(last_on)}"

    def moment(self, moment: datetime) -> str:
        """Write «22 листопада 2026 року, 18:00» in the hromada's time."""
        local = self.local(moment)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def local(self, moment: datetime) -> datetime:
        """Tell a moment in the hromada's time."""
        return moment.astimezone(self._timezone)

    def moment_from(self, moment: datetime, now: datetime) -> str:
        """Write «неділя, 22 листопада 2026 року, 18:00 (через 3 дні)»: a mistake in a date is seen by its weekday."""
        said = f"{self.weekday_name(self.local(moment).isoweekday())}, {self.moment(moment)}"
        return f"{said} ({self._away(moment, now)})" if abs(moment - now) >= timedelta(minutes=1) else said

    def _away(self, moment: datetime, now: datetime) -> str:
        """Say how far off a moment is: in days of the calendar, on the day itself in hours or minutes."""
        n_days = (self.local(moment).date() - self.local(now).date()).days
        apart = moment - now
        if abs(n_days) > 1:
            apart, unit = timedelta(days=n_days), "day"
        else:
            unit = "hour" if abs(apart) >= timedelta(hours=1) else "minute"
        away: str = format_timedelta(apart, unit, threshold=1e9, add_direction=True, locale=self._locale)  # type: ignore[arg-type]
        return away

    def number(self, number: int) -> str:
        """Write 1250000 as «1 250 000» with spaces that do not break."""
        return format_decimal(number, locale=self._locale).replace(" ", NBSP)

    def money(self, kop: int) -> str:
        """Write kopiykas: «1 250 000 грн», «151,50 грн», "1,250,000 UAH"; kopiykas only where there are any."""
        pattern = "#,##0.00" if kop % 100 else "#,##0"
        written = format_decimal(Decimal(kop) / 100, format=pattern, locale=self._locale)
        return f"{written}{NBSP}{'грн' if self._locale == Locale.UK else 'UAH'}"

    def money_short(self, kop: int) -> str:
        """Write «1,2 млн грн» where that is the whole truth, else all of it: «1 234 567 грн»."""
        for unit, uk, en in ((10**11, "млрд", "billion"), (10**8, "млн", "million")):
            if kop >= unit and kop % (unit // 100) == 0:
                written = format_decimal(Decimal(kop) / unit, format="#,##0.##", locale=self._locale)
                name, currency = (uk, "грн") if self._locale == Locale.UK else (en, "UAH")
                return f"{written}{NBSP}{name}{NBSP}{currency}"
        return self.money(kop)

    def percent(self, share: float) -> str:
        """Write 0.0125 as «1,3 %», "1.3%"."""
        return format_percent(
            share, format="#,##0.# %" if self._locale == Locale.UK else "#,##0.#%", locale=self._locale
        ).replace(" ", NBSP)

    def written(self, params: Mapping[str, object]) -> dict[str, object]:
        """Write moments, and amounts whose name ends with `_kop`, among the parameters of a text."""

        def one(name: str, value: object) -> object:
            if isinstance(value, datetime):
                return self.moment(value)
            return self.money(value) if name.endswith("_kop") and isinstance(value, int) else value

        return {name: one(name, value) for name, value in params.items()}
