"""Template helpers of the catalogue; each gives a template one ready dataclass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.satudata.catalogue import (
    accounts,
    cards,
    dataset_page,
    dates,
    error_page,
    facets,
    fields,
    files,
    organization_page,
    site,
)

__all__ = [
    "build_nav_icon",
    "linked_user",
    "satudata_chosen_filters",
    "satudata_dataset_cards",
    "satudata_dataset_page",
    "satudata_day",
    "satudata_error_page",
    "satudata_facets",
    "satudata_file_day",
    "satudata_organization_facts",
    "satudata_organization_figures",
    "satudata_site",
]


def satudata_site() -> site.Site:
    """Who runs the portal, in the reader's language."""
    return site.site()


def satudata_dataset_cards(packages: Sequence[Mapping[str, Any]]) -> list[cards.DatasetCard]:
    """Package dicts as cards of a result list."""
    return cards.cards(packages)


def satudata_dataset_page(package: Mapping[str, Any]) -> dataset_page.DatasetPage:
    """The metadata of a package dict, grouped for a reader."""
    return dataset_page.dataset_page(package)


def satudata_organization_facts(organization: Mapping[str, Any]) -> list[dataset_page.Fact]:
    """What is known of an organisation beside what its page shows on top."""
    known = fields.organization_texts(organization, without=("title", "name", "description", "image_url"))
    return [dataset_page.Fact(name=name, label=label, texts=texts) for name, label, texts in known]


def satudata_organization_figures(organization: Mapping[str, Any]) -> organization_page.OrganizationFigures:
    """What an organisation publishes, in figures."""
    return organization_page.organization_figures(organization)


def satudata_facets(
    facet_titles: Mapping[str, str], search_facets: Mapping[str, Any], url: str | None = None
) -> list[facets.Facet]:
    """The facets of a search result; links lead to `url`."""
    return facets.facets(facet_titles, search_facets, url)


def satudata_chosen_filters(
    facet_titles: Mapping[str, str],
    fields_grouped: Mapping[str, Sequence[str]],
    search_facets: Mapping[str, Any],
    remove_field: Callable[[str, str], str],
) -> list[facets.ChosenFilter]:
    """The filters in force."""
    return facets.chosen_filters(facet_titles, fields_grouped, search_facets, remove_field)


def satudata_day(value: str | datetime | None) -> str:
    """A time stamp as a day in the reader's language."""
    return dates.day(value)


def satudata_file_day(package: Mapping[str, Any], resource: Mapping[str, Any]) -> str:
    """The day on which the data of a file were last changed."""
    return files.day_of_change(package, resource)


def satudata_error_page(code: int | list[int], content: str | None) -> error_page.ErrorPage:
    """What an error page says."""
    return error_page.error_page(code, content)


@tk.chained_helper
def build_nav_icon(next_helper: Callable[..., Markup], menu_item: str, title: str, **kw: Any) -> Markup:
    """CKAN's tab; none that leads to members whom the reader may not see."""
    if menu_item in ("organization.members", "group.members") and not accounts.members_are_shown(kw["id"]):
        return Markup()
    return next_helper(menu_item, title, **kw)


@tk.chained_helper
def linked_user(
    next_helper: Callable[..., Any], user: str | model.User, maxlength: int = 0, avatar: int = 20
) -> Markup | str | None:
    """CKAN's link to a person; the name alone for readers who may not open it."""
    return next_helper(user, maxlength, avatar) if accounts.are_shown() else accounts.name_of(user, maxlength)
