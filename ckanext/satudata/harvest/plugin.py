"""Wiring of the harvest: actions, auth, options, commands. No logic."""

from __future__ import annotations

import click

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.satudata.harvest import cli
from ckanext.satudata.harvest.logic import action, auth
from ckanext.satudata.shared import satudata_cli


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.config_declarations
class HarvestPlugin(p.SingletonPlugin):
    """Plugin `satudata_harvest`."""

    p.implements(p.IClick)

    # IClick

    def get_commands(self) -> list[click.Command]:
        satudata_cli.add_command(cli.source)
        return []
