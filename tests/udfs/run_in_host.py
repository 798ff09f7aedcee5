"""Runs calls of the CAP_ functions through a real xlwings dispatcher, on any system.

`python run_in_host.py server|classic` reads a JSON list of [function, arguments] and writes the
list of answers: rows of cells, an error as {"error": code}. An argument is a cell or a list of
rows; {"error": code} is an error cell, {"omitted": true} an argument left out. With `published`
as second word it writes what the host makes known to Excel: Office.js metadata, or VBA text.

The classic dispatcher needs Windows, so its COM parts are stood in for; conversion and calls are
xlwings' own.
"""

from __future__ import annotations

import asyncio
import ctypes
import datetime
import importlib
import io
import json
import os
import sys
import types
from typing import Any
from unittest.mock import MagicMock, patch

OMITTED = {"omitted": True}
COM_MISSING = -2147352572
COM_ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NUM!": -2146826252,
    "#VALUE!": -2146826273,
}
ERROR_TYPES = {"NotAvailable": "#N/A", "Num": "#NUM!", "Value": "#VALUE!"}
CODES = set(ERROR_TYPES.values())
EXCEL_RANGE = "{00020846-0000-0000-C000-000000000046}"


def stub(name: str, **members: Any) -> types.ModuleType:
    """A module that stands in for one that this system does not have."""
    module = types.ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
    return module


def error_of(cell: Any) -> str | None:
    """The error code of a case's cell, if it is an error."""
    return cell.get("error") if isinstance(cell, dict) else None


# xlwings Server and Lite: the Office.js dispatcher


def server(published: bool) -> Any:
    """A caller through the dispatcher of xlwings Server and Lite, or its metadata."""
    os.environ.update(XLWINGS_ON_SERVER="true", XLWINGS_LICENSE_KEY="noncommercial")
    stub("pyodide")  # else xlwings tries to import it anew for every cell
    stub("pyodide.ffi", JsNull=type("JsNull", (), {}))
    xlwings: Any = importlib.import_module("xlwings")
    host: Any = importlib.import_module("xlwings.server")
    functions = importlib.import_module("capplan_udfs")
    if published:
        return host.custom_functions_meta(functions)["functions"]

    def call(name: str, *arguments: Any) -> Any:
        payload = {
            "client": "Office.js",
            "func_name": name,
            "args": [office_argument(one) for one in arguments],
            "caller_address": "[Book1.xlsx]Sheet1!A1",
            "session_id": "s",
            "culture_info_name": "en-US",
            "date_format": "m/d/yyyy",
            "version": xlwings.__version__,
            "runtime": "1.4",
        }
        rows = asyncio.run(host.custom_functions_call(payload, functions))
        json.dumps(rows, allow_nan=False)
        return [[office_answer(cell) for cell in row] for row in rows]

    return call


def office_argument(argument: Any) -> Any:
    """An argument as Office.js sends it: always rows of cells, None when left out."""
    if argument == OMITTED:
        return None
    rows = argument if isinstance(argument, list) else [[argument]]
    return [[office_cell(cell) for cell in row] for row in rows]


def office_cell(cell: Any) -> Any:
    """An error cell in Office.js' own form."""
    code = error_of(cell)
    if code is None:
        return cell
    return {"type": "Error", "basicType": "Error", "basicValue": code, "errorType": "Any"}


def office_answer(cell: Any) -> Any:
    """A cell of the answer with errors in this file's form."""
    return {"error": ERROR_TYPES[cell["errorType"]]} if isinstance(cell, dict) else cell


# the classic add-in on Windows, with stand-ins for COM


class StandInRange:
    """As much of an Excel range as reading an argument takes."""

    def __init__(self, argument: Any) -> None:
        rows = argument if isinstance(argument, list) else [[argument]]
        values = tuple(tuple(com_cell(cell) for cell in row) for row in rows)
        self.Value = values if isinstance(argument, list) and argument != [[None]] else values[0][0]
        self.Row = self.Column = 1
        self.Rows = types.SimpleNamespace(Count=len(rows))
        self.Columns = types.SimpleNamespace(Count=len(rows[0]))
        book = types.SimpleNamespace(Application=MagicMock())
        self.Worksheet = types.SimpleNamespace(Parent=book)
        attributes = types.SimpleNamespace(iid=EXCEL_RANGE)
        information = types.SimpleNamespace(GetTypeAttr=lambda: attributes)
        self._oleobj_ = types.SimpleNamespace(GetTypeInfo=lambda: information)


def com_cell(cell: Any) -> Any:
    """A cell as COM hands it over: numbers as floats, errors as whole numbers."""
    code = error_of(cell)
    if code is not None:
        return COM_ERRORS[code]
    if cell == "":
        return None
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def install_com() -> None:
    """Stand-ins for the COM modules that xlwings imports on Windows."""
    com_error = type("com_error", (Exception,), {})
    empty = type("Empty", (), {})
    stub("pywintypes", com_error=com_error, error=OSError, TimeType=datetime.datetime, IID=str)
    stub(
        "pythoncom",
        __file__="stand_in.dll",
        CoInitialize=lambda: None,
        ole_error=com_error,
        IID_IDispatch="d",
        IID_IEnumVARIANT="e",
        TypeIIDs={"d": empty},
    )
    for name in ("api", "con", "gui", "process", "event", "com"):
        stub(f"win32{name}")
    stub("win32com.server")
    stub(
        "win32com.client",
        gencache=MagicMock(),
        Dispatch=lambda one, *a, **k: one,
        DispatchEx=MagicMock(),
        CDispatch=empty,
        CoClassBaseClass=empty,
        DispatchBaseClass=empty,
    )
    for name in ("dispatcher", "policy", "util"):
        stub(f"win32com.server.{name}")
    stub("win32timezone", TimeZoneInfo=MagicMock())


def classic(published: bool) -> Any:
    """A caller through the dispatcher of the classic add-in, or the VBA it generates."""
    install_com()
    for name in ("windll", "oledll", "WINFUNCTYPE"):
        setattr(ctypes, name, MagicMock())
    with (
        patch.object(sys, "platform", "win32"),
        patch.object(ctypes, "PyDLL", MagicMock()),
        patch("atexit.register", lambda function, *a: function),
    ):
        importlib.import_module("xlwings")
        udfs: Any = importlib.import_module("xlwings.udfs")
    windows: Any = importlib.import_module("xlwings._xlwindows")
    windows.App.pid = property(lambda self: 1)
    if published:
        functions, text = importlib.import_module("capplan_udfs"), io.StringIO()
        book = types.SimpleNamespace(Name="plan.xlsm")
        udfs.generate_vba_wrapper("capplan_udfs", functions, text, book)
        return text.getvalue()

    def call(name: str, *arguments: Any) -> Any:
        values = tuple(COM_MISSING if one == OMITTED else StandInRange(one) for one in arguments)
        rows = udfs.call_udf("capplan_udfs", name, values, None, StandInRange(None))
        assert not any(type(cell) is int for row in rows for cell in row)  # an error to COM
        return [[{"error": cell} if cell in CODES else cell for cell in row] for row in rows]

    return call


if __name__ == "__main__":
    made = {"server": server, "classic": classic}[sys.argv[1]](published="published" in sys.argv)
    if "published" not in sys.argv:
        made = [made(name, *arguments) for name, arguments in json.load(sys.stdin)]
    json.dump(made, sys.stdout)
