"""Files: read or refused in one line, written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from capplan.errors import CapplanError


class FileFault(CapplanError):
    """A file that cannot be read or written, and why."""


def readable(path: str) -> Path:
    """The path of a file that can be read.

    Raises:
        FileFault: where there is none, or it may not be read.
    """
    try:
        with open(path, "rb") as found:
            found.read(1)
    except (OSError, ValueError) as fault:
        raise FileFault(f"cannot read {path}: {_why(fault)}") from None
    return Path(path)


def writable(path: str, force: bool, inputs: tuple[Path, ...] = ()) -> Path:
    """The file that will be written for a path, links followed.

    Raises:
        FileFault: where it is an input, exists and `force` is not given, is no ordinary file, or
            its folder is missing.
    """
    try:
        target = Path(os.path.realpath(path))
        found = target.stat() if target.exists() else None
        folder_there = target.parent.is_dir()
    except (OSError, ValueError) as fault:
        raise FileFault(f"cannot write {path}: {_why(fault)}") from None
    if any(_same(target, one) for one in inputs):
        raise FileFault(f"cannot write {path}: it is the input, which is never written")
    if found and not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file"
        raise FileFault(f"cannot write {path}: it is {what}")
    if found and not force:
        raise FileFault(f"cannot write {path}: it exists; --force replaces it")
    if not folder_there:
        raise FileFault(f"cannot write {path}: there is no folder {target.parent}")
    return target


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return os.path.samefile(one, other)
    return one == Path(os.path.realpath(other))


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Writes all files or none: each beside its place first, then all moved there.

    Raises:
        FileFault: naming the file; nothing has changed then and nothing is left behind.
    """
    staged: dict[Path, Path] = {}
    try:
        for target, content in contents.items():
            staged[target] = _staged(target, content, staged)
        for target in contents:
            os.replace(staged[target], target)
            del staged[target]
    finally:
        for left in staged.values():
            left.unlink(missing_ok=True)


def _staged(target: Path, content: bytes, staged: dict[Path, Path]) -> Path:
    """A temporary file beside the target that holds the content, safe on the disk."""
    try:
        handle, name = tempfile.mkstemp(prefix=".capplan-", dir=target.parent)
        staged[target] = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
    except OSError as fault:
        raise FileFault(f"cannot write {target}: {_why(fault)}") from None
    return Path(name)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, or those a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _why(fault: Exception) -> str:
    return (fault.strerror if isinstance(fault, OSError) else "") or str(fault)
