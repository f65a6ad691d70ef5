"""Writing the same requests in each mode, and comparing what CKAN then knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.satudata.harvest.writer import Mode, WriteOutcome, WriteRequest, open_writer
from ckanext.satudata.tests.harvest.writer import snapshot
from ckanext.satudata.tests.harvest.writer.snapshot import Snapshot

MODES: tuple[Mode, ...] = ("plain", "fast")

Steps = Sequence[Sequence[WriteRequest]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What writing some steps came to."""

    outcomes: list[list[WriteOutcome]]
    snapshots: list[Snapshot]


def play(mode: Mode, steps: Steps, package_ids: Sequence[str]) -> Played:
    """Write the steps one after the other, from nothing, and look after each."""
    snapshot.wipe(package_ids)
    played = Played(outcomes=[], snapshots=[])
    for requests in steps:
        with open_writer(mode) as writer:
            assert writer.mode == mode
            played.outcomes.append(writer.write(requests))
            assert writer.unindexed == frozenset()
        played.snapshots.append(snapshot.take(package_ids))
    return played


def assert_equal_to_the_action(steps: Steps) -> Played:
    """Same outcomes, same rows, same shown dicts, same search documents after each step in each mode.

    Gives what the actions did.
    """
    package_ids = sorted({request.dataset["id"] for requests in steps for request in requests})
    expected = play("action", steps, package_ids)
    for mode in MODES:
        got = play(mode, steps, package_ids)
        assert got.outcomes == expected.outcomes, f"outcomes of {mode}"
        differences = snapshot.differences(expected.snapshots, got.snapshots)
        assert not differences, f"{mode} differs at {len(differences)} places, the first: {differences[:20]}"
    snapshot.wipe(package_ids)
    return expected
