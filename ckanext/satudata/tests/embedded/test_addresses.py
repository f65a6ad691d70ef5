"""Ports and sockets: what is taken, too long or hard to write is avoided."""

from __future__ import annotations

import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ckanext.satudata.embedded import postgres, solr, valkey
from ckanext.satudata.embedded.errors import EmbeddedError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.ports import LOOPBACK, first_free_port, free_port, is_free
from ckanext.satudata.embedded.sockets import make_private


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_passed_over(taken: int) -> None:
    assert (is_free(taken), first_free_port(taken) == taken) == (False, False)


def test_the_wanted_port_is_taken_if_it_is_free() -> None:
    wanted = free_port()

    assert first_free_port(wanted) == wanted


@pytest.mark.parametrize("folder", ["/srv/" + "dinas-komunikasi-dan-informatika/" * 4, "/srv/satu data", "/srv/100%"])
def test_a_socket_in_a_long_or_odd_folder_lies_in_the_temporary_one(folder: str) -> None:
    home = Home.at(folder)

    sockets = [postgres.describe(home).socket_folder / postgres.SOCKET_NAME, valkey.describe(home).socket]

    assert [(str(path).startswith("/tmp/satudata-"), len(str(path)) < 60) for path in sockets] == [(True, True)] * 2


def test_a_socket_in_a_short_folder_lies_in_it() -> None:
    home = Home.at("/srv/satudata")

    assert postgres.describe(home).url("satudata", "ckan") == "postgresql://ckan@/satudata?host=/srv/satudata/postgres"
    assert valkey.describe(home).url(3) == "unix:///srv/satudata/valkey/valkey.sock?db=3"


def test_another_server_on_the_port_is_not_taken_for_our_solr(taken: int, tmp_path: Path) -> None:
    stranger = solr.describe(Home.at(tmp_path), port=taken)

    assert stranger.program.is_ready() is False


def test_a_socket_outside_the_home_lies_in_a_folder_that_only_we_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    folder = valkey.prepare(Home.at(tmp_path / "satu data")).socket.parent

    assert (folder.parent, stat.S_IMODE(folder.stat().st_mode)) == (tmp_path, 0o700)


def test_a_folder_for_sockets_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        make_private(tmp_path / "link")
