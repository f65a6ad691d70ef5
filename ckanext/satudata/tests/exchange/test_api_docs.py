"""docs/api.md tells what the API does: its commands run, its tables are complete."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ckan.tests import factories

from ckanext.satudata.exchange import views
from ckanext.satudata.exchange.logic.action import PLAIN_FIELDS
from ckanext.satudata.exchange.sdi_extras import EXTRAS
from ckanext.satudata.metadata.indexing import LIST_FACETS, TEXT_FACETS
from ckanext.satudata.tests.exchange.conftest import publish, unique

PAGE = Path(__file__).resolve().parents[4] / "docs" / "api.md"
EXAMPLE = "https://satudata.example"

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="docs/ is only in a checkout")


@pytest.mark.skipif(not shutil.which("curl"), reason="the commands of the page are for curl")
@pytest.mark.usefixtures("non_clean_db", "with_plugins")
def test_each_command_finds_the_dataset_it_speaks_of(address: str) -> None:
    office = factories.Organization(name=unique("disdukcapil"))
    dataset = publish(office, periode_awal="2020")
    names = {EXAMPLE: address, "jumlah-penduduk": dataset["name"], "disdukcapil": office["name"]}

    answers = [run(command, names) for command in commands()]

    told = [dataset["id"] in json.dumps(answer) or office["id"] in json.dumps(answer) for answer in answers]
    assert told == [True] * len(commands())
    assert {answer["success"] for answer in answers} == {True}


def test_the_table_of_extras_is_that_of_the_code() -> None:
    rows = [(f"`{extra.key}`", ", else ".join(f"`{field}`" for field in extra.fields), extra.how) for extra in EXTRAS]

    assert table("| Extra |") == rows


def test_every_filter_is_in_the_table() -> None:
    lists = {f"vocab_{name}" for name in (*LIST_FACETS, "tahun", "wilayah")}

    assert names_in(table("| Name |")) == TEXT_FACETS | lists


def test_every_action_and_field_of_sdi_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert [name for name in views.AS_CORE | views.RENDERED | PLAIN_FIELDS if f"`{name}`" not in text] == []


def commands() -> list[str]:
    """The commands of all console blocks, continued lines put together."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line[2:] for block in blocks for line in block.replace("\\\n", " ").splitlines() if line.startswith("$ ")]


def run(command: str, names: dict[str, str]) -> Any:
    for example, real in names.items():
        command = command.replace(example, real)
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def table(head: str) -> list[tuple[str, ...]]:
    """The rows of the table whose head line begins with `head`."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(head)) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return rows


def names_in(rows: list[tuple[str, ...]]) -> set[str]:
    return {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}
