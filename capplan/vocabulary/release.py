"""Which release this is: the project's files, the workbook and CAP_VERSION all say it."""

from __future__ import annotations

VERSION = "0.1.0"
