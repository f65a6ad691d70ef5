"""Options of the harvest, one typed getter each; declared in config_declaration.yaml.

Read when a run or a request needs them, never at import.
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest.writer import Mode

PREFIX = "ckanext.satudata.harvest."


def allowed_networks() -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks that sources may lie in although they are not public. Raises ValueError for what is no network."""
    return tuple(ip_network(text, strict=False) for text in tk.config[PREFIX + "allowed_networks"])


def connect_timeout_s() -> float:
    """Seconds to wait for a connection."""
    return tk.config[PREFIX + "connect_timeout_s"]


def read_timeout_s() -> float:
    """Seconds to wait for the next bytes."""
    return tk.config[PREFIX + "read_timeout_s"]


def answer_timeout_s() -> float:
    """Seconds that one whole answer may take."""
    return tk.config[PREFIX + "answer_timeout_s"]


def answer_limit_bytes() -> int:
    """Bytes, after decompression, that one answer may have."""
    return tk.config[PREFIX + "answer_limit_mb"] * 1024 * 1024


def retries() -> int:
    """How often a failed request is sent again."""
    return tk.config[PREFIX + "retries"]


def retry_wait_s() -> float:
    """Seconds before the first retry."""
    return tk.config[PREFIX + "retry_wait_s"]


def batch_size() -> int:
    """Records that go through the engine together."""
    return tk.config[PREFIX + "batch_size"]


def writer_mode() -> Mode:
    """`auto`, `fast`, `plain` or `action`."""
    return tk.config[PREFIX + "writer"]


def queue() -> str:
    """Name of the job queue for runs."""
    return tk.config[PREFIX + "queue"]


def drop_folder() -> str:
    """The folder that offices put files into; "" where there is none."""
    return tk.config[PREFIX + "drop_folder"]


def site_address() -> str:
    """The address of this portal, without a slash at its end; "" outside CKAN."""
    root = tk.config.get("ckan.root_path") or ""
    return (tk.config.get("ckan.site_url") or "").rstrip("/") + root.replace("/{{LANG}}", "").rstrip("/")


def keep_runs() -> int:
    """How many runs of each source are kept; 0 for any number."""
    return tk.config[PREFIX + "keep_runs"]


def keep_days() -> int:
    """Days for which every run is kept; 0 for none because of its age."""
    return tk.config[PREFIX + "keep_days"]


def schedule_every_s() -> int:
    """Seconds between two looks for sources that are due; 0 if this portal leaves that to cron."""
    return tk.config[PREFIX + "schedule_every_s"]


def job_timeout_s() -> int:
    """Seconds after which a background run is stopped."""
    return tk.config[PREFIX + "job_timeout_s"]
