"""Fields that were edited here since a run wrote them: found by fingerprint, kept or replaced, never in silence.

After each write a record remembers the fingerprint of every place of its dataset as `package_show` then told it
(`differences.places`). A place whose fingerprint is another one when the next run wants to write was edited here. Why
this way: docs/decisions/004-local-edits.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.harvest.engine import differences
from ckanext.satudata.harvest.engine.differences import PLACE_OF_EXTRA, PLACE_OF_RESOURCE, Difference
from ckanext.satudata.harvest.policy import LocalEdits, Policy
from ckanext.satudata.harvest.writer.json_copy import copy_json

# Written by the harvest alone; nobody edits where a dataset comes from.
PROVENANCE = frozenset(
    {"guid", "harvest_source_id", "harvest_source_title", "source_url", "source_created", "source_modified"}
)
# Filled in by CKAN, or by whatever looks into the file.
_NOT_EDITED = frozenset({"size", "hash", "mimetype", "last_modified"})

Written = Mapping[str, str]
"""Fingerprints by place."""


def written(dataset: Mapping[str, Any]) -> dict[str, str]:
    """The fingerprints of a dataset that was just written."""
    return {
        place: differences.fingerprint(_edited_part(place, value))
        for place, value in differences.places(dataset).items()
        if place not in PROVENANCE
    }


def dump(fingerprints: Written) -> str:
    """As a record keeps them."""
    return json.dumps(fingerprints, separators=(",", ":"), ensure_ascii=True)


def load(text: str) -> dict[str, str]:
    """As they were dumped."""
    return json.loads(text)


class Merge:
    """One mapped dataset on its way into a stored one. Call it with the stored dataset, as `WriteRequest.revise`."""

    def __init__(self, mapped: dict[str, Any], last_written: Written, policy: Policy) -> None:
        self._mapped = mapped
        self._written = last_written
        self._policy = policy
        self._edited: frozenset[str] = frozenset()
        self._kept: frozenset[str] = frozenset()
        self.kept: tuple[Difference, ...] = ()
        """Place, the source's value, the value here that stays."""

    def __call__(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The dataset to write: as mapped, with what was edited here where the policy keeps it."""
        present = written(stored)
        self._edited = frozenset(
            place for place in present.keys() | self._written.keys() if present.get(place) != self._written.get(place)
        )
        staying = {place for place in self._edited if self._keeps(place)}
        if not staying:
            self._kept, self.kept = frozenset(), ()
            return self._mapped
        return self._with(stored, staying)

    def replaced(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
        """Places that were edited here and that the write has changed, in order."""
        old, new = differences.places(before), differences.places(after)
        return sorted(place for place in self._edited - self._kept if old.get(place) != new.get(place))

    def written(self, after: Mapping[str, Any]) -> dict[str, str]:
        """Fingerprints of what was written; a kept place keeps its old one, so that it stays known as edited."""
        present = written(after)
        for place in self._kept:
            present.pop(place, None)
            if place in self._written:
                present[place] = self._written[place]
        return present

    def _keeps(self, place: str) -> bool:
        is_excepted = not self._policy.local_edits_except.isdisjoint(_names(place))
        return (self._policy.local_edits is LocalEdits.KEEP_LOCAL) is not is_excepted

    def _with(self, stored: Mapping[str, Any], staying: set[str]) -> dict[str, Any]:
        dataset = copy_json(self._mapped)
        theirs, ours = differences.places(self._mapped), differences.places(stored)
        contested = sorted(place for place in staying if theirs.get(place) != ours.get(place))
        for place in contested:
            _put(dataset, place, stored)
        self._kept = frozenset(contested)
        self.kept = tuple(_told(place, theirs.get(place), ours.get(place)) for place in contested)
        return dataset


def place_name(place: str, value: Any = None) -> str:
    """A place as it is named to people: a file by its name."""
    if place.startswith(PLACE_OF_RESOURCE) and isinstance(value, Mapping):
        return PLACE_OF_RESOURCE + str(value.get("name") or value.get("url") or "")[:100]
    return place


def _told(place: str, theirs: Any, ours: Any) -> Difference:
    is_file = place.startswith(PLACE_OF_RESOURCE)
    values = (each and each.get("url") if is_file else each for each in (theirs, ours))
    return (place_name(place, ours or theirs), *(differences.cut(value) for value in values))  # type: ignore[return-value]


def _names(place: str) -> set[str]:
    """Under which names a person may speak of the place."""
    if place.startswith(PLACE_OF_EXTRA):
        return {"extras", place, place[len(PLACE_OF_EXTRA) :]}
    return {"resources"} if place.startswith(PLACE_OF_RESOURCE) else {place}


def _edited_part(place: str, value: Any) -> Any:
    if not place.startswith(PLACE_OF_RESOURCE):
        return value
    return {key: each for key, each in value.items() if key not in _NOT_EDITED}


def _put(dataset: dict[str, Any], place: str, stored: Mapping[str, Any]) -> None:
    """Let the place in the dataset be what it is in the stored one, also nothing."""
    if place.startswith(PLACE_OF_EXTRA):
        _put_entry(dataset, "extras", stored, lambda extra: PLACE_OF_EXTRA + str(extra.get("key")) == place)
    elif place.startswith(PLACE_OF_RESOURCE):
        _put_entry(dataset, "resources", stored, lambda one: PLACE_OF_RESOURCE + str(one.get("id")) == place)
    elif stored.get(place) in differences.EMPTY:
        dataset.pop(place, None)
        if place in ("tags", "groups"):
            dataset[place] = []
    else:
        dataset[place] = copy_json(stored[place])


def _put_entry(dataset: dict[str, Any], part: str, stored: Mapping[str, Any], is_it: Any) -> None:
    ours = next((copy_json(entry) for entry in stored.get(part) or () if is_it(entry)), None)
    entries = list(dataset.get(part) or ())
    position = next((number for number, entry in enumerate(entries) if is_it(entry)), None)
    if position is None:
        entries += [ours] if ours else []
    elif ours:
        entries[position] = ours
    else:
        del entries[position]
    dataset[part] = entries
