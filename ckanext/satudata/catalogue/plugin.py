"""Plugin `satudata_catalogue`: layout and public pages. Wiring only."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.common import CKANConfig
from ckan.plugins import toolkit as tk
from ckan.types import CKANApp

from ckanext.satudata.catalogue import facets, headers, listing, odd_addresses, site


@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
@tk.blanket.blueprints
class CataloguePlugin(p.SingletonPlugin):
    """Public pages over CKAN's classic templates."""

    p.implements(p.IConfigurer)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IPackageController, inherit=True)

    # IConfigurer
    def update_config(self, config_: CKANConfig) -> None:
        tk.add_template_directory(config_, "templates")
        tk.add_resource("assets", "satudata_catalogue")
        site.keep_pictures_here(config_)

    # IFacets
    def dataset_facets(self, facets_dict: dict[str, str], package_type: str) -> dict[str, str]:
        return facets.titles() if package_type == "dataset" else facets_dict

    def organization_facets(
        self,
        facets_dict: dict[str, str],  # noqa: ARG002 - the interface's own
        organization_type: str,  # noqa: ARG002 - the interface's own
        package_type: str | None,  # noqa: ARG002 - the interface's own
    ) -> dict[str, str]:
        # Every kind of organisation shows the same facets; its own name would be the only value of the first.
        return {name: title for name, title in facets.titles().items() if name != "organization"}

    # IMiddleware
    def make_middleware(self, app: CKANApp, config: CKANConfig) -> CKANApp:  # noqa: ARG002 - the interface's own
        app.before_request(odd_addresses.refuse)
        app.after_request(headers.add)
        return app

    # IPackageController
    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        return listing.for_page(search_params)
