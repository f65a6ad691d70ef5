"""The key of the WebAPI of BPS: how a source names it, and the API as that key sees it. Both kinds of sources of BPS
use it; where keys may lie: `secret.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.connectors.bps_webapi_calls import Bps
from ckanext.satudata.harvest.connectors.secret import read_secret
from ckanext.satudata.harvest.http.client import HttpClient
from ckanext.satudata.harvest.settings import Kind, Setting, Value

KEY_SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="key_variable",
        kind=Kind.TEXT,
        label=N_("Environment variable with the key"),
        help=N_("Its name, not the key. It must begin with SATUDATA_SECRET_."),
        example="SATUDATA_SECRET_BPS",
        default="SATUDATA_SECRET_BPS",
    ),
    Setting(
        name="key_file",
        kind=Kind.TEXT,
        label=N_("Secret file with the key"),
        help=N_("Name of a file in the folder for secrets, used where the variable is not set."),
        example="bps_webapi_key",
        default="bps_webapi_key",
    ),
)


def open_bps(http: HttpClient, settings: Mapping[str, Value]) -> Bps:
    """The WebAPI with the key that the source names. Raises SourceError where there is none."""
    key = read_secret(str(settings.get("key_variable") or ""), str(settings.get("key_file") or ""))
    return Bps(http=http, key=key)
