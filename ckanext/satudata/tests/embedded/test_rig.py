"""The test rig itself: a dataset that is made is stored, indexed and found."""

from __future__ import annotations

import pytest

from ckan.tests import factories
from ckan.tests.helpers import call_action


@pytest.mark.usefixtures("non_clean_db", "with_plugins")
def test_a_dataset_is_stored_and_found() -> None:
    dataset = factories.Dataset(title="Jumlah Penduduk Kecamatan Ciruas", owner_org=factories.Organization()["id"])

    found = call_action("package_search", q=f'id:"{dataset["id"]}"')

    assert [row["title"] for row in found["results"]] == ["Jumlah Penduduk Kecamatan Ciruas"]
