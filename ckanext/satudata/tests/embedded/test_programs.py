"""Starting, watching and stopping one process; any process will do, so these are small Python programs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from ckanext.satudata.embedded import programs
from ckanext.satudata.embedded.errors import ServerCrashError, ServerStartError
from ckanext.satudata.embedded.programs import Program

WAITS = "import time; print('up', flush=True); time.sleep(600)"
FAILS = "import sys; print('port 1 is taken', flush=True); sys.exit(3)"
IGNORES_TERM = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"


def program(folder: Path, code: str, **changes: object) -> Program:
    log = folder / "logs" / "sample.log"
    given = {
        "name": "Sample",
        "command": (sys.executable, "-c", code),
        "cwd": folder,
        "log": log,
        "record": folder / "run" / "sample.json",
        "is_ready": lambda: log.exists() and "up" in log.read_text(),
        **changes,
    }
    return Program(**given)  # type: ignore[arg-type] - the values of a dict have no types of their own


def test_a_program_is_recorded_while_it_runs(tmp_path: Path) -> None:
    sample = program(tmp_path, WAITS)

    running = programs.start(sample)
    running.wait_ready()
    recorded = programs.recorded_process(sample.record)
    running.stop()

    assert recorded is not None
    assert recorded.pid == running.process.pid
    assert (running.process.returncode, sample.record.exists()) == (-signal.SIGTERM, False)


def test_a_program_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    running = programs.start(program(tmp_path, FAILS))

    with pytest.raises(
        ServerStartError, match=r"Sample did not start: it ended with exit code 3(?s:.*)port 1 is taken"
    ):
        running.wait_ready()


def test_a_program_that_never_answers_is_stopped_and_reported(tmp_path: Path) -> None:
    running = programs.start(program(tmp_path, WAITS, is_ready=lambda: False, ready_timeout_s=0.2))

    with pytest.raises(ServerStartError, match="no answer within 0 s"):
        running.wait_ready()

    assert running.process.poll() is not None


def test_a_crash_is_reported_with_the_end_of_the_log(tmp_path: Path) -> None:
    running = programs.start(program(tmp_path, WAITS))
    running.wait_ready()
    running.check()

    running.process.kill()
    running.process.wait()

    with pytest.raises(ServerCrashError, match=r"Sample ended by itself \(exit code -9\)(?s:.*)up"):
        running.check()
    running.stop()


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "STOP_TIMEOUT_S", 0.3)
    running = programs.start(program(tmp_path, IGNORES_TERM))
    running.wait_ready()

    running.stop()

    assert running.process.poll() is not None


def test_what_an_earlier_start_left_running_is_stopped_by_the_next(tmp_path: Path) -> None:
    sample = program(tmp_path, WAITS)
    left = programs.start(sample)
    left.wait_ready()

    again = programs.start(sample)

    assert left.process.poll() is not None
    assert programs.recorded_process(sample.record) == psutil.Process(again.process.pid)
    again.stop()


def test_a_record_whose_process_id_now_belongs_to_somebody_else_is_left_alone(tmp_path: Path) -> None:
    sample = program(tmp_path, WAITS)
    other = subprocess.Popen((sys.executable, "-c", WAITS), stdout=subprocess.DEVNULL)
    sample.record.parent.mkdir()
    sample.record.write_text(json.dumps({"name": "Sample", "pid": other.pid, "born": 1000.0}))

    stopped = programs.stop_leftover(sample)

    assert (stopped, other.poll()) == (False, None)
    other.kill()
    other.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_program_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    supervisor = f"""
        from pathlib import Path
        from ckanext.satudata.tests.embedded.test_programs import WAITS, program
        from ckanext.satudata.embedded import programs
        running = programs.start(program(Path({str(tmp_path)!r}), WAITS))
        running.wait_ready()
        print(running.process.pid, flush=True)
        running.process.wait()
    """
    command = (sys.executable, "-c", textwrap.dedent(supervisor))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))

        parent.kill()

        gone, alive = psutil.wait_procs([child], timeout=5)
    assert (len(gone), alive) == (1, [])


def test_the_tail_of_a_log_is_short_and_never_empty(tmp_path: Path) -> None:
    log = tmp_path / "log"

    missing = programs.tail(log)
    log.write_text("one\ntwo\nthree\n")

    assert (missing, programs.tail(log, lines=2)) == ("(the log is empty)", "two\nthree")
