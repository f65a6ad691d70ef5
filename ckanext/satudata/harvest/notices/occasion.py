"""Whether a run is worth a letter."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.satudata.harvest.model import Deletion, Run, RunState
from ckanext.satudata.harvest.notices.settings import Occasion

__all__ = ["is_worth_a_letter", "went_wrong"]

CHANGES = ("new", "changed", "archived", "deleted", "restored")


def is_worth_a_letter(occasion: Occasion, run: Run, findings_by_severity: Mapping[str, int]) -> bool:
    """For a run that has ended. One that a person has cancelled is worth none: that person knows."""
    if occasion is Occasion.NEVER or run.state == RunState.CANCELLED.value:
        return False
    if occasion is Occasion.ALWAYS or went_wrong(run, findings_by_severity):
        return True
    return occasion is Occasion.CHANGE and any(run.counts[name] for name in CHANGES)


def went_wrong(run: Run, findings_by_severity: Mapping[str, int]) -> bool:
    """The run failed, kept a record out, found an error, or refused to take datasets away."""
    return bool(
        run.state != RunState.FINISHED.value
        or run.counts["failed"]
        or findings_by_severity.get("error")
        or run.deletion == Deletion.REFUSED.value
    )
