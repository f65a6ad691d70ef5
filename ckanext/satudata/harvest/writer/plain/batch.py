"""One batch: datasets that are validated together, stored in one transaction, and shown from memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from ckan import model
from ckan.logic.schema import default_show_package_schema

from ckanext.satudata.harvest.writer import activities, backlog
from ckanext.satudata.harvest.writer.plain import creation, notices, updating
from ckanext.satudata.harvest.writer.plain.claims import Claim, claims_of
from ckanext.satudata.harvest.writer.plain.creation import NewDataset
from ckanext.satudata.harvest.writer.plain.dictize import DatasetRows, MemoryDictizer
from ckanext.satudata.harvest.writer.plain.documents import DocumentBuilder
from ckanext.satudata.harvest.writer.plain.groups import Groups
from ckanext.satudata.harvest.writer.plain.originals import Originals
from ckanext.satudata.harvest.writer.plain.read_back import read_back
from ckanext.satudata.harvest.writer.plain.show import Shown, show
from ckanext.satudata.harvest.writer.plain.solr import Job
from ckanext.satudata.harvest.writer.plain.tags import ids_of_tags
from ckanext.satudata.harvest.writer.plain.unusual import UnusualError
from ckanext.satudata.harvest.writer.plain.updating import ChangedDataset
from ckanext.satudata.harvest.writer.plain.views import create_default_views
from ckanext.satudata.harvest.writer.types import WriteOutcome, WriteRequest

Dataset = NewDataset | ChangedDataset


class Tools:
    """What the batches of one writer share."""

    def __init__(self) -> None:
        self.groups = Groups()
        self.dictizer = MemoryDictizer(self.groups.user_counts)
        self.documents = DocumentBuilder()


@dataclass(slots=True, kw_only=True)
class Batch:
    """Validated datasets that do not get in each other's way."""

    user: model.User
    tools: Tools
    originals: Originals
    claims: set[Claim] = field(default_factory=set)
    new: list[NewDataset] = field(default_factory=list)
    changed: list[ChangedDataset] = field(default_factory=list)
    stored: list[tuple[Dataset, Shown]] = field(default_factory=list)
    """Filled by `store`: what was really written, with how it is shown."""
    _shown: dict[int, Shown] = field(default_factory=dict)

    def forbid(self, claims: set[Claim]) -> None:
        """Leave no room for datasets with these claims."""
        self.claims |= claims

    def has_room_for(self, request: WriteRequest) -> bool:
        """Whether no dataset of the batch has, or gives up, a name or id that this one asks for."""
        return self.claims.isdisjoint(_asked_for(request))

    def add(self, dataset: Dataset) -> None:
        """Take in a validated dataset. Raises UnusualError if only validation has shown that it clashes."""
        claims = claims_of(dataset.data)
        if not self.claims.isdisjoint(claims):
            raise UnusualError("validation gave it a name that the batch has already")
        self.claims |= claims | _asked_for(dataset.request)
        if isinstance(dataset, NewDataset):
            self.new.append(dataset)
        else:
            self.claims.add(("name", dataset.package.name))
            self.changed.append(dataset)

    def outcome(self, dataset: Dataset) -> WriteOutcome:
        """What became of a validated dataset, after `store`."""
        guid, package_id, shown = dataset.request.guid, dataset.package.id, self._shown.get(id(dataset))
        if isinstance(dataset, NewDataset):
            after = shown.custom if shown else None
            return WriteOutcome(guid=guid, package_id=package_id, action="created", after=after)
        after, action = (shown.custom, "updated") if shown else (dataset.before, "unchanged")
        return WriteOutcome(guid=guid, package_id=package_id, action=action, before=dataset.before, after=after)

    def store(self, showing: AbstractContextManager[None]) -> Job | None:
        """Write everything into the session's transaction, hooks called, not committed; None if nothing changed.

        `showing` surrounds the showing of what is written.
        """
        self._insert_new()
        saved = [update for update in self.changed if updating.save(update, self.originals)]
        with showing:
            self._show_all(saved)
        if not self.stored:
            return None
        activities.insert([self._activity(dataset, shown.answer) for dataset, shown in self.stored if shown.answer])
        notices.announce_new(self.new)
        job = Job(
            key=str(uuid4()),
            package_ids=[dataset.package.id for dataset, _ in self.stored],
            changes=self.tools.documents.take(),
        )
        backlog.add(job.key, job.package_ids)
        return job

    def send_signals(self) -> None:
        """Tell the receivers of `action_succeeded`; after the commit."""
        for dataset, shown in self.stored:
            action = "package_create" if isinstance(dataset, NewDataset) else "package_update"
            context = dataset.context
            if isinstance(dataset, ChangedDataset):
                context.setdefault("changed_entities", {}).setdefault("packages", set()).add(dataset.package.id)
            notices.send_signal(action, context=context, data_dict=dataset.data, result=shown.custom)

    def _insert_new(self) -> None:
        if not self.new:
            return
        self.tools.groups.load(dataset.data for dataset in self.new)
        tag_ids = ids_of_tags(creation.tag_names(self.new))
        for dataset in self.new:
            creation.fill_rows(dataset, self.tools.groups, tag_ids, self.user.id)
        creation.insert(self.new)
        for dataset in self.new:
            creation.call_hooks(dataset)
        create_default_views(self.new)

    def _show_all(self, saved: list[ChangedDataset]) -> None:
        with_answer = activities.are_recorded()
        # CKAN makes it anew for each dataset, but nothing changes it: only scheming writes into a schema, its own.
        default_schema = default_show_package_schema()
        for dataset, rows in self._rows(saved):
            shown = show(
                self.tools.dictizer,
                dataset.package,
                rows,
                dataset.context,
                default_schema=default_schema,
                with_answer=with_answer,
            )
            self.tools.documents.build(shown.default, shown.custom)
            self.stored.append((dataset, shown))
            self._shown[id(dataset)] = shown

    def _rows(self, saved: list[ChangedDataset]) -> Iterator[tuple[Dataset, DatasetRows]]:
        for dataset in self.new:
            yield dataset, dataset.shown_rows()
        if saved:
            rows = read_back([update.package for update in saved])
            self.tools.groups.count_users(group["id"] for row in rows.values() for group in row.groups)
            for update in saved:
                yield update, rows[update.package.id]

    def _activity(self, dataset: Dataset, answer: dict[str, Any]) -> dict[str, Any]:
        kind = "new" if isinstance(dataset, NewDataset) else "changed"
        return activities.row(kind, dataset.package, answer, self.user)


def _asked_for(request: WriteRequest) -> set[Claim]:
    claims = claims_of(request.dataset)
    if request.package_id is not None:
        claims.add(("id", request.package_id))
    return claims
