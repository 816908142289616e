"""Names of days and months, and how news begin with them."""

from summaries.quality.phrases import ANYWHERE, Vocabulary

WEEKDAYS = Vocabulary(
    r"\s*(?:{})\s*$",
    en="""
    (monday|tuesday|wednesday|thursday|friday|saturday|sunday)
        Monday
        Tuesday
        Wednesday
        Thursday
        Friday
        Saturday
        Sunday
    """,
    zh="""
    (星期|周|礼拜)(一|二|三|四|五|六|日|天)
        星期一
        周二
        礼拜三
        星期四
        周五
        周六
        周日
        星期天
    """,
)
MONTHS = Vocabulary(
    ANYWHERE,
    en="""
    (january|february|march|april|may|june|july|august|september|october|november|december)
        January 3
        February 3
        March 3
        April 3
        May 3
        June 3
        July 3
        August 3
        September 3
        October 3
        November 3
        December 3
    """,
)
# Before the month that opens a piece of news: "Early on the morning of May 3".
DATELINES = Vocabulary(
    r"\s*(?:{})",
    en="""
    (on|at|in|from|the|around|about|early|of|morning|afternoon|evening)
        On May 3
        At May 3
        In May 3
        From May 3
        The May 3
        Around May 3
        About May 3
        Early May 3
        Of May 3
        Morning of May 3
        Afternoon of May 3
        Evening of May 3
    """,
)
