"""Wiring of `satudata_exchange`: the read-only API for other portals."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.satudata.exchange import views
from ckanext.satudata.exchange.logic import action


@tk.blanket.actions(action)
@tk.blanket.blueprints(views)
class ExchangePlugin(p.SingletonPlugin):
    """What other portals harvest."""
