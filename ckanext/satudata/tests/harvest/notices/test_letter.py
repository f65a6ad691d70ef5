"""What a letter says, sentence by sentence."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.satudata.harvest.model import Run, StoredFinding
from ckanext.satudata.harvest.model.run import COUNTERS
from ckanext.satudata.harvest.notices.letter import Addresses, Letter, Worst, letter
from ckanext.satudata.harvest.notices.occasion import is_worth_a_letter
from ckanext.satudata.harvest.notices.settings import Occasion

PAGE = "https://data.example.go.id/sumber/proses/1"
OWN = "https://data.example.go.id/temuan/"


def run(**values: Any) -> Run:
    counts = {f"count_{name}": 0 for name in COUNTERS}
    return Run(**{"state": "finished", "deletion": None, "error": None, **counts, **values})


def written(one: Run, *worst: Worst, marked: bool = False) -> Letter:
    translate = (lambda text: f"[{text}]") if marked else str
    return letter(one, "Dinkes", worst, addresses=Addresses(run=PAGE, findings=OWN), translate=translate, locale="id")


def test_a_quiet_run_makes_a_short_letter() -> None:
    assert written(run(count_new=4203)) == Letter(
        subject="Dinkes: 4.203 new, 0 changed, 0 kept out",
        text=(
            "The run of Dinkes has ended.\n\n"
            "New: 4.203\nChanged: 0\nUnchanged: 0\nKept out: 0\n\n"
            f"The whole report, and what to do:\n{PAGE}\n\n"
            f"Members of an organization find what concerns their data here:\n{OWN}\n"
        ),
    )


def test_a_refused_deletion_asks_for_a_decision() -> None:
    found = written(run(deletion="refused", count_missing=40))

    assert found.subject == "Dinkes: a deletion needs your decision"
    assert "Gone at the source: 40" in found.text
    assert "too many to be hidden without asking. Please decide." in found.text


def test_findings_name_their_dataset_and_their_number() -> None:
    example = StoredFinding(
        code="META-01", severity="error", place="title", value="", details={}, title="Jumlah\nPenduduk"
    )

    lines = written(run(), Worst(example=example, count=1200)).text.splitlines()

    assert next(line for line in lines if line.startswith("-")).startswith("- META-01 (1.200×): Jumlah Penduduk: ")


def test_every_sentence_can_be_translated() -> None:
    error = {"msgid": "{url} did not answer in time.", "details": {"url": "https://a.test"}}

    found = written(run(state="failed", error=error, deletion="refused"), marked=True)

    own = [line for line in found.text.splitlines() if line and line not in (PAGE, OWN)]
    assert [line for line in own if not line.startswith("[")] == []
    assert found.subject.startswith("[Dinkes: [")


@pytest.mark.parametrize(
    ("values", "severities", "expected"),
    [
        ({}, {}, {"always"}),
        ({"count_new": 1}, {"warning": 3}, {"always", "change"}),
        ({"count_archived": 1}, {}, {"always", "change"}),
        ({"count_failed": 1}, {}, {"always", "change", "error"}),
        ({}, {"error": 1}, {"always", "change", "error"}),
        ({"deletion": "refused"}, {}, {"always", "change", "error"}),
        ({"state": "failed"}, {}, {"always", "change", "error"}),
        ({"state": "interrupted"}, {}, {"always", "change", "error"}),
        ({"state": "cancelled", "count_failed": 1}, {}, set()),
    ],
)
def test_what_happened_decides_who_wants_to_know(
    values: dict[str, Any], severities: dict[str, int], expected: set[str]
) -> None:
    assert {one.value for one in Occasion if is_worth_a_letter(one, run(**values), severities)} == expected
