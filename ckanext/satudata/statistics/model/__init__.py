"""Tables of the statistical database. Columns and selects, no rules; no foreign keys into CKAN's own tables.

indicator ← measure (a column of a dataset)        what a figure is about
origin ← release ← fact → breakdown                where it comes from, and the figure itself
coverage                                           counts of current facts, so that nobody counts millions
latest                                             the newest facts of every region, for its profile
table → table_page, layout, confirmation           how a file was read, its cells, and what people said of it
"""

from __future__ import annotations

from ckanext.satudata.statistics.model.breakdown import NO_BREAKDOWN, Breakdown
from ckanext.satudata.statistics.model.confirmation import Alarm, Confirmation
from ckanext.satudata.statistics.model.coverage import Coverage
from ckanext.satudata.statistics.model.fact import STATUS_CODES, Fact, FigureStatus
from ckanext.satudata.statistics.model.indicator import Indicator, Measure
from ckanext.satudata.statistics.model.latest import Latest
from ckanext.satudata.statistics.model.layout import RememberedLayout
from ckanext.satudata.statistics.model.origin import Origin
from ckanext.satudata.statistics.model.release import Release, ReleaseState
from ckanext.satudata.statistics.model.tidying import PageKind, Tidying, TidyingPage, TidyingState

__all__ = [
    "NO_BREAKDOWN",
    "STATUS_CODES",
    "Alarm",
    "Breakdown",
    "Confirmation",
    "Coverage",
    "Fact",
    "FigureStatus",
    "Indicator",
    "Latest",
    "Measure",
    "Origin",
    "PageKind",
    "Release",
    "ReleaseState",
    "RememberedLayout",
    "Tidying",
    "TidyingPage",
    "TidyingState",
]
