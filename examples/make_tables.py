"""Writes contacts.csv and profiles.csv of the invented examples from a few lines of figures.

    python make_tables.py

Contacts of week w = contacts of week 1 x growth x season, to the nearest ten; a profile is a curve
through a few times of day, for each weekday's weight. Nothing is drawn at random.
"""

import csv
import math
from pathlib import Path

HERE = Path(__file__).parent
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TIMES = [half / 2 for half in range(48)]

# time of day -> height of the curve; straight lines between, nothing before and after
SHOP_DAY = {8: 20, 9.5: 85, 11: 100, 13: 80, 15: 88, 17: 78, 19: 52, 20: 30}
OFFICE_DAY = {8: 45, 10: 100, 12: 75, 13.5: 80, 15: 90, 17: 55, 18: 30}
LONG_DAY = {7: 15, 9: 80, 11: 100, 13: 86, 16: 92, 18: 84, 20: 60, 22: 25}
ALL_DAY = {0: 10, 3: 6, 6: 14, 9: 80, 11: 100, 14: 88, 18: 90, 21: 50, 23.5: 14}
EVENING = {10: 40, 12: 75, 14: 80, 17: 90, 20: 100, 21: 60}
WORKDAYS = (22, 20, 19.5, 19.5, 19, 0, 0)
SIX_DAYS = (19, 17, 16.5, 16.5, 17, 14, 0)
SEVEN_DAYS = (17, 15.5, 15, 15, 15, 12.5, 10)


def height(curve, time):
    """The curve at a time of day."""
    points = sorted(curve)
    if not points[0] <= time < points[-1]:
        return curve[time] if points[-1] == time == TIMES[-1] else 0.0
    last = max(point for point in points if point <= time)
    following = min(point for point in points if point > time)
    part = (time - last) / (following - last)
    return curve[last] + part * (curve[following] - curve[last])


def profile_rows(profiles):
    """One row a profile and weekday: weights of the half-hours, 10,000 a week or so."""
    for name, (curve, days) in profiles.items():
        heights = [height(curve, time) for time in TIMES]
        scale = 10_000 / sum(heights) / sum(days)
        for weekday, weight in zip(WEEKDAYS, days, strict=True):
            if weight:
                yield [name, weekday, *(round(weight * one * scale, 1) or "" for one in heights)]


def season(week, wave_share, peak_share):
    """A wave over the year, lowest in midsummer, and a peak before Christmas."""
    of_year = week % 52
    wave = wave_share * math.cos(2 * math.pi * (of_year - 2) / 52)
    peak = peak_share * math.exp(-(((of_year - 48) / 2.2) ** 2))
    return 1 + wave + peak


def start_up(week, times):
    """Growth of a young company: slow, fast, slow again, to `times` the first week's contacts."""
    first, reached = (1 / (1 + math.exp(-(at - 38) / 10)) for at in (0, week))
    return 1 + (times - 1) * (reached - first) / (1 / (1 + math.exp(-(77 - 38) / 10)) - first)


def yearly(week, share):
    """Steady growth by a yearly share."""
    return (1 + share) ** (week / 52)


GROWTH_WEEKS, ENTERPRISE_WEEKS = 78, 104
GROWTH_QUEUES = {  # contacts of week 1, times as many at the end, pre-Christmas peak
    "Phone": (1_400, 8.0, 0.08),
    "Chat": (620, 13.0, 0.10),
    "Email": (760, 8.5, 0.10),
}
ENTERPRISE_QUEUES = {  # contacts of week 1, yearly growth, wave, pre-Christmas peak
    "Mobile service": (158_000, -0.02, 0.03, 0.12),
    "Broadband service": (100_000, 0.01, 0.05, 0.05),
    "Billing questions": (92_000, -0.03, 0.02, 0.02),
    "Technical support": (62_000, 0.01, 0.06, 0.04),
    "Retention": (24_000, 0.02, 0.02, 0.06),
    "Business customers": (31_000, 0.03, 0.03, 0.0),
    "Fault reports": (34_000, 0.0, 0.08, 0.0),
    "Service chat": (82_000, 0.08, 0.03, 0.14),
    "Technical chat": (39_000, 0.10, 0.05, 0.06),
    "Service email": (52_000, -0.04, 0.03, 0.10),
    "Complaints": (7_600, -0.02, 0.04, 0.03),
    "Order handling": (26_000, 0.02, 0.03, 0.15),
}


def growth_contacts(week):
    """Contacts of every queue of the young company."""
    for first, times, peak in GROWTH_QUEUES.values():
        yield first * start_up(week, times) * season(week, 0.0, peak)


def enterprise_contacts(week):
    """Contacts of every queue of the large company."""
    for first, growth, wave, peak in ENTERPRISE_QUEUES.values():
        level = first / season(0, wave, peak)
        yield level * yearly(week, growth) * season(week, wave, peak)


def write(path, rows):
    """Writes one table."""
    with path.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


def write_example(name, queues, weeks, contacts, profiles):
    """Writes the two tables of one example."""
    rows = [[week + 1, *(round(one / 10) * 10 for one in contacts(week))] for week in range(weeks)]
    write(HERE / name / "contacts.csv", [["week", *queues], *rows])
    times = [f"{int(time):02}:{'30' if time % 1 else '00'}" for time in TIMES]
    write(HERE / name / "profiles.csv", [["profile", "weekday", *times], *profile_rows(profiles)])


if __name__ == "__main__":
    write_example(
        "growth",
        GROWTH_QUEUES,
        GROWTH_WEEKS,
        growth_contacts,
        {"six shop days": (SHOP_DAY, SIX_DAYS), "six evenings": (EVENING, SIX_DAYS)},
    )
    write_example(
        "enterprise",
        ENTERPRISE_QUEUES,
        ENTERPRISE_WEEKS,
        enterprise_contacts,
        {
            "office week": (OFFICE_DAY, WORKDAYS),
            "long week": (LONG_DAY, SEVEN_DAYS),
            "six days": (LONG_DAY, SIX_DAYS),
            "round the clock": (ALL_DAY, SEVEN_DAYS),
            "evenings": (EVENING, SEVEN_DAYS),
        },
    )
