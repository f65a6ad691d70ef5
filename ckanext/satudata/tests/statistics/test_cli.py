"""`ckan satudata facts rebuild` and `ckan satudata tidy`."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.cli.cli import ckan

from ckanext.satudata.statistics.facts.load import load_rows
from ckanext.satudata.statistics.model import Coverage, Origin
from ckanext.satudata.tests.metadata.people import People
from ckanext.satudata.tests.statistics.conftest import Act, Publish
from ckanext.satudata.tests.statistics.figures import CIRUAS, current, figure, subject

pytestmark = pytest.mark.usefixtures("with_plugins", "non_clean_db")


def test_rebuild_makes_the_counts_anew(cli: Any, publish: Publish, act: Act) -> None:
    published = publish()
    published.load([figure(CIRUAS, 2022, 1), figure(CIRUAS, 2023, 2)])
    of_it = sa.select(Origin.id).where(Origin.resource_id == published.resource_id)
    model.Session.execute(sa.delete(Coverage).where(Coverage.origin_id.in_(of_it)))
    model.Session.commit()

    result = cli.invoke(ckan, ["satudata", "facts", "rebuild", published.resource_id, "--json"])

    assert json.loads(result.stdout) == {"resource_id": published.resource_id, "facts": 2, "dropped": False}
    assert act(None, "satudata_fact_search", origin=published.resource_id)["count"] == 1


def test_rebuild_drops_the_figures_of_files_that_are_gone_for_good(cli: Any, people: People) -> None:
    gone = subject()
    load_rows([figure(CIRUAS, 2023, 1)], gone, user=None)

    result = cli.invoke(ckan, ["satudata", "facts", "rebuild", gone.resource_id])

    assert result.stdout.splitlines()[-1] == "1 resources: 0 counted, 1 dropped."
    assert current(gone) == []


def test_tidy_of_a_resource_that_is_not_there_is_told(cli: Any) -> None:
    result = cli.invoke(ckan, ["satudata", "tidy", "no-such-resource"])

    assert (result.exit_code, result.output.strip()) == (1, "Error: There is no resource no-such-resource.")


def test_tidy_of_a_file_that_is_not_in_the_storage_fails_with_its_reason(cli: Any, publish: Publish) -> None:
    published = publish()

    result = cli.invoke(ckan, ["satudata", "tidy", published.resource_id, "--json"])

    assert result.exit_code == 1
    assert json.loads(result.stdout.splitlines()[-1])["state"] == "failed"
