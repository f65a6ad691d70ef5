"""Wiring of the harvest: actions, auth, options, commands. No logic."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk


@tk.blanket.config_declarations
class HarvestPlugin(p.SingletonPlugin):
    """Plugin `satudata_harvest`."""
