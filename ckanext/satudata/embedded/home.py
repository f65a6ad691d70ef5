"""Where things lie in the folder of an embedded site. Paths only; nothing is created here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = ".satudata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder of one site: data, logs and records of its servers, its configuration and its uploads."""

    folder: Path

    @classmethod
    def at(cls, folder: str | Path | None = None) -> Home:
        """The given folder, else $SATUDATA_HOME, else `.satudata` below the current one; always absolute."""
        return cls(folder=Path(folder or os.environ.get("SATUDATA_HOME") or DEFAULT_FOLDER).expanduser().resolve())

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def valkey(self) -> Path:
        return self.folder / "valkey"

    @property
    def solr(self) -> Path:
        return self.folder / "solr"

    @property
    def jars(self) -> Path:
        """Solr's jars; safe to delete, fetched again at the next start."""
        return self.folder / "jars"

    @property
    def storage(self) -> Path:
        """CKAN's uploads, web assets and sessions."""
        return self.folder / "storage"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def records(self) -> Path:
        """One file per running process, see `programs.py`."""
        return self.folder / "run"
