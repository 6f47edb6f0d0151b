"""A result in one file: a zip with each exact table as an Arrow IPC file, and the rest as JSON."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from barter_engine._engine import read_ipc, to_float, write_ipc
from barter_instrument.errors import DataError, NotFoundError

if TYPE_CHECKING:
    from arro3.core import Table

    from barter_engine.result import BacktestResult
    from barter_engine.tables import StatRow

__all__ = ["FORMAT_VERSION", "SavedResult", "load", "save"]

FORMAT: Final = "barter-result"
FORMAT_VERSION: Final = 1
"""Raised when a file of the new form cannot be read by the old code."""

_MANIFEST: Final = "manifest.json"
_RESULT: Final = "result.json"
_SUMMARY: Final = "summary.json"
# Equal results give equal bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class SavedResult:
    """What a result reads from after `load`: the members of its file."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self._members = members
        try:
            document = json.loads(members[_RESULT])
            self.settings: dict[str, Any] = dict(document["settings"])
            self._facts: dict[str, Any] = dict(document["facts"])
            self._stats: list[StatRow] = [tuple(row) for row in document["stats"]]
            self._fingerprint = str(document["fingerprint"])
            self._summary = members[_SUMMARY].decode()
            self._tables: list[str] = list(document["tables"])
            missing = [name for name in self._tables if _member(name) not in members]
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(
                f"the file holds no complete result ({type(error).__name__}: {error}); save it again",
                code="damaged_result",
                argument="path",
            ) from error
        if missing:
            raise DataError(
                f"the file lacks the tables {', '.join(missing)}; save it again", code="damaged_result", argument="path"
            )

    def table_names(self) -> list[str]:
        """Names of the tables of the file."""
        return list(self._tables)

    def table(self, name: str, exact: bool) -> Table:  # noqa: FBT001 (as the compiled source has it)
        """The table, read anew."""
        if name not in self._tables:
            raise NotFoundError(
                f"this run has no table `{name}`; it has: {', '.join(self._tables)}", code="not_found", argument="name"
            )
        table = read_ipc(self._members[_member(name)])
        made: Table = table if exact else to_float(table)
        return made

    def stats(self) -> list[StatRow]:
        """As `RawResult.stats`."""
        return list(self._stats)

    def fingerprint(self) -> str:
        """The fingerprint of the run."""
        return self._fingerprint

    def facts(self) -> dict[str, Any]:
        """As `RawResult.facts`."""
        return dict(self._facts)

    def summary_json(self) -> str:
        """barter's summary as JSON."""
        return self._summary


def save(result: BacktestResult, path: str | os.PathLike[str]) -> Path:
    """Writes the result; see `BacktestResult.save`."""
    source = result._source  # noqa: SLF001 (of this wheel)
    tables = list(result.table_names)
    document = {
        "settings": _plain(result.settings),
        "facts": _plain(source.facts()),
        "stats": source.stats(),
        "fingerprint": result.fingerprint,
        "tables": tables,
    }
    members = {_RESULT: _json(document), _SUMMARY: source.summary_json().encode()}
    members |= {_member(name): write_ipc(result.exact.table(name)) for name in tables}
    manifest = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "members": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
    }
    target = Path(path)
    # Written beside the target and moved there, so that a run cut short leaves no half file.
    written = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with zipfile.ZipFile(written, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, data in {_MANIFEST: _json(manifest), **members}.items():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return target


def load(path: str | os.PathLike[str]) -> BacktestResult:
    """Reads a result; see `BacktestResult.load`."""
    from barter_engine.result import BacktestResult

    source = SavedResult(_read(Path(path)))
    return BacktestResult(source, source.settings)


def _read(path: Path) -> dict[str, bytes]:
    """The checked members of the file."""

    def damaged(what: str) -> DataError:
        return DataError(
            f"{path} is damaged or no saved result: {what}; expected a file that BacktestResult.save wrote",
            code="damaged_result",
            argument="path",
        )

    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
                raise damaged("its manifest names another format")
            version = manifest.get("version")
            if not isinstance(version, int) or version < 1:
                raise damaged(f"its version is {version!r}")
            if version > FORMAT_VERSION:
                raise DataError(
                    f"{path} has format version {version}, and this barter-engine reads up to {FORMAT_VERSION}; "
                    "update it: pip install --upgrade barter-engine",
                    code="newer_result",
                    argument="path",
                )
            digests = dict(manifest["members"])
            members = {name: archive.read(name) for name in digests}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(str(error) or type(error).__name__) from error
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise damaged(f"{type(error).__name__}: {error}") from error
    for name, data in members.items():
        if hashlib.sha256(data).hexdigest() != digests[name]:
            raise damaged(f"the content of {name} does not fit its checksum")
    return members


def _member(table: str) -> str:
    return f"tables/{table}.arrow"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: Any) -> Any:
    """What JSON holds; anything else as its text (Decimal, paths, enums)."""
    if value is None or isinstance(value, (bool, int, float)) or type(value) is str:
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "items"):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value)
