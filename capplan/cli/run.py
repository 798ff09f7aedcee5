"""One command from its arguments to its exit code, every failure told in one line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

from capplan.cli.arguments import parser
from capplan.cli.files import FileFault
from capplan.errors import CapplanError, PlanInputError, TemplateError

DONE, CHECK_FAILS, INPUT_TO_FIX, FILE_FAULT, OWN_FAULT = 0, 1, 2, 3, 70


def run(arguments: Sequence[str]) -> int:
    """Runs the command that the arguments name and gives the exit code.

    0 done; 1 done, and a check of the plan says FAIL; 2 an input must be fixed; 3 a file cannot be
    read or written.
    """
    for stream in (sys.stdout, sys.stderr):
        # a terminal without the letters of a queue's name must not stop the answer
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        options = parser().parse_args(arguments)
        command = import_module(f"capplan.cli.{options.command}")
        code = int(command.run(options))
        sys.stdout.flush()
        return code
    except PlanInputError as fault:
        return _told(INPUT_TO_FIX, *map(str, fault.issues))
    except (FileFault, TemplateError) as fault:
        return _told(FILE_FAULT, str(fault))
    except CapplanError as fault:
        return _told(INPUT_TO_FIX, str(fault))
    except BrokenPipeError:
        _close_output()  # the reader of the answer has seen enough, as in `capplan … | head`
        return FILE_FAULT
    except OSError as fault:
        _close_output()
        what = f"cannot use {fault.filename}" if fault.filename else "cannot write the answer"
        return _told(FILE_FAULT, f"{what}: {fault.strerror or fault}")
    except Exception as fault:
        return _told(OWN_FAULT, _unexpected(fault))


def _told(code: int, *lines: str) -> int:
    for line in lines:
        print(f"capplan: {line}", file=sys.stderr)
    return code


def _close_output() -> None:
    """Keeps Python from writing the rest of the answer, and from complaining, at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(fault: Exception) -> str:
    place = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}:{place.lineno}"
    return (
        f"a fault of capplan itself, please report it: {type(fault).__name__} at {where}: {fault}"
    )
