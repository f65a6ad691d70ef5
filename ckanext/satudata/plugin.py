"""Wiring of the root plugin: schemas, validators, helpers, quality, access, indexing, translations, `ckan satudata`.

Logic stands in `metadata/`, `logic/`, `helpers.py` and `cli.py`.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.config.declaration import Declaration, Key
from ckan.types import Context

from ckanext.satudata.logic import registered
from ckanext.satudata.metadata import indexing, quality_view, scheming_options, translations, withholding

OLDEST_CKAN = "2.12"


@tk.blanket.helpers
@tk.blanket.validators
@tk.blanket.actions(registered.actions)
@tk.blanket.auth_functions(registered.auth_functions)
@tk.blanket.cli
class SatudataPlugin(p.SingletonPlugin):
    """The metadata of Satu Data Indonesia in CKAN."""

    p.implements(p.IConfigDeclaration)
    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IPackageController, inherit=True)

    # IConfigDeclaration

    def declare_config_options(self, declaration: Declaration, key: Key) -> None:  # noqa: ARG002
        scheming_options.add_ours(tk.config)
        declaration.load_dict(scheming_options.declared_options())  # type: ignore[arg-type]  # read from YAML

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.requires_ckan_version(OLDEST_CKAN)
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata")

    # ITranslation

    def i18n_directory(self) -> str:
        return str(translations.DIRECTORY)

    def i18n_locales(self) -> list[str]:
        return translations.locales()

    def i18n_domain(self) -> str:
        return translations.DOMAIN

    # IPackageController

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        # In this order: the verdict is about the files, not about who looks.
        quality_view.add_quality(context, pkg_dict)
        withholding.withhold_unless_seen(context, pkg_dict)

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return indexing.index_document(pkg_dict)
