"""Findings about harvested datasets that are here already: edited here, or gone at their source."""

from __future__ import annotations

from ckanext.satudata.codes.findings.types import FindingType, Severity
from ckanext.satudata.codes.messages import N_

__all__ = ["TYPES"]

_LOCAL_EDITS = (
    FindingType(
        code="HARVEST-50",
        severity=Severity.INFO,
        message=N_("Edited here, so what the source says was left out: {fields}"),
        remedy=N_("Correct it at the source, or let the options of the source say that the source is right."),
    ),
    FindingType(
        code="HARVEST-51",
        severity=Severity.WARNING,
        message=N_("Edited here, but replaced by what the source says: {fields}"),
        remedy=N_("The changes of the run tell what stood there. The source can be set to keep what is edited here."),
    ),
)

_TAKEN_AWAY = (
    FindingType(
        code="HARVEST-52",
        severity=Severity.WARNING,
        message=N_("The record is no longer at the source; its dataset was hidden and only its editors see it."),
        remedy=N_("It is deleted after {date} unless the source has it again. Make it public here to keep it."),
    ),
    FindingType(
        code="HARVEST-53",
        severity=Severity.INFO,
        message=N_("The dataset had been hidden since {date}, and the source still has not got it: it was deleted."),
        remedy=N_("Nothing to do: it comes back by itself when the source has it again."),
    ),
    FindingType(
        code="HARVEST-54",
        severity=Severity.INFO,
        message=N_("The record is at the source again; its dataset was brought back."),
        remedy=N_("Nothing to do."),
    ),
    FindingType(
        code="HARVEST-55",
        severity=Severity.ERROR,
        message=N_("Of {known} datasets {missing} are gone at the source; {allowed} may go at once. None was hidden."),
        remedy=N_("See whether the source is in order. If the datasets are really gone, approve it on the run's page."),
    ),
    FindingType(
        code="HARVEST-56",
        severity=Severity.ERROR,
        message=N_("The source has not a single dataset, though {known} of it are here. None was hidden."),
        remedy=N_("See whether the source is in order. If the datasets are really gone, approve it on the run's page."),
    ),
    FindingType(
        code="HARVEST-57",
        severity=Severity.WARNING,
        message=N_("The options of the source were changed; {missing} datasets no longer meet them. None was hidden."),
        remedy=N_("Put the options right, or, if these datasets are no longer wanted, approve it on the run's page."),
    ),
    FindingType(
        code="HARVEST-58",
        severity=Severity.WARNING,
        message=N_("The dataset could not be hidden, deleted or brought back: {reason}"),
        remedy=N_("Correct the dataset here; the next run tries it again."),
    ),
    FindingType(
        code="HARVEST-59",
        severity=Severity.INFO,
        message=N_("The dataset is gone at the source, but was made public again here. It is left alone."),
        remedy=N_("Nothing to do. It is no longer updated."),
    ),
)

TYPES: tuple[FindingType, ...] = (*_LOCAL_EDITS, *_TAKEN_AWAY)
