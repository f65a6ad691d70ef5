"""Which addresses may be read."""

from __future__ import annotations

import socket
from ipaddress import ip_network

import pytest

from ckanext.satudata.harvest.errors import AddressRefusedError
from ckanext.satudata.harvest.http import guard
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.tests.harvest.servers import LOOPBACK, Reply, serving, success


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "240.0.0.1",
        "fec0::1", "64:ff9b:1::a00:1", "::ffff:0:7f00:1", "::7f00:1", "::a00:1",
    ],
)  # fmt: skip
def test_loopback_private_link_local_and_wrapped_addresses_are_refused(address: str) -> None:
    assert not guard.is_allowed(address, [])


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.12.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert guard.is_allowed(address, [])


def test_a_listed_network_is_allowed_and_nothing_beside_it() -> None:
    office = [ip_network("10.20.0.0/16")]

    assert (guard.is_allowed("10.20.3.4", office), guard.is_allowed("10.21.0.1", office)) == (True, False)


def test_a_name_that_leads_into_a_private_network_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_args, **_more: [(0, 0, 0, "", ("192.168.7.7", 0))])

    with pytest.raises(AddressRefusedError) as refused:
        guard.check_address("http://data.example.go.id", [])

    assert str(refused.value) == (
        "data.example.go.id has the address 192.168.7.7, which lies in a loopback or private network. Sources there are"
        " read only if the operator of this portal lists the network in ckanext.satudata.harvest.allowed_networks, or a"
        " sysadmin allows it for the source."
    )


def test_a_name_that_nobody_knows_passes_the_check_on_save(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(guard.socket, "getaddrinfo", unknown)

    guard.check_address("http://tidak-ada.example", [])


def test_nothing_is_sent_to_an_address_that_is_not_allowed() -> None:
    asked: list[str] = []

    def answer(path: str, _params: dict[str, str]) -> Reply:
        asked.append(path)
        return success({})

    with serving(answer) as url, HttpClient(Limits(retries=0)) as http, pytest.raises(AddressRefusedError):
        http.get_json(url)

    assert asked == []


def test_a_redirect_into_a_refused_network_is_not_followed() -> None:
    asked: list[str] = []

    def inner(path: str, _params: dict[str, str]) -> Reply:
        asked.append(path)
        return success({})

    # Two addresses of loopback stand for the public and the private one.
    with serving(inner) as private:
        target = private.replace("127.0.0.1", "[::1]")

        def outer(_path: str, _params: dict[str, str]) -> Reply:
            return Reply(status=302, headers={"Location": target})

        with (
            serving(outer) as public,
            HttpClient(Limits(retries=0, networks=[ip_network(LOOPBACK)])) as http,
            pytest.raises(AddressRefusedError),
        ):
            http.get_json(public)

    assert asked == []
