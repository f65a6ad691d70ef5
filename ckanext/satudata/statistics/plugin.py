"""Wiring of the statistical database. No logic."""

from __future__ import annotations

from typing import Any

import click
from flask import Blueprint

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import Context

from ckanext.satudata.shared import satudata_cli
from ckanext.satudata.statistics import cli, facts_csv, helpers, region_views, views
from ckanext.satudata.statistics.logic import action, auth
from ckanext.satudata.statistics.tables import queueing


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class StatisticsPlugin(p.SingletonPlugin):
    """Plugin `satudata_statistics`."""

    p.implements(p.IBlueprint)
    p.implements(p.IClick)
    p.implements(p.IConfigurer)
    p.implements(p.IResourceController, inherit=True)

    # IBlueprint

    def get_blueprint(self) -> list[Blueprint]:
        return [facts_csv.satudata_facts, region_views.satudata_regions, views.satudata_tables]

    # IClick

    def get_commands(self) -> list[click.Command]:
        satudata_cli.add_command(cli.facts)
        satudata_cli.add_command(cli.tidy)
        return []

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata_statistics")

    # IResourceController

    def after_resource_create(self, context: Context, resource: dict[str, Any]) -> None:
        queueing.after_upload(resource, context.get("user"))

    def before_resource_delete(
        self,
        context: Context,  # noqa: ARG002
        resource: dict[str, Any],
        resources: list[dict[str, Any]],  # noqa: ARG002
    ) -> None:
        queueing.forget(resource["id"])

    def after_resource_update(self, context: Context, resource: dict[str, Any]) -> None:
        queueing.after_upload(resource, context.get("user"))
