"""`ckan satudata source …` and `ckan satudata runs …`: one file a group of commands, gathered here for the plugin."""

from __future__ import annotations

# Each adds its commands to the group of `source.py`.
from ckanext.satudata.harvest.cli import add_list, before, duplicate, sweep, takeover  # noqa: F401
from ckanext.satudata.harvest.cli.runs import runs
from ckanext.satudata.harvest.cli.source import source

__all__ = ["runs", "source"]
