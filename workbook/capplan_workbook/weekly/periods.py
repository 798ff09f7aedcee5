"""The budget's columns: calendar months by workdays, or fiscal periods of whole weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capplan_workbook.book import range_name
from capplan_workbook.book.names import LETTERS
from capplan_workbook.layout.places import DATE_ROW, FIRST, LABEL, NUMBER_ROW, YEAR
from capplan_workbook.weekly.rows import EPOCH, Line

if TYPE_CHECKING:
    from capplan_workbook.book import Sheet
    from capplan_workbook.desk import Desk

NAME_ROW = DATE_ROW + 1  # of fiscal periods; calendar months are named by their date
MONTHS, PERIODS = ("Month", "Month starting"), ("Period", "First Monday")
# how a line is phased into months -> into periods
IN_PERIODS = {
    "total by workdays": "total of the weeks",
    "average of the month's workdays": "average of the weeks",
    ", by workdays": "",
    "worst month": "worst period",
    "in a month": "in a period",
}


def sentence(desk: Desk) -> str:
    """What Budget shows, and how weeks come into its columns."""
    fiscal = desk.given.calendar.fiscal
    if fiscal:
        return (
            "What the live scenario costs, period by period; each week falls whole into a period "
            f"of a {fiscal.pattern} year."
        )
    return "What the live scenario costs, month by month; weeks fall into months by their workdays."


def phased(desk: Desk, how: str) -> str:
    """How a line of Budget comes about, in the words of its columns."""
    if desk.given.calendar.fiscal:
        for by_month, by_period in IN_PERIODS.items():
            how = how.replace(by_month, by_period)
    return how


def head_rows(desk: Desk) -> str:
    """The rows that name the columns, printed again on every page."""
    return f"{NUMBER_ROW}:{NAME_ROW if desk.given.calendar.fiscal else DATE_ROW}"


def month_heads(desk: Desk, sheet: Sheet) -> None:
    """Writes number and first day of each month, or number, first Monday and name of periods."""
    calendar = desk.given.calendar
    number, start = PERIODS if calendar.fiscal else MONTHS
    sheet.texts(NUMBER_ROW, LABEL, [number, "", ""], "period_label")
    sheet.blank(NUMBER_ROW, YEAR, "period.general")
    numbers = list(range(1, desk.layout.months + 1))
    sheet.numbers(NUMBER_ROW, FIRST, numbers, "period.whole")
    days = [(month - EPOCH).days for month in calendar.months]
    if calendar.fiscal:
        sheet.texts(DATE_ROW, LABEL, [start, "", ""], "period_label")
        sheet.blank(DATE_ROW, YEAR, "period.general")
        sheet.numbers(DATE_ROW, FIRST, days, "period.day")
        _bold_heads(sheet, NAME_ROW, f"{calendar.fiscal.pattern} year")
        sheet.texts(NAME_ROW, FIRST, period_names(desk), "period_bold.text")
        return
    _bold_heads(sheet, DATE_ROW, start)
    first = f"Requirement!{range_name(DATE_ROW, FIRST)}"
    formulas = [
        f"DATE(YEAR({first}),MONTH({first})+{c}${NUMBER_ROW}-1,1)"
        for c in LETTERS[FIRST : desk.layout.last_month_col + 1]
    ]
    sheet.formulas(DATE_ROW, FIRST, formulas, days, "period_bold.month")


def _bold_heads(sheet: Sheet, row: int, title: str) -> None:
    sheet.texts(row, LABEL, [title, "Unit", "How"], "period_bold_label")
    sheet.text(row, YEAR, "Plan", "period_bold.general")


def period_names(desk: Desk, short: bool = False) -> list[str]:
    """The fiscal periods by name, with their year or without it; none of calendar months."""
    fiscal = desk.given.calendar.fiscal
    periods = fiscal.of(desk.given.calendar).periods if fiscal else ()
    return [f"P{one.number:02}" if short else one.name for one in periods]


def starts(desk: Desk) -> str:
    """Address of the first days of all columns on Budget."""
    return f"Budget!{range_name(DATE_ROW, FIRST, DATE_ROW, desk.layout.last_month_col)}"


def month_line(desk: Desk, end: str, weekday: str, days_on: str, values: Any) -> Line:
    """Which column of Budget the start or the end of each week falls in."""
    first, fiscal = range_name(DATE_ROW, FIRST), desk.given.calendar.fiscal

    def months(c: str, p: str) -> str:
        day = f"({c}${DATE_ROW}{days_on})" if days_on else f"{c}${DATE_ROW}"
        if fiscal:
            return f"MATCH({day},{starts(desk)},1)"
        return f"(YEAR({day})-YEAR({first}))*12+MONTH({day})-MONTH({first})+1"

    word = "period" if fiscal else "month"
    return Line(
        "",
        months,
        values,
        f"{word} of the {weekday}",
        label=f"{word.capitalize()} of the week's {end}",
        unit=f"{word} no.",
        format="whole",
    )
