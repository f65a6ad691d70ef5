"""`satudata up` as an operator runs it: real servers, real signals, nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests
from click.testing import CliRunner

from ckanext.satudata.embedded.cli import satudata
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.ports import LOOPBACK
from ckanext.satudata.tests.embedded.conftest import processes_of

START_TIMEOUT_S = 180
STOP_TIMEOUT_S = 60


class Operator:
    """Runs one command in the background, and reads what it prints."""

    def __init__(self, home: Home, *options: str) -> None:
        self.output = home.folder / f"output-{time.monotonic_ns()}.txt"
        # The addresses of the rig of this run are nothing for it.
        env = {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}
        # A process group of its own, as a terminal gives it: Ctrl-C reaches the whole group.
        self.process = subprocess.Popen(
            (sys.executable, "-c", "from ckanext.satudata.embedded.cli import satudata; satudata()", "up",
             "--home", str(home.folder), *options),
            stdout=self.output.open("wb"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True, env=env,
        )  # fmt: skip

    def wait_for(self, text: str) -> str:
        deadline = time.monotonic() + START_TIMEOUT_S
        while text not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"{text!r} did not come: {self.said()}"
            time.sleep(0.1)
        return self.said()

    def said(self) -> str:
        return self.output.read_text()

    def end(self) -> int:
        return self.process.wait(STOP_TIMEOUT_S)


@contextmanager
def up(home: Home, *options: str) -> Iterator[Operator]:
    operator = Operator(home, *options)
    try:
        yield operator
    finally:
        if operator.process.poll() is None:
            operator.process.terminate()
            operator.end()


def test_ctrl_c_leaves_no_process_behind(home: Home) -> None:
    with up(home, "--servers-only") as operator:
        operator.wait_for("Ctrl-C stops them")
        running = processes_of(home)

        os.killpg(operator.process.pid, signal.SIGINT)
        code = operator.end()

    assert (code, len(running), [process for process in running if process.is_running()]) == (0, 4, [])


def test_a_crash_of_one_server_stops_the_others_and_says_why(home: Home) -> None:
    with up(home, "--servers-only") as operator:
        operator.wait_for("Ctrl-C stops them")
        running = processes_of(home)
        next(process for process in running if "valkey" in process.name()).kill()

        code = operator.end()

    assert code == 1
    assert "Valkey ended by itself (exit code -9)" in operator.said()
    assert [process for process in running if process.is_running()] == []


def test_the_next_start_works_after_the_supervisor_was_killed(home: Home) -> None:
    with up(home, "--servers-only") as operator:
        operator.wait_for("Ctrl-C stops them")
        running = processes_of(home)
        operator.process.kill()
        psutil.wait_procs(running, timeout=STOP_TIMEOUT_S)

    with up(home, "--servers-only") as again:
        again.wait_for("Ctrl-C stops them")
        second = CliRunner().invoke(satudata, ["up", "--servers-only", "--home", str(home.folder)])
        status = CliRunner().invoke(satudata, ["status", "--home", str(home.folder)])
        stopped = CliRunner().invoke(satudata, ["stop", "--home", str(home.folder)])

    assert (second.exit_code, "runs already" in second.output) == (1, True)
    assert status.output.split() == ["postgres", "solr", "supervisor", "valkey"]
    assert (stopped.output, again.process.returncode, processes_of(home)) == ("Stopped.\n", 0, [])


def test_a_portal_starts_answers_and_keeps_its_accounts_to_itself(home: Home) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        wanted = taken.getsockname()[1]
        with up(home, "--port", str(wanted)) as operator:
            said = operator.wait_for("The portal is at")
            url = said.split("The portal is at ")[1].split()[0]
            page = requests.get(url, timeout=60)
            api = requests.get(f"{url}/api/3/action/status_show", timeout=60).json()

            operator.process.terminate()
            code = operator.end()

    accounts = home.folder / "accounts.txt"
    assert (code, processes_of(home)) == (0, [])
    assert f"Port {wanted} is taken" in said
    assert (page.status_code, 'lang="id"' in page.text, api["result"]["site_title"]) == (200, True, "Satu Data")
    assert stat.filemode(accounts.stat().st_mode) == "-rw-------"
    assert accounts.read_text() in said


def test_status_and_stop_say_so_when_nothing_runs(tmp_path: Path) -> None:
    answers = [CliRunner().invoke(satudata, [verb, "--home", str(tmp_path)]).output for verb in ("status", "stop")]

    assert answers == [f"Nothing runs in {tmp_path}.\n", f"Nothing ran in {tmp_path}.\n"]


@pytest.mark.parametrize("option", ["--port=x", "--nonsense"])
def test_wrong_use_ends_with_exit_code_2(option: str) -> None:
    assert CliRunner().invoke(satudata, ["up", option]).exit_code == 2
