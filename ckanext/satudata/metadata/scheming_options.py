"""How ckanext-scheming finds our schemas although the site only names plugins in `ckan.plugins`.

Scheming reads `scheming.*` in its `update_config`, whose turn depends on the order of plugins. CKAN collects option
declarations and fills in their defaults before any `update_config`: so the declaration is the place that works in
every order. What a site sets itself is kept: our files are added, and the site's own prevail where both define the
same.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import yaml

__all__ = ["SCHEMAS", "add_ours", "declared_options"]

PRESETS = "scheming.presets"
SCHEMAS = {
    "scheming.dataset_schemas": ("ckanext.satudata.schemas:dataset.yaml", "ckanext.satudata.schemas:kegiatan.yaml"),
    "scheming.organization_schemas": ("ckanext.satudata.schemas:organization.yaml",),
    PRESETS: ("ckanext.satudata.schemas:presets.yaml",),
}
"""Option of scheming to the files that it must name."""


def declared_options() -> dict[str, Any]:
    """The declaration file of the plugin, as CKAN's `Declaration.load_dict` takes it."""
    path = Path(__file__).parents[1] / "config_declaration.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def add_ours(config: MutableMapping[str, Any]) -> None:
    """Add our files to options that the site has set; an option that is not set gets the declared default later."""
    for option, ours in SCHEMAS.items():
        # `get` would warn of an option that is not declared yet.
        own = str(config[option] or "").split() if option in config else []
        if own:
            missing = [file for file in ours if file not in own]
            # Of two schemas for one type scheming takes the last, of two presets of one name the first.
            config[option] = " ".join([*own, *missing] if option == PRESETS else [*missing, *own])
