"""Wiring of the statistical database. No logic."""

from __future__ import annotations

import ckan.plugins as p

from ckanext.satudata.statistics import model

__all__ = ["StatisticsPlugin", "model"]


class StatisticsPlugin(p.SingletonPlugin):
    """Plugin `satudata_statistics`."""
