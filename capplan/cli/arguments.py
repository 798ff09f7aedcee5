"""The commands and their arguments; what a term stands for is said by the vocabulary."""

from __future__ import annotations

import argparse
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NoReturn

from capplan.vocabulary import term
from capplan.vocabulary.release import VERSION

if TYPE_CHECKING:
    # argparse has no public name for it
    Commands = argparse._SubParsersAction["OneLineParser"]

MOST_WEEKS = 156  # as the calendar; asked for here so that help needs no arrays
DEMO_FOLDER = "capplan-demo"
OPTIMISE_S, MOST_OPTIMISE_S = 60, 3600


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with the message and where to read more."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line.

    >>> parser().parse_args(["explain", "plan.xlsx", "required_fte"]).term
    'required_fte'
    """
    whole = OneLineParser(
        prog="capplan",
        description="Headcount and management capacity planning for contact centres.",
        epilog="Exit codes: 0 done; 1 done, and a check of the plan says FAIL; 2 an input must be"
        " fixed; 3 a file cannot be read or written; 130 interrupted.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"capplan {VERSION}")
    commands = whole.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=OneLineParser
    )
    for add in (_demo, _new, _plan, _check, _explain, _compare, _vocabulary):
        add(commands)
    return whole


def _command(commands: Commands, name: str, does: str) -> OneLineParser:
    says = f"{does[0].upper()}{does[1:]}."
    return commands.add_parser(name, help=does, description=says, allow_abbrev=False)


def _force(command: argparse.ArgumentParser) -> None:
    command.add_argument("--force", action="store_true", help="replace an existing output")


def _demo(commands: Commands) -> None:
    does = "the main job on real data: a bank's recorded calls in, workbook and report out"
    command = _command(commands, "demo", does)
    command.add_argument(
        "-o", "--output", metavar="DIR", default=DEMO_FOLDER, help=f"folder ({DEMO_FOLDER})"
    )
    _force(command)


def _new(commands: Commands) -> None:
    command = _command(commands, "new", "a fresh planning workbook to type into")
    command.add_argument(
        "workbook",
        metavar="PLAN.xlsx",
        nargs="?",
        type=_workbook,
        help="workbook to write",
    )
    command.add_argument(
        "--example", metavar="NAME", help="start from a shipped example; `list` names them"
    )
    command.add_argument(
        "--start",
        metavar="YYYY-MM-DD",
        type=_monday,
        help="Monday of the first week (the example's own, else next Monday)",
    )
    command.add_argument(
        "--weeks", metavar="N", type=_weeks, help=f"length of the plan, 1 to {MOST_WEEKS} weeks"
    )
    _force(command)


def _plan(commands: Commands) -> None:
    does = "reads the assumptions, computes every scenario, writes a new complete workbook"
    command = _command(commands, "plan", does)
    _input(command)
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT.xlsx",
        required=True,
        type=_workbook,
        help="workbook to write",
    )
    _scenario(command)
    command.add_argument(
        "--optimise", action="store_true", help="look for the classes that cost least"
    )
    command.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=OPTIMISE_S,
        help=f"time the optimiser has, {MOST_OPTIMISE_S} at most ({OPTIMISE_S})",
    )
    command.add_argument(
        "--budget-cap",
        metavar="CAP",
        type=_cap,
        help="what customers get month by month from a cap on agents or on all money of the plan:"
        " 58heads, 2500000money",
    )
    command.add_argument(
        "--report",
        metavar="OUT.html",
        type=_page,
        help="the plan on one page to read and print, too",
    )
    command.add_argument(
        "--json", metavar="OUT.json", help="the results as JSON, too; - for standard output"
    )
    _force(command)


def _check(commands: Commands) -> None:
    command = _command(commands, "check", "every fault of a workbook at once, then its checks")
    _input(command)
    _json(command)


def _explain(commands: Commands) -> None:
    does = "how one number came about, as a tree down to the assumptions"
    command = _command(commands, "explain", does)
    _input(command)
    command.add_argument(
        "term",
        metavar="TERM",
        help=f"{term('term').help} readiness: the largest class that every function can take; "
        "management: leaders, what-ifs, debt; sensitivity: the strongest drivers; "
        "bridge: what makes a scenario differ from the base; budget_cap: what the cap buys; "
        "trade_offs: one agent more or fewer",
    )
    command.add_argument(
        "--week", metavar="DATE", help="a day of the week to look at (mean of all weeks)"
    )
    command.add_argument(
        "--queue", metavar="NAME", help=f"{term('queue').label} to look at (all queues together)"
    )
    _scenario(command)
    _json(command)


def _compare(commands: Commands) -> None:
    does = "what changed in assumptions and results, and the variance bridge"
    command = _command(commands, "compare", does)
    command.add_argument("old", metavar="OLD.xlsx", help="planning workbook to compare with")
    command.add_argument("new", metavar="NEW.xlsx", help="planning workbook to look at")
    for side in ("old", "new"):
        command.add_argument(
            f"--{side}-scenario",
            metavar="NAME",
            help=f"scenario of {side.upper()}.xlsx (the one it has chosen)",
        )
    command.add_argument(
        "--order",
        metavar="FACTOR,FACTOR",
        type=lambda text: text.split(","),
        help="change the factors one after another in this order (average over all orders)",
    )
    command.add_argument(
        "--exchange-rates",
        metavar=("OLD", "NEW"),
        nargs=2,
        type=float,
        help="what a unit of each plan's currency is worth in the report's (1 1)",
    )
    _json(command)


def _vocabulary(commands: Commands) -> None:
    command = _command(commands, "vocabulary", "the table of terms")
    command.add_argument("--markdown", action="store_true", help="as a Markdown document")


def _input(command: argparse.ArgumentParser) -> None:
    command.add_argument("workbook", metavar="PLAN.xlsx", help="planning workbook to read")


def _scenario(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--scenario", metavar="NAME", help="scenario to show (the one the workbook has chosen)"
    )


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="the answer as JSON")


def _workbook(text: str) -> str:
    if not text.lower().endswith(".xlsx"):
        raise argparse.ArgumentTypeError(f"found {text}; allowed a name ending in .xlsx")
    return text


def _page(text: str) -> str:
    if not text.lower().endswith((".html", ".htm")):
        raise argparse.ArgumentTypeError(f"found {text}; allowed a name ending in .html")
    return text


def _monday(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found {text}; allowed a Monday as YYYY-MM-DD") from None
    if day.weekday():
        near = (day - timedelta(days=day.weekday())).isoformat()
        raise argparse.ArgumentTypeError(f"found {text}; allowed a Monday; did you mean {near}?")
    return day


def _weeks(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_WEEKS:
        raise argparse.ArgumentTypeError(f"found {text}; allowed 1 to {MOST_WEEKS} weeks")
    return int(text)


def _cap(text: str) -> tuple[str, float]:
    """A cap on agents or money.

    >>> _cap("58heads"), _cap("2,500,000 money")
    (('heads', 58.0), ('money', 2500000.0))
    """
    found = re.fullmatch(r"([0-9][0-9,_]*(?:\.[0-9]+)?) ?(heads|money)", text.strip())
    if found is None:
        slip = re.fullmatch(r"[0-9][0-9,_.]*", text.strip())
        hint = f"; did you mean {text.strip()}heads?" if slip else ""
        raise argparse.ArgumentTypeError(
            f"found {text}; allowed a number and what it counts, as 58heads or 2500000money{hint}"
        )
    number, unit = found.groups()
    return unit, float(number.replace(",", "").replace("_", ""))


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_OPTIMISE_S:
        raise argparse.ArgumentTypeError(f"found {text}; allowed 1 to {MOST_OPTIMISE_S} seconds")
    return int(text)
