"""From a dataset of a data.json to a document in the shape of CKAN's `package_show`.

Takes Project Open Data 1.0 and 1.1 and DCAT-US 3.0, in which people, places, concepts and formats may be objects or
lists of them. What has no place among CKAN's fields keeps its key, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from ckanext.satudata.harvest.connectors.document_parts import EMPTY, filled, listed, organization, tags, text

# What DCAT-US 3 calls the words of its objects; the first that is there counts.
LABELS = ("name", "prefLabel", "fn", "title", "label", "@value", "@id")
_CHANGED = frozenset(
    {
        "@type", "@id", "@context", "title", "description", "identifier", "keyword", "license", "publisher",
        "contactPoint", "mbox", "landingPage", "issued", "modified", "distribution", "temporal", "theme", "language",
    }
)  # fmt: skip
_CHANGED_IN_FILE = frozenset(
    {
        "@type", "@id", "title", "description", "identifier", "format", "mediaType", "downloadURL", "accessURL",
        "byteSize", "modified", "issued", "license",
    }
)  # fmt: skip


def as_document(dataset: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The document; `base` is the address of the file, for links without a host.

    >>> as_document({"identifier": "a1", "title": "Air", "keyword": ["pdam"], "kategori": "Umum"}, "https://x.go.id/")
    {'title': 'Air', 'tags': [{'name': 'pdam'}], 'kategori': 'Umum'}
    """
    document = {
        "title": label(dataset.get("title")),
        "notes": label(dataset.get("description")),
        "license_id": label(dataset.get("license")),
        "organization": organization(publisher(dataset)),
        "publisher_parents": _parents(dataset.get("publisher")),
        "other_publishers": [label(one) for one in listed(dataset.get("publisher"))[1:]],
        "tags": tags(_words(dataset.get("keyword"))),
        "url": landing_page(dataset),
        "metadata_created": label(dataset.get("issued")),
        "metadata_modified": label(dataset.get("modified")),
        "theme": _one_or_all([label(theme) for theme in listed(dataset.get("theme"))]),
        "language": _one_or_all([label(language) for language in listed(dataset.get("language"))]),
        "resources": list(_resources(dataset, base)),
        **_contact(dataset),
        **_temporal(dataset.get("temporal")),
    }
    return filled({**document, **{key: value for key, value in dataset.items() if key not in _CHANGED}})


def identifier(dataset: Mapping[str, Any]) -> str:
    """What stays the same for the same dataset; DCAT-US 3 may give it as an object, or only as `@id`."""
    given = dataset.get("identifier")
    found = text(given) or (text(given.get("@id") or given.get("notation")) if isinstance(given, Mapping) else "")
    return found or text(dataset.get("@id"))


def landing_page(dataset: Mapping[str, Any]) -> str:
    """The page of the dataset at its portal, or ""."""
    return label(dataset.get("landingPage"))


def publisher(dataset: Mapping[str, Any]) -> str:
    """The name of the organisation whose data it is, or ""."""
    return label(dataset.get("publisher"))


def label(value: Any) -> str:
    """The words of what may be a text, an object, or a list of these; of several the first.

    >>> label("Dinas"), label({"fn": "Dinas"}), label([{"prefLabel": "Air"}]), label(None)
    ('Dinas', 'Dinas', 'Air', '')
    """
    for one in listed(value):
        if isinstance(one, Mapping):
            found = next((words for key in LABELS if (words := label(one.get(key)))), "")
        else:
            found = text(one)
        if found:
            return found
    return ""


def _words(value: Any) -> Iterator[str]:
    for one in listed(value):
        # Some hand-made files hold all keywords in one text.
        yield from (word.strip() for word in label(one).split(",")) if isinstance(value, str) else (label(one),)


def _one_or_all(labels: list[str]) -> Any:
    found = [one for one in labels if one]
    return found[0] if len(found) == 1 else found


def _contact(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Name and address of the first contact; further contacts, and what else is known of it, are kept apart."""
    first, *others = listed(dataset.get("contactPoint")) or [None]
    contact: Mapping[str, Any] = first if isinstance(first, Mapping) else {}
    more = {key: value for key, value in contact.items() if key not in ("@type", "@id", "fn", "name", "hasEmail")}
    return {
        "maintainer": label(first),
        "maintainer_email": label(contact.get("hasEmail") or dataset.get("mbox")).removeprefix("mailto:"),
        "contact_point": [*listed(filled(more)), *others],
    }


def _parents(organization_: Any) -> str:
    """The organisations above the publisher, the nearest first."""
    names: list[str] = []
    organization_ = next(iter(listed(organization_)), None)
    while isinstance(organization_, Mapping):
        organization_ = next(iter(listed(organization_.get("subOrganizationOf"))), None)
        names.extend(filter(None, [label(organization_)]))
    return " > ".join(names)


def _temporal(value: Any) -> dict[str, Any]:
    """Start and end of "2019-01-01/2023-12-31" or of an object; another text is kept as it is."""
    first = next(iter(listed(value)), None)
    if isinstance(first, Mapping):
        start, end = label(first.get("startDate")), label(first.get("endDate"))
    else:
        start, _, end = text(first).partition("/")
    if not (start and end) or start[:1] in "PR":
        return {"temporal": value}
    return {"temporal_start": start, "temporal_end": end}


def _resources(dataset: Mapping[str, Any], base: str) -> Iterator[Any]:
    """The files; what is no object stays as it is, for the mapping to report."""
    for given in listed(dataset.get("distribution")):
        yield _resource(given, base) if isinstance(given, Mapping) else given
    if not dataset.get("distribution"):
        # Project Open Data 1.0 has one file beside the other fields.
        single = {key: dataset[key] for key in ("accessURL", "format") if dataset.get(key) not in EMPTY}
        if single.get("accessURL"):
            yield _resource(single, base)


def _resource(given: Mapping[str, Any], base: str) -> dict[str, Any]:
    download, access = label(given.get("downloadURL")), label(given.get("accessURL"))
    url = download or access
    resource = {
        "id": text(given.get("identifier")) or url,
        "name": label(given.get("title")),
        "description": label(given.get("description")),
        "url": urljoin(base, url) if url else "",
        "access_url": access if download and access != download else "",
        "format": label(given.get("format")) or label(given.get("mediaType")),
        "mimetype": label(given.get("mediaType")),
        "size": text(given.get("byteSize")),
        "last_modified": label(given.get("modified")) or label(given.get("issued")),
        "license": label(given.get("license")),
    }
    return filled({**resource, **{key: value for key, value in given.items() if key not in _CHANGED_IN_FILE}})
