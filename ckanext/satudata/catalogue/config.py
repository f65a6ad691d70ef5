"""Settings of the public pages, one typed getter each; declared in `config_declaration.yaml`.

Title, logo, icon and tagline are CKAN's own: `ckan.site_title`, `ckan.site_logo`, `ckan.favicon`,
`ckan.site_description`.
"""

from __future__ import annotations

from ckan.plugins import toolkit as tk

PREFIX = "ckanext.satudata.catalogue."


def region() -> str:
    """The region as it stands in sentences, such as "Kabupaten Serang"; may be empty."""
    return tk.config[PREFIX + "region"]


def walidata() -> str:
    """Name of the office that runs the portal; may be empty."""
    return tk.config[PREFIX + "walidata"]


def colour() -> str:
    """Main colour as #rrggbb."""
    return tk.config[PREFIX + "colour"]


def accent() -> str:
    """Second colour as #rrggbb."""
    return tk.config[PREFIX + "accent"]


def contact_email() -> str:
    """Address for questions about the data; may be empty."""
    return tk.config[PREFIX + "contact_email"]


def contact_phone() -> str:
    """Telephone number for questions about the data; may be empty."""
    return tk.config[PREFIX + "contact_phone"]


def contact_address() -> str:
    """Postal address of the walidata; may be empty."""
    return tk.config[PREFIX + "contact_address"]


def example_searches() -> list[str]:
    """Words offered under the search box of the home page."""
    return tk.config[PREFIX + "example_searches"]
