"""What travels in and out of a writer: a request for each dataset, an outcome for each request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ckanext.satudata.harvest.writer.json_copy import copy_json

Mode = Literal["auto", "action", "plain", "fast"]
Action = Literal["created", "updated", "unchanged", "refused"]
Revise = Callable[[Mapping[str, Any]], dict[str, Any]]
"""From a dataset as `package_show` tells it to the dataset to write in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRequest:
    """One dataset to store.

    `guid` is the caller's key and comes back in the outcome. `dataset` is the dict that `package_create` or
    `package_update` would get; the writer never changes it. Without `package_id` the dataset is created (with the id
    in `dataset`, if it has one), otherwise that package is updated and an `id` in `dataset` is ignored.

    With `revise` an update writes what that makes of the dataset as it is stored, read when nobody else can change it
    any more, in place of `dataset`. It may be called several times, and leaves alone what it is given. The time of
    change is CKAN's to set: with the old one, Solr's copy of the dataset would pass for its present state.
    """

    guid: str
    dataset: dict[str, Any]
    package_id: str | None = None
    revise: Revise | None = None

    def fresh_dataset(self, stored: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A copy of the dataset that CKAN may change, with the id of the package to update, which is now `stored`."""
        if self.revise is None or stored is None:
            dataset = copy_json(self.dataset)
        else:
            dataset = copy_json(self.revise(stored))
            dataset.pop("metadata_modified", None)
        if self.package_id is not None:
            dataset["id"] = self.package_id
        return dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOutcome:
    """What became of one request.

    `errors` is empty unless `action` is "refused". It is then the `error_dict` of CKAN's ValidationError; where CKAN
    raises something else (a NUL character, a list where a text belongs) it is `{"message": [text]}`.

    `before` and `after` are the dataset as `package_show` tells it, before an update and after any writing.
    """

    guid: str
    package_id: str | None
    action: Action
    errors: dict[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    after: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)


class Writer(Protocol):
    """Stores datasets; made by `open_writer`, which also closes it."""

    @property
    def mode(self) -> str:
        """What the asked mode became: "action", "plain" or "fast"."""
        ...

    @property
    def unindexed(self) -> frozenset[str]:
        """Ids of packages that are in the database while Solr has not accepted them yet."""
        ...

    def write(self, requests: Sequence[WriteRequest]) -> list[WriteOutcome]:
        """Store the datasets; one outcome per request, in the same order.

        Commits and rolls back CKAN's session (`model.Session`): the caller commits its own changes there first, or
        keeps them in a session of its own. Raises only what concerns all datasets, such as a lost database.
        """
        ...

    def close(self) -> None:
        """Wait until everything is in Solr, retry what failed, and make it visible with one Solr commit."""
        ...
