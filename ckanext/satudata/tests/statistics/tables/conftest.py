"""Uploads as a producer makes them, and the job as a worker does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage

from ckan import model

from ckanext.satudata.statistics.model import Tidying
from ckanext.satudata.statistics.tables import job
from ckanext.satudata.tests.metadata.complete import complete_dataset
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of an office, as its resource."""

    resource: dict[str, Any]
    act: Act
    user: dict[str, Any]

    def read(self) -> Tidying:
        """What a worker makes of it."""
        tidying = self.tidying()
        job.execute(tidying.id, tidying.attempt)
        return self.tidying()

    def tidying(self) -> Tidying:
        model.Session.expire_all()
        found = model.Session.scalar(Tidying.of_resource(self.resource["id"]))
        assert found is not None
        return found

    def show(self, user: dict[str, Any] | None = None) -> dict[str, Any]:
        return self.act(user, "satudata_table_show", resource_id=self.resource["id"])

    def again(self, content: bytes | str, name: str) -> None:
        """Another file in its place."""
        self.act(self.user, "resource_patch", id=self.resource["id"], upload=stored(content, name))


Uploaded = Callable[..., Upload]


@pytest.fixture
def uploaded(people: People, act: Act) -> Uploaded:
    """A file in a dataset of its own of the OPD; `given` are fields of the dataset."""

    def make(
        content: bytes | str, name: str = "data.csv", *, resource: dict[str, Any] | None = None, **given: Any
    ) -> Upload:
        given.setdefault("cakupan_wilayah", "36.04")
        described = complete_dataset(owner_org=people.opd["id"], resources=[], **given)
        dataset = act(people.editor, "package_create", **{**described, "state": "draft"})
        made = act(
            people.editor,
            "resource_create",
            package_id=dataset["id"],
            name=name,
            format=name.rpartition(".")[2],
            upload=stored(content, name),
            **(resource or {}),
        )
        act(people.editor, "package_patch", id=dataset["id"], state="active")
        return Upload(resource=made, act=act, user=people.editor)

    return make


def stored(content: bytes | str, name: str) -> FileStorage:
    data = content.encode() if isinstance(content, str) else content
    return FileStorage(stream=BytesIO(data), filename=name)
