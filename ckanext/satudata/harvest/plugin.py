"""Wiring of the harvest: actions, auth, options, commands, pages. No logic."""

from __future__ import annotations

import click

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

# views_before and the others add their pages to those of views.
from ckanext.satudata.harvest import (  # noqa: F401
    cli,
    helpers,
    scheduling,
    views,
    views_before,
    views_changes,
    views_duplicate,
    views_files,
    views_hidden,
)
from ckanext.satudata.harvest.logic import action, auth
from ckanext.satudata.shared import satudata_cli


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class HarvestPlugin(p.SingletonPlugin):
    """Plugin `satudata_harvest`."""

    p.implements(p.IClick)
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)

    # IClick

    def get_commands(self) -> list[click.Command]:
        satudata_cli.add_command(cli.source)
        satudata_cli.add_command(cli.runs)
        return []

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:  # noqa: ARG002 - the interface's own
        scheduling.order_tick()

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata_harvest")
