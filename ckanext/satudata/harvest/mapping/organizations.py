"""Which organisation of this portal a foreign one is, with the reason for each decision as a finding.

In this order: the source's map, the same name, the same title, official name or other name, a name that means the same
("DINDIKBUD" and "Dinas Pendidikan dan Kebudayaan"), creation (if the source allows it), the default organisation.
Decided once per foreign organisation and run. Likeness only proposes: a person confirms it in the map.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.satudata.codes import nama_opd
from ckanext.satudata.codes.findings import Finding, finding
from ckanext.satudata.codes.folding import squeeze
from ckanext.satudata.harvest.mapping.settings import MappingOptions, UnknownOrganization
from ckanext.satudata.metadata.fields.title import name_from_title

OTHER_NAMES = ("nama_resmi", "alias")
NONE = "–"
PROPOSED_FROM = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whose a dataset is; without `organization_id` the record is kept out, and `reason` says why."""

    organization_id: str | None
    reason: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """An organisation of this portal, with every name that it is known by."""

    id: str
    name: str
    title: str
    other_names: tuple[str, ...] = ()


Create = Callable[[str, str], Organization]
"""From name and title to an organisation that did not exist before."""


class Organizations:
    """The decisions of one run; reads our organisations once, when it is made."""

    def __init__(self, options: MappingOptions, create: Create | None = None) -> None:
        self._options = options
        self._create_organization = create or create_organization
        self._map = {squeeze(there): here for there, here in options.organization_map.items()}
        self._decisions: dict[tuple[str, str], Decision] = {}
        self._by_name: dict[str, Organization] = {}
        self._by_any_name: dict[str, Organization | None] = {}
        self._by_meaning: dict[str, list[tuple[Organization, str]]] = {}
        for organization in our_organizations():
            self._learn(organization)

    def decide(self, foreign: object) -> tuple[Decision, bool]:
        """The decision for a foreign organisation (a dict with name and title, or nothing), and whether it is new."""
        name, title = _names(foreign)
        known = self._decisions.get((name, title))
        if known is not None:
            return known, False
        decision = self._decisions[name, title] = self._decision(name, title)
        return decision, True

    def known(self, name: str, title: str) -> tuple[Organization, str] | None:
        """Our organisation by the source's map, else as in `recognise`; with the code of the finding that says so."""
        mapped = self._map.get(squeeze(name)) or self._map.get(squeeze(title))
        here = self._named(mapped) if mapped else None
        return (here, "HARVEST-30") if here else self.recognise(name, title)

    def recognise(self, name: str, title: str) -> tuple[Organization, str] | None:
        """Our organisation with the same name, title, official or other name, or one that means the same, if it is
        exactly one; with the code of the finding that says so.
        """
        same = self._by_name.get(name) or self._by_any_name.get(squeeze(title)) or self._by_any_name.get(squeeze(name))
        if same is not None:
            return same, "HARVEST-31"
        alike = self._with_the_meaning_of(title or name)
        return (alike, "HARVEST-36") if alike is not None else None

    def propose(self, name: str, title: str) -> tuple[Organization, float] | None:
        """The organisation whose name is most like name or title, with the likeness (0..1), if any is like it."""
        scored = [
            (nama_opd.score(foreign, other), organization.name)
            for organization in self._by_name.values()
            for other in (organization.title, *organization.other_names)
            for foreign in {title, name}
            if other and foreign
        ]
        likeness, name = max(scored, default=(0.0, ""))
        return (self._by_name[name], likeness) if likeness >= PROPOSED_FROM else None

    def _named(self, name: str) -> Organization | None:
        return self._by_name.get(name) or self._by_any_name.get(squeeze(name))

    def _with_the_meaning_of(self, title: str) -> Organization | None:
        region = nama_opd.canonical(title).region
        alike = {
            organization.id: organization
            for organization, its_region in self._by_meaning.get(nama_opd.key(title), [])
            if not region or not its_region or region == its_region
        }
        return next(iter(alike.values())) if len(alike) == 1 else None

    def _decision(self, name: str, title: str) -> Decision:
        shown = title or name or NONE
        mapped = self._map.get(squeeze(name)) or self._map.get(squeeze(title))
        if mapped:
            here = self._named(mapped)
            if here is None:
                return self._fallback(finding("HARVEST-35", place="organization", value=shown, organization=mapped))
            return _decided("HARVEST-30", shown, here)
        recognised = self.recognise(name, title) if name or title else None
        if recognised is not None:
            here, code = recognised
            return _decided(code, shown, here)
        if (name or title) and self._options.unknown_organization is UnknownOrganization.CREATE:
            return _decided("HARVEST-32", shown, self._create(name, title or name))
        return self._fallback(None, shown)

    def _fallback(self, reason: Finding | None, shown: str = "") -> Decision:
        default = self._by_name.get(self._options.default_organization or "")
        if default is None:
            refusal = reason or finding("HARVEST-34", place="organization", value=shown)
            return Decision(organization_id=None, reason=refusal)
        if reason is not None:
            return Decision(organization_id=default.id, reason=reason)
        return _decided("HARVEST-33", shown, default)

    def _create(self, name: str, title: str) -> Organization:
        organization = self._create_organization(self._free_name(name_from_title(name or title)), title)
        self._learn(organization)
        return organization

    def _free_name(self, wanted: str) -> str:
        # A group or a deleted organisation may hold the name as well.
        taken = set(model.Session.scalars(sa.select(model.Group.name).where(model.Group.name.startswith(wanted))))
        candidates = (wanted if number == 1 else f"{wanted[:95]}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in candidates if name not in taken)

    def _learn(self, organization: Organization) -> None:
        self._by_name[organization.name] = organization
        for name in {squeeze(name) for name in (organization.name, organization.title, *organization.other_names)}:
            # A name that two organisations share recognises neither.
            other = self._by_any_name.get(name, organization)
            self._by_any_name[name] = organization if other is not None and other.id == organization.id else None
        for name in filter(nama_opd.key, (organization.title, *organization.other_names)):
            named = (organization, nama_opd.canonical(name).region)
            self._by_meaning.setdefault(nama_opd.key(name), []).append(named)


def create_organization(name: str, title: str) -> Organization:
    """A new organisation, by CKAN's own action."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    # What is new has no datasets: CKAN, which shows it in the end, need not search for them.
    context: Any = {"ignore_auth": True, "user": user, "dataset_counts": {"owner_org": {}, "groups": {}}}
    made = tk.get_action("organization_create")(context, {"name": name, "title": title})
    return Organization(id=made["id"], name=made["name"], title=made["title"])


def our_organizations() -> Iterator[Organization]:
    """All active organisations of this portal."""
    group = model.Group
    extras = model.group_table.c.extras
    rows = model.Session.execute(
        sa.select(group.id, group.name, group.title, extras).where(group.is_organization, group.state == "active")
    )
    for id_, name, title, more in rows:
        others = tuple(other for field in OTHER_NAMES for other in _listed((more or {}).get(field)))
        yield Organization(id=id_, name=name, title=title or name, other_names=others)


def _listed(value: str | None) -> list[str]:
    """An extra that holds a text, or a JSON list of texts."""
    try:
        loaded = json.loads(value or "[]")
    except ValueError:
        loaded = [value]
    return [str(entry) for entry in loaded] if isinstance(loaded, list) else [str(loaded)]


def _names(foreign: object) -> tuple[str, str]:
    if not isinstance(foreign, Mapping):
        return "", ""
    texts: Mapping[str, Any] = foreign
    return str(texts.get("name") or "").strip(), str(texts.get("title") or "").strip()


def _decided(code: str, shown: str, here: Organization) -> Decision:
    reason = finding(code, place="organization", value=shown, organization=here.title)
    return Decision(organization_id=here.id, reason=reason)
