"""Is this file a workbook at all, and is it safe to open? One clear line when it is not."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

from capplan.errors import TemplateError

MOST_ZIPPED = 20 * 2**20
MOST_UNPACKED = 200 * 2**20
MOST_RATIO = 100
RATIO_FROM = 10 * 2**20  # a small part may be one long repetition without doing harm
PROLOG = 16 * 2**10  # declarations stand before the first element

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_ADVICE = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"


def file_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file that is a workbook by its first bytes, sizes and parts.

    Raises:
        OSError: the file is not there or may not be read.
        TemplateError: it is no workbook, is damaged, or is too large; one line says which.
    """
    name = Path(path).name
    with open(path, "rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > MOST_ZIPPED:
            raise TemplateError(f"{name}: found {size / 2**20:,.0f} MB; allowed up to 20 MB")
        data = stream.read(MOST_ZIPPED + 1)
    fault = _kind_fault(data) or _archive_fault(data)
    if fault:
        raise TemplateError(f"{name}: {fault}")
    return data


def _kind_fault(data: bytes) -> str | None:
    if data.startswith(_ZIP):
        return None
    if not data:
        return "the file is empty (0 bytes); get it again from where it came"
    if data.startswith(_OLE):
        if _ENCRYPTED_PART in data:
            return "the workbook is protected with a password to open; save it without one"
        return f"this is an old Excel file (.xls); {_ADVICE}"
    if data.startswith(b"%PDF"):
        return "this is a PDF, no workbook; send the .xlsx it was printed from"
    return _text_fault(data[:4096])


def _text_fault(start: bytes) -> str:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        return f"this is a web page (HTML) with the name of a workbook; {_ADVICE}"
    if head.startswith(b"<?xml"):
        return f"this is an XML file, no .xlsx workbook; {_ADVICE}"
    if b"\x00" not in start and any(mark in start for mark in (b",", b";", b"\t")):
        return "this is a text file (CSV); paste its numbers into a workbook of capplan new"
    return "this is no Excel workbook (.xlsx), or it is damaged"


def _archive_fault(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members_fault(archive.infolist()) or _entity_fault(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        return "the file is damaged or was cut short; get it again from where it came"


def _members_fault(members: list[zipfile.ZipInfo]) -> str | None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        return f"found {unpacked / 2**20:,.0f} MB unpacked; allowed up to 200 MB"
    for member in members:
        if member.flag_bits & 1:
            return "the archive is locked with a password; save it without one"
        large = member.file_size > RATIO_FROM
        if large and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            return f"{member.filename} unpacks to over {MOST_RATIO} times its size; not opened"
    return _parts_fault({member.filename for member in members})


def _entity_fault(archive: zipfile.ZipFile) -> str | None:
    """No workbook part declares entities; one that does would unpack without end."""
    for member in archive.namelist():
        if member.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                start = part.read(PROLOG).replace(b"\x00", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                return f"{member} declares XML entities, as no workbook does; not opened"
    return None


def _parts_fault(names: set[str]) -> str | None:
    if "[Content_Types].xml" in names and "xl/workbook.bin" not in names:
        return None
    if "xl/workbook.bin" in names:
        return f"this is a binary workbook (.xlsb); {_ADVICE}"
    if "content.xml" in names:
        return f"this is an OpenDocument file; {_ADVICE}"
    return "this is a zip archive, but no Excel workbook (.xlsx)"
