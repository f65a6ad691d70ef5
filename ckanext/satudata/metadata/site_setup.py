"""`ckan satudata setup`: what a site needs beyond its configuration file.

Every step looks first and changes only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search
from ckan.lib.munge import munge_name
from ckan.types import Context

from ckanext.satudata import config
from ckanext.satudata.codes import code_list, pembina
from ckanext.satudata.metadata import organizations
from ckanext.satudata.metadata.standar_data import StandarData

__all__ = ["Step", "run"]

NEEDED_PLUGINS = ("scheming_datasets", "scheming_organizations")
SCHEMING = "ckanext.satudata.schemas:dataset.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, whether the site is right in it now, and what was done or is to do."""

    name: str
    ok: bool
    message: str


def run() -> Iterator[Step]:
    """Check and mend the site, step by step."""
    yield _check_plugins()
    yield _check_schemas()
    tables = _check_tables()
    yield tables
    yield _check_search()
    if not tables.ok:
        return
    yield _ensure_organization(config.walidata_name(), config.walidata_title(), "walidata")
    for code in config.pembina():
        yield _ensure_pembina(code)
    yield _check_standar_data()


def _check_plugins() -> Step:
    missing = [name for name in NEEDED_PLUGINS if not p.plugin_loaded(name)]
    order = tk.aslist(tk.config["ckan.plugins"])
    if missing:
        return Step(name="plugins", ok=False, message=f"Add {' '.join(missing)} to ckan.plugins and start again.")
    if order.index("satudata") > order.index(NEEDED_PLUGINS[0]):
        message = f"Name satudata before {NEEDED_PLUGINS[0]} in ckan.plugins, or the forms miss their explanations."
        return Step(name="plugins", ok=False, message=message)
    return Step(name="plugins", ok=True, message="ckanext-scheming is switched on.")


def _check_schemas() -> Step:
    if SCHEMING not in str(tk.config.get("scheming.dataset_schemas")).split():
        return Step(name="schemas", ok=False, message=f"scheming.dataset_schemas does not name {SCHEMING}.")
    schema = tk.h.scheming_get_dataset_schema("dataset") if p.plugin_loaded("scheming_datasets") else None
    names = {field["field_name"] for field in (schema or {}).get("dataset_fields", ())}
    if "kode_sds" not in names:
        return Step(
            name="schemas", ok=False, message="Another schema for the type dataset prevails: it lacks kode_sds."
        )
    return Step(name="schemas", ok=True, message="The Satu Data schemas are in use.")


def _check_tables() -> Step:
    if not sa.inspect(model.Session.connection()).has_table(StandarData.__tablename__):
        return Step(name="tables", ok=False, message="Run `ckan db upgrade`, then this command again.")
    return Step(name="tables", ok=True, message="The tables of the extension are there.")


def _check_search() -> Step:
    if not search.is_available():
        return Step(name="search", ok=False, message="Solr does not answer at solr_url.")
    return Step(name="search", ok=True, message="Solr answers.")


def _ensure_organization(name: str, title: str, kind: str) -> Step:
    name = munge_name(name)
    label = f"organisation {name}"
    group = model.Group.by_name(name)
    if group is None:
        dataset = {"name": name, "title": title, "jenis_organisasi": kind}
        tk.get_action("organization_create")(_site_context(), dataset)
        return Step(name=label, ok=True, message=f"Created as {kind}: {title}.")
    if not group.is_organization or group.state != "active":
        return Step(
            name=label, ok=False, message=f"The name {name} is taken by something that is no active organisation."
        )
    if organizations.kind_of(group) == kind:
        return Step(name=label, ok=True, message=f"Is there as {kind}.")
    tk.get_action("organization_patch")(_site_context(), {"id": group.id, "jenis_organisasi": kind})
    return Step(name=label, ok=True, message=f"Was there; its kind is {kind} now.")


def _ensure_pembina(code: str) -> Step:
    agency = code_list.get(pembina.LIST, code)
    if agency is None:
        known = ", ".join(code_list.terms(pembina.LIST))
        return Step(name=f"organisation {code}", ok=False, message=f"ckanext.satudata.pembina knows only {known}.")
    return _ensure_organization(code, agency.columns["long_name"], "pembina")


def _check_standar_data() -> Step:
    count = model.Session.scalar(sa.select(sa.func.count()).select_from(StandarData))
    if not count:
        return Step(
            name="standar data", ok=True, message="No list is loaded; load one with `ckan satudata sds import FILE`."
        )
    return Step(name="standar data", ok=True, message=f"{count} entries of the national list are loaded.")


def _site_context() -> Context:
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"ignore_auth": True, "user": site_user["name"]}
