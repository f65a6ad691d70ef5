"""The configuration of an embedded site: two files, one of the operator and one of ours.

`ckan.ini` is written once and then the operator's: every option of CKAN and of this extension may stand there.
`generated.ini`, which it builds upon, is written anew at each start, because addresses and ports may have changed.
Both hold or lead to secrets and are readable by their owner only.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Addresses

NAME = "satudata"
SECRET_BYTES = 48

PLUGINS = (
    "satudata_catalogue",
    "satudata",
    "satudata_harvest",
    "satudata_exchange",
    "satudata_statistics",
    "datastore",
    "scheming_datasets",
    "scheming_organizations",
    "activity",
    "text_view",
    "image_view",
)
"""What a Satu Data portal loads; earlier ones win over later ones where both have a template."""

OPTIONS = {
    "ckan.plugins": " ".join(PLUGINS),
    "ckan.site_id": NAME,
    "ckan.site_title": "Satu Data",
    "ckan.locale_default": "id",
    "ckan.locales_offered": "id en",
    # Western Indonesian time; regions further east set their own in ckan.ini.
    "ckan.display_timezone": "Asia/Jakarta",
    "ckan.views.default_views": "text_view image_view",
    # Accounts are given out by the walidata; nobody makes one for himself.
    "ckan.auth.create_user_via_api": "false",
    "ckan.auth.create_user_via_web": "false",
    # The list of login names is half of what a guesser of passwords needs.
    "ckan.auth.public_user_details": "false",
    "ckan.max_resource_size": "100",
    "ckan.jobs.timeout": "3600",
}

LOGGING = """
[loggers]
keys = root, ckan, ckan_start, ckan_cli, ckan_search, ckanext

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console

[logger_ckan]
level = INFO
handlers = console
qualname = ckan
propagate = 0

[logger_ckan_start]
level = WARNING
handlers = console
qualname = ckan.config.environment
propagate = 0

[logger_ckan_cli]
level = WARNING
handlers = console
qualname = ckan.cli
propagate = 0

[logger_ckan_search]
level = WARNING
handlers = console
qualname = ckan.lib.search
propagate = 0

[logger_ckanext]
level = INFO
handlers = console
qualname = ckanext
propagate = 0

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(asctime)s %(levelname)-5.5s [%(name)s] %(message)s
"""


def ini(home: Home) -> Path:
    """The file to give to `ckan -c`."""
    return home.folder / "ckan.ini"


def write(home: Home, addresses: Addresses, *, site_url: str, options: Mapping[str, str]) -> Path:
    """Write what is ours, and what is the operator's if it is new; the file to give to `ckan -c`."""
    home.storage.mkdir(parents=True, exist_ok=True)
    ours = {
        "use": "egg:ckan",
        "SECRET_KEY": _secret_key(home.folder / "secret_key"),
        "sqlalchemy.url": addresses.database,
        "ckan.datastore.write_url": addresses.datastore_write,
        "ckan.datastore.read_url": addresses.datastore_read,
        "ckan.redis.url": addresses.redis,
        "solr_url": addresses.solr,
        "ckan.site_url": site_url,
        "ckan.storage_path": str(home.storage),
        **OPTIONS,
    }
    _write_private(
        home.folder / "generated.ini", "; Written at every start: put your own options into ckan.ini.\n", ours
    )
    if not ini(home).exists():
        head = "; Yours: every option of CKAN and of Satu Data may stand here; see docs/configuration.md.\n"
        _write_private(ini(home), head, {"use": "config:generated.ini", **options}, tail="")
    return ini(home)


def _secret_key(path: Path) -> str:
    if not path.exists():
        _private(path, secrets.token_urlsafe(SECRET_BYTES))
    return path.read_text()


def _write_private(path: Path, head: str, options: Mapping[str, str], *, tail: str = LOGGING) -> None:
    # The reader of ini files takes a single % as the start of a variable.
    lines = [f"{key} = {value.replace('%', '%%')}\n" for key, value in options.items()]
    _private(path, "".join((head, "[app:main]\n", *lines, tail)))


def _private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
