"""What goes wrong, said in one line that names the place and the likely fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

TERMS = "capplan/vocabulary/terms.csv"  # where most of what is missing goes
LINE_LIMIT = 255  # Excel cuts longer texts in prompts and messages


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault or remark about an input, in the user's own terms.

    `where` is the place as the user knows it: ``Assumptions!D12``, ``argument aht_s``,
    ``--weeks``. `severity` is "stop" (must be fixed) or "look" (a person should see it).

    >>> print(Issue("Queues!D8", "shrinkage_share", "30", "0 to 0.70", "did you mean 0.30 (30 %)?"))
    Queues!D8: shrinkage_share: found 30; allowed 0 to 0.70; did you mean 0.30 (30 %)?
    """

    where: str
    term: str
    found: str
    allowed: str
    hint: str = ""
    severity: str = "stop"

    def __str__(self) -> str:
        """The fault as one line of at most 255 characters."""
        place = f"{self.where}: {self.term}" if self.term else self.where
        line = f"{place}: found {self.found}; allowed {self.allowed}"
        line = f"{line}; {self.hint}" if self.hint else line
        flat = " ".join(line.split())
        return flat if len(flat) <= LINE_LIMIT else flat[: LINE_LIMIT - 1] + "…"

    def as_dict(self) -> dict[str, str]:
        """The fault as plain data, for JSON output."""
        return asdict(self)


class CapplanError(Exception):
    """Anything capplan refuses, with a message meant for the person who can mend it."""


class PlanInputError(CapplanError, ValueError):
    """One or more inputs must be fixed; all of them are listed, not only the first.

    >>> fault = Issue("--weeks", "", "0", "1 to 156")
    >>> str(PlanInputError([fault]))
    '--weeks: found 0; allowed 1 to 156'
    """

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


class TemplateError(CapplanError):
    """The file is no planning workbook of capplan, or of a newer version, or damaged."""


class MissingPart(CapplanError):
    """A term that was added in one place and left out in another; names the place that lacks it.

    >>> print(MissingPart("laptop_cost", "no such term", "add it to terms.csv"))
    laptop_cost: no such term; add it to terms.csv
    """

    def __init__(self, name: str, lack: str, remedy: str) -> None:
        super().__init__(f"{name}: {lack}; {remedy}")


def argument_error(name: str, found: object, allowed: str, hint: str = "") -> PlanInputError:
    """The error for one function argument outside what is allowed.

    >>> print(argument_error("aht_s", -5, "above 0 s"))
    argument aht_s: found -5; allowed above 0 s
    """
    return PlanInputError([Issue(f"argument {name}", "", str(found), allowed, hint)])


def check_keywords(function: str, given: Iterable[str], known: type) -> None:
    """Stops at a keyword that the function's table of keywords lacks, as Python does.

    >>> from typing import TypedDict
    >>> class Known(TypedDict, total=False):
    ...     cost: float
    >>> check_keywords("price", ["cots"], Known)
    Traceback (most recent call last):
    ...
    TypeError: price() got an unexpected keyword argument 'cots'
    """
    unknown = next((name for name in given if name not in known.__annotations__), None)
    if unknown is not None:
        raise TypeError(f"{function}() got an unexpected keyword argument {unknown!r}")
