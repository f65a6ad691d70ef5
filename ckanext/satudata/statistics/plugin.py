"""Wiring of the statistical database. No logic."""

from __future__ import annotations

from flask import Blueprint

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.satudata.statistics import facts_csv
from ckanext.satudata.statistics.logic import action, auth


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.config_declarations
class StatisticsPlugin(p.SingletonPlugin):
    """Plugin `satudata_statistics`."""

    p.implements(p.IBlueprint)

    # IBlueprint

    def get_blueprint(self) -> list[Blueprint]:
        return [facts_csv.satudata_facts]
