"""The earlier mappings of a source: each under its number, with who made it, when, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest import source_form
from ckanext.satudata.harvest.mapping.settings import MAPPING_SETTINGS
from ckanext.satudata.harvest.model import MappingVersion, Source
from ckanext.satudata.harvest.policy import POLICY_NAMES

TITLE = N_("Title of the source")
_MAPS = tuple(setting for setting in MAPPING_SETTINGS if setting.name not in POLICY_NAMES)


def what_maps(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a mapping that, if it changes, changes datasets: everything but what is a policy."""
    return {name: value for name, value in mapping.items() if name not in POLICY_NAMES}


def note(source: Source, user: str | None) -> None:
    """Keep the present mapping under its number, flushed."""
    model.Session.add(
        MappingVersion(
            source_id=source.id,
            number=source.mapping_version,
            title=source.title,
            mapping=what_maps(source.mapping),
            created_by=user,
        )
    )
    model.Session.flush()


def listed(source: Source) -> list[dict[str, Any]]:
    """The mappings of a source, the newest first, each with what it changed compared with the one before it."""
    versions = model.Session.scalars(MappingVersion.of_source(source.id)).all()
    people = _people(version.created_by for version in versions)
    return [
        {
            "number": version.number,
            "is_current": version.number == source.mapping_version,
            "created_by": version.created_by,
            "created_by_name": people.get(version.created_by or ""),
            "created_at": version.created_at.isoformat(timespec="seconds"),
            "mapping": version.mapping,
            "changes": list(_changes(before, version)) if before else [],
        }
        for version, before in zip(versions, [*versions[1:], None], strict=False)
    ]


def mapping_of(source: Source, number: int) -> dict[str, Any]:
    """The mapping with that number, with the policy of today. Raises tk.ObjectNotFound."""
    version = model.Session.scalars(
        MappingVersion.of_source(source.id).where(MappingVersion.number == number)
    ).one_or_none()
    if version is None:
        raise tk.ObjectNotFound(tk._("This source never had a mapping with the number {number}.").format(number=number))
    policy = {name: value for name, value in source.mapping.items() if name in POLICY_NAMES}
    return {**version.mapping, **policy}


def _changes(before: MappingVersion, after: MappingVersion) -> Iterator[dict[str, str]]:
    """Label, old and new value of each option that differs, as they stand in the form."""
    if before.title != after.title:
        yield {"name": "title", "label": tk._(TITLE), "before": before.title, "after": after.title}
    olds, news = (source_form.fields("mapping", _MAPS, one.mapping, {}, tk._) for one in (before, after))
    for setting, old, new in zip(_MAPS, olds, news, strict=True):
        if old.value != new.value:
            yield {"name": setting.name, "label": new.label, "before": old.value, "after": new.value}


def _people(ids: Iterator[str | None]) -> dict[str, str]:
    """Display names by what was noted of a person, which is a name or an id."""
    wanted = {one for one in ids if one}
    person = model.User
    query = sa.select(person).where(sa.or_(person.name.in_(wanted), person.id.in_(wanted)))
    found = model.Session.scalars(query).all()
    return {key: one.display_name for one in found for key in (one.id, one.name)}
