"""Options of the statistical database, one typed getter each; declared in config_declaration.yaml."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.satudata.statistics."


def small_cell() -> int:
    """Counts from 1 to below this are kept back in figures of restricted datasets."""
    return tk.config[PREFIX + "small_cell"]


def page_limit() -> int:
    """Most figures that one answer holds."""
    return tk.config[PREFIX + "page_limit"]


def csv_limit() -> int:
    """Most figures that one CSV holds."""
    return tk.config[PREFIX + "csv_limit"]


def pemekaran_file() -> Path | None:
    """The site's own list of regions that came out of others."""
    name = tk.config[PREFIX + "pemekaran_file"]
    return Path(name) if name else None


def reads_uploads() -> bool:
    """Whether an uploaded spreadsheet is read by itself."""
    return tk.config[PREFIX + "read_uploads"]


def queue() -> str:
    """Name of the queue on which the reading of files waits."""
    return tk.config[PREFIX + "queue"]


def reading_limit_s() -> int:
    """Seconds that the reading of one file may take."""
    return tk.config[PREFIX + "reading_limit_s"]


def reading_memory_mb() -> int:
    """Megabytes that the reading of one file may use."""
    return tk.config[PREFIX + "reading_memory_mb"]
