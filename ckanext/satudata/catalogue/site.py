"""Who runs the portal and how to reach them: for header, footer and the pages about the portal."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import colours, config

CKAN_GRAVATAR_STYLE = "identicon"
CKAN_LOGO = "/base/images/ckan-logo.png"
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language on offer; `url` is this very page in it."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page knows of the portal."""

    title: str
    tagline: str
    region: str
    walidata: str
    logo: str
    email: str
    phone: str
    address: str
    theme_url: str
    languages: Sequence[Language]


def site() -> Site:
    """The portal as configured, in the reader's language."""
    logo = tk.config.get("ckan.site_logo")
    return Site(
        title=tk.config["ckan.site_title"],
        tagline=tk.config.get("ckan.site_description") or "",
        region=config.region(),
        walidata=config.walidata(),
        logo=tk.h.url_for_static_or_external(logo) if logo and logo != CKAN_LOGO else "",
        email=config.contact_email(),
        phone=config.contact_phone(),
        address=config.contact_address(),
        theme_url=tk.h.url_for("satudata_catalogue.theme", v=theme_version(), locale="default"),
        languages=_languages(),
    )


def keep_pictures_here(config_: MutableMapping[str, Any]) -> None:
    """No picture of an account from gravatar.com unless the site names a style of its own.

    CKAN's default would tell that company who reads which page.
    """
    if config_.get("ckan.gravatar_default") in (None, "", CKAN_GRAVATAR_STYLE):
        config_["ckan.gravatar_default"] = "disabled"


def theme() -> str:
    """The stylesheet of the configured colours."""
    return colours.stylesheet(config.colour(), config.accent())


def theme_version() -> str:
    """Changes when the colours change, so that browsers may keep the stylesheet for long."""
    return hashlib.sha256(theme().encode()).hexdigest()[:10]


def _languages() -> list[Language]:
    current = tk.h.lang()
    return [
        Language(
            code=locale.short_name,
            name=LANGUAGE_NAMES[locale.short_name],
            url=tk.h.url_for(tk.h.current_url(), locale=locale.short_name),
            is_current=locale.short_name == current,
        )
        for locale in tk.h.get_available_locales()
        if locale.short_name in LANGUAGE_NAMES
    ]
