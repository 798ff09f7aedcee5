"""LibreOffice Calc without a screen: recalculate workbooks, print them, compare the numbers.

A workbook carries the value of every formula as capplan computed it. LibreOffice computes the
same formulas on its own, so agreement of the two shows that both are right.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import openpyxl
from agreement import disagreements
from sheet_xml import CellValue, read_cells, set_cells

__all__ = [
    "CellValue",
    "cell_values",
    "compare",
    "find_soffice",
    "missing_reason",
    "pdf_pages",
    "pdf_text",
    "recalculate",
    "recalculate_many",
    "required",
    "set_cells",
    "to_pdf",
]

_START_S = 120  # a cold start on a busy machine; each file is given as much again

# 0 = always: without it LibreOffice shows the stored values and computes nothing
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find_soffice() -> Path | None:
    """Where LibreOffice with Calc is on this machine, if anywhere."""
    usual = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
    places = [Path(place) for name in usual if (place := shutil.which(name))]
    return next((place for place in places if _has_calc(place)), None)


def _has_calc(soffice: Path) -> bool:
    """Whether the spreadsheet part is there: Debian packs it apart from the starter."""
    folder = soffice.resolve().parent
    return folder.name != "program" or any(folder.glob("*sclo.*"))


def required(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a missing LibreOffice fails the tests: in the gate it does, at a desk it skips."""
    wanted = (environment.get("CI"), environment.get("CAPPLAN_REQUIRE_LIBREOFFICE"))
    return any(value in {"1", "true", "True"} for value in wanted)


def missing_reason() -> str | None:
    """One line saying what the marked tests lack on this machine; None when nothing."""
    lacking = [name for name in ("pdftotext", "pdftoppm") if shutil.which(name) is None]
    if find_soffice() is None:
        lacking.insert(0, "LibreOffice Calc (soffice)")
    if not lacking:
        return None
    return f"not installed: {', '.join(lacking)}; install libreoffice-calc and poppler-utils"


def recalculate(path: Path, out_dir: Path) -> Path:
    """A copy of the workbook in which LibreOffice has computed every formula anew."""
    return recalculate_many([path], out_dir)[0]


def recalculate_many(paths: Sequence[Path], out_dir: Path) -> list[Path]:
    """The same for several workbooks in one start of LibreOffice, which is most of the time."""
    return _convert(paths, out_dir, "xlsx:Calc MS Excel 2007 XML", ".xlsx")


def to_pdf(path: Path, out_dir: Path) -> Path:
    """The workbook as it prints, recalculated first."""
    return _convert([path], out_dir, "pdf", ".pdf")[0]


def pdf_text(pdf: Path) -> str:
    """The words of a PDF, laid out as on the page."""
    return _run(["pdftotext", "-layout", str(pdf), "-"], _START_S)


def pdf_pages(pdf: Path, out_dir: Path, dpi: int = 60) -> list[Path]:
    """The pages of a PDF as PNG pictures, in order."""
    out_dir.mkdir(parents=True, exist_ok=True)
    _run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(out_dir / pdf.stem)], _START_S)
    return sorted(out_dir.glob(f"{pdf.stem}-*.png"))


def cell_values(path: Path) -> Mapping[str, object]:
    """Every non-empty cell's stored value as openpyxl reads it, by ``Sheet!A1``."""
    state = path.stat()
    return _cell_values(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _cell_values(path: Path, changed_ns: int, size: int) -> Mapping[str, object]:
    """The same, read once for a file as it is: reading takes seconds."""
    book = openpyxl.load_workbook(path, data_only=True)
    try:
        return {
            f"{sheet.title}!{cell.coordinate}": cell.value
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
    finally:
        book.close()


def compare(expected: Path, got: Path, rel: float = 1e-9, abs: float = 1e-12) -> list[str]:
    """One line for every formula whose stored value in `expected` differs in `got`."""
    return disagreements(read_cells(expected), read_cells(got), rel, abs)


def _convert(paths: Sequence[Path], out_dir: Path, target: str, suffix: str) -> list[Path]:
    results = [out_dir / (path.stem + suffix) for path in paths]
    _refuse_clashes(paths, results)
    out_dir.mkdir(parents=True, exist_ok=True)
    for stale in results:
        stale.unlink(missing_ok=True)
    log = _soffice(["--convert-to", target, "--outdir", str(out_dir), *map(str, paths)], len(paths))
    lacking = [result.name for result in results if not result.is_file()]
    if lacking:
        raise RuntimeError(f"LibreOffice made no {', '.join(lacking)}: {log.strip()}")
    return results


def _refuse_clashes(paths: Sequence[Path], results: Sequence[Path]) -> None:
    if len(set(results)) < len(results):
        raise ValueError("two workbooks of one name cannot be converted into one folder")
    if {path.resolve() for path in paths} & {result.resolve() for result in results}:
        raise ValueError("the folder for the results holds the workbooks themselves")


def _soffice(arguments: Iterable[str], files: int) -> str:
    program = find_soffice()
    if program is None:
        raise RuntimeError(missing_reason())
    with tempfile.TemporaryDirectory(prefix="capplan-calc-", ignore_cleanup_errors=True) as home:
        profile = Path(home, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        started = [str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        return _run([*started, *arguments], _START_S * (1 + files), with_errors=True)


def _run(command: Sequence[str], limit_s: float, with_errors: bool = False) -> str:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed ({done.returncode}): {done.stderr.strip()}")
    return done.stdout + done.stderr if with_errors else done.stdout
