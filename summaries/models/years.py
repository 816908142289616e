"""When a year begins: in the site's own time, and so that the database can tell it by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone


def year_offset() -> timedelta:
    """What the clocks of ``TIME_ZONE`` are ahead of UTC at New Year, when a year begins.

    That of one year stands for all; a country that changed its standard time
    since has some years begin an hour early or late.
    """
    return datetime(2025, 1, 1, tzinfo=timezone.get_default_timezone()).utcoffset()


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of the year in ``TIME_ZONE``, and that of the next."""
    first, following = (datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1))
    return first - year_offset(), following - year_offset()


def year_of(moment: datetime) -> int:
    """The year of the moment in ``TIME_ZONE``."""
    return (moment.astimezone(UTC) + year_offset()).year
