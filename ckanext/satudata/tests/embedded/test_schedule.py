"""The schedule asks with the real command, again and again, and leaves nothing behind."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from ckan.plugins import toolkit as tk

from ckanext.satudata.embedded import schedule


@pytest.mark.usefixtures("non_clean_db", "with_plugins")
def test_the_question_is_a_command_of_ckan_that_names_what_was_due() -> None:
    asked = subprocess.run(schedule.question(tk.config["__file__"]), capture_output=True, text=True, check=False)

    # How many there are depends on the sources that other tests leave.
    assert re.fullmatch(r"\d+ sources were due\.", asked.stdout.splitlines()[-1]), asked.stderr
    assert asked.returncode == 0, asked.stderr


def test_a_question_that_is_being_asked_ends_with_the_schedule(tmp_path: Path) -> None:
    missing = tmp_path / "ckan.ini"
    command = (sys.executable, "-m", "ckanext.satudata.embedded.schedule", "--ini", str(missing), "--every", "0")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as asking:
        children = _wait_for_children(psutil.Process(asking.pid))

        asking.terminate()

        assert asking.wait(10) == 0
    assert psutil.wait_procs(children, timeout=10)[1] == []


def _wait_for_children(process: psutil.Process) -> list[psutil.Process]:
    deadline = time.monotonic() + 30
    while not (children := process.children()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return children
