"""What the machine or the folder lacks is said with what to do about it, before anything is started."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ckanext.satudata.embedded import postgres, servers, solr
from ckanext.satudata.embedded.errors import EmbeddedError, MissingProgramError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.tests.rig import CHECKOUT


def test_without_java_the_packages_to_install_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingProgramError, match=r"a Java runtime, version 17 .* apt-get install openjdk-17-jre"):
        solr.java()


def test_a_java_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.20\" 2023-07-18' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

    with pytest.raises(MissingProgramError, match=r"needs Java 17 or newer; .*java says: openjdk version \"11"):
        solr.java()


def test_without_maven_jars_cannot_be_fetched_and_no_folder_looks_complete(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingProgramError, match="no `mvn`"):
        solr.ensure_jars(tmp_path / "jars")
    assert not (tmp_path / "jars").exists()


def test_a_fetch_that_fails_leaves_nothing_that_looks_complete(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho 'Could not transfer artifact'; exit 1\n")
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

    with pytest.raises(EmbeddedError, match="Could not transfer artifact"):
        solr.ensure_jars(tmp_path / "jars")
    assert list((tmp_path / "jars").iterdir()) == []


def test_data_of_another_postgresql_are_refused_untouched(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.postgres.mkdir()
    (home.postgres / "PG_VERSION").write_text("14\n")

    with pytest.raises(EmbeddedError, match=r"written by PostgreSQL 14, but version 18 is installed"):
        postgres.prepare(home)
    assert [path.name for path in home.postgres.iterdir()] == ["PG_VERSION"]


def test_attaching_to_a_folder_where_nothing_runs_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="satudata up --servers-only --home"):
        servers.attach(Home.at(tmp_path))


def test_a_user_who_may_not_install_gets_one_line_to_type(tmp_path: Path) -> None:
    for name in ("bash", "dirname", "id", "sed", "grep", "dpkg-query", "apt-cache"):
        found = subprocess.run(("which", name), capture_output=True, text=True, check=False).stdout.strip()
        if found:
            (tmp_path / name).symlink_to(found)
    (tmp_path / "id").unlink()
    for name, text in {"id": "echo 1000", "apt-get": "exit 99", "sudo": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)

    asked = subprocess.run(
        (str(CHECKOUT / ".ci" / "system-packages"),),
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 1
    assert asked.stderr.splitlines()[1] == "Type this line, then try again:"
    assert asked.stderr.splitlines()[2].startswith("  sudo apt-get install --yes --no-install-recommends libpq-dev ")
