"""The two configuration files of an embedded site."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from ckan.cli import CKANConfigLoader

from ckanext.satudata.embedded import site
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Addresses

ADDRESSES = Addresses(
    database="postgresql://ckan@/satudata?host=/srv/100%25",
    datastore_write="postgresql://ckan@/satudata_datastore?host=/srv/100%25",
    datastore_read="postgresql://datastore_reader@/satudata_datastore?host=/srv/100%25",
    redis="unix:///srv/valkey.sock?db=0",
    solr="http://127.0.0.1:8983/solr/satudata",
)


def write(folder: Path, **options: str) -> Mapping[str, object]:
    ini = site.write(Home.at(folder), ADDRESSES, site_url="http://127.0.0.1:5000", options=options)
    return CKANConfigLoader(str(ini)).get_config()


def test_addresses_reach_ckan_as_they_are(tmp_path: Path) -> None:
    config = write(tmp_path)

    assert config["sqlalchemy.url"] == ADDRESSES.database
    assert config["ckan.redis.url"] == ADDRESSES.redis


def test_options_of_the_operator_win_over_ours(tmp_path: Path) -> None:
    config = write(tmp_path, **{"ckan.site_title": "Satu Data 100 % Serang"})

    assert config["ckan.site_title"] == "Satu Data 100 % Serang"
    assert config["ckan.locale_default"] == "id"


def test_the_file_of_the_operator_is_never_written_again(tmp_path: Path) -> None:
    write(tmp_path, **{"ckan.site_title": "First"})

    assert write(tmp_path, **{"ckan.site_title": "Second"})["ckan.site_title"] == "First"


def test_the_secret_stays_the_same_and_differs_between_sites(tmp_path: Path) -> None:
    first = write(tmp_path / "a")["SECRET_KEY"]

    assert first == write(tmp_path / "a")["SECRET_KEY"] != write(tmp_path / "b")["SECRET_KEY"]


def test_files_with_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    write(tmp_path)

    modes = {path.name: stat.filemode(path.stat().st_mode) for path in sorted(tmp_path.iterdir()) if path.is_file()}
    assert modes == {"ckan.ini": "-rw-------", "generated.ini": "-rw-------", "secret_key": "-rw-------"}
