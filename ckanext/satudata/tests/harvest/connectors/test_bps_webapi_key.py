"""The key of BPS: where it comes from, which secrets cannot be named, and that nobody ever reads it."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from ckanext.satudata.harvest.connectors import bps_webapi_calls
from ckanext.satudata.tests.harvest.connectors.bps_answers import KEY, RECORDED
from ckanext.satudata.tests.harvest.connectors.reading import NO_SHARED
from ckanext.satudata.tests.harvest.connectors.test_bps_webapi import Bps, bps, read
from ckanext.satudata.tests.harvest.servers import Reply

__all__ = ["bps"]

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason=NO_SHARED)


def test_the_key_is_in_no_message_log_or_traceback(
    bps: Bps, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # CKAN's configuration sets this logger to warnings only.
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="urllib3.connectionpool"):
        monkeypatch.setattr(logging.getLogger("urllib3.connectionpool"), "disabled", False)
        read()
        bps.tables = lambda _years: Reply(status=500)
        failed = read()
        monkeypatch.setattr(bps_webapi_calls, "API", "http://127.0.0.1:1/v1/api")
        unreachable = read()

    assert bps.keys == {KEY}
    assert (failed.words[-1], unreachable.words) == ("FailingSourceError", ["UnreachableError"])
    for result in (failed, unreachable):
        assert result.error is not None
        told = "".join(traceback.format_exception(result.error)) + repr(result.error.message)
        assert ("***" in told, KEY in told) == (True, False)
    assert any("key=***" in record.getMessage() for record in caplog.records)
    assert [record.getMessage() for record in caplog.records if KEY in record.getMessage()] == []


def test_the_key_comes_from_a_variable_or_else_from_a_secret_file(
    bps: Bps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SATUDATA_SECRET_BPS")
    monkeypatch.setenv("SATUDATA_SECRETS_FOLDER", str(tmp_path))
    (tmp_path / "bps_webapi_key").write_text("dari-berkas\n", encoding="utf-8")

    read()

    assert bps.keys == {"dari-berkas"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"key_variable": "CKAN_SECRET_KEY"}, "“CKAN_SECRET_KEY” may not be read."),
        ({"key_variable": "", "key_file": "../ckan.ini"}, "“../ckan.ini” is not the plain name of a file."),
        ({"key_variable": "SATUDATA_SECRET_NONE"}, "There is no key. Ask the operator to set the variable"),
    ],
)
def test_no_other_secret_of_the_server_can_be_named(bps: Bps, settings: dict[str, str], message: str) -> None:
    result = read(**settings)

    assert (bps.asked, message in str(result.error)) == ([], True)
