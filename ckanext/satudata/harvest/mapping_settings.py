"""How the records of a source become datasets of this portal: the settings that every source has, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.settings import Choice, Kind, Setting, Value


class UnknownOrganization(str, Enum):
    """What happens to datasets of an organisation that is not recognised."""

    CREATE = "create"
    DEFAULT = "default"


MAPPING_SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="organization_map",
        kind=Kind.MAP,
        label=N_("Organisations"),
        help=N_("Which organisation of the source is which one here. One per line: name or title there = name here."),
        example="dindikbud = dinas-pendidikan-dan-kebudayaan",
        default={},
    ),
    Setting(
        name="unknown_organization",
        kind=Kind.CHOICE,
        label=N_("Organisations that are not recognised"),
        help=N_("An organisation is recognised by the map above, or by the same name, title or other name."),
        example="create",
        default=UnknownOrganization.DEFAULT.value,
        choices=(
            Choice(value=UnknownOrganization.DEFAULT.value, label=N_("Use the default organisation")),
            Choice(value=UnknownOrganization.CREATE.value, label=N_("Create the organisation here")),
        ),
    ),
    Setting(
        name="default_organization",
        kind=Kind.ORGANIZATION,
        label=N_("Default organisation"),
        help=N_("Gets the datasets whose organisation is not recognised, or that have none."),
        example="dinas-komunikasi-informatika-persandian-dan-statistik",
    ),
    Setting(
        name="default_license",
        kind=Kind.TEXT,
        label=N_("Licence where none is given"),
        help=N_("Used for datasets without a licence. Ask the source before you choose one."),
        example="cc-by",
    ),
    Setting(
        name="default_tags",
        kind=Kind.LIST,
        label=N_("Additional tags"),
        help=N_("Every dataset of this source gets these tags. One per line."),
        example="statistik sektoral",
        default=[],
    ),
    Setting(
        name="topic_from_organization",
        kind=Kind.BOOLEAN,
        label=N_("Topic by organisation"),
        help=N_(
            "Datasets without a topic get the one of their organisation's first duty: health for a Dinas Kesehatan."
        ),
        example="true",
        default=True,
    ),
    Setting(
        name="default_fields",
        kind=Kind.MAP,
        label=N_("Values for empty fields"),
        help=N_("Used where the source says nothing. One per line: field = value."),
        example="jenis_data = statistik",
        default={},
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingOptions:
    """The mapping settings of one source, typed."""

    organization_map: Mapping[str, str]
    unknown_organization: UnknownOrganization
    default_organization: str | None
    default_license: str | None
    default_tags: tuple[str, ...]
    topic_from_organization: bool
    default_fields: Mapping[str, str]


def options(values: Mapping[str, Value]) -> MappingOptions:
    """From values that `settings.parse` has accepted; missing ones take their default."""
    complete = {setting.name: setting.default for setting in MAPPING_SETTINGS} | dict(values)
    organization_map, fields = complete["organization_map"], complete["default_fields"]
    tags, organization, license_id = (
        complete[name] for name in ("default_tags", "default_organization", "default_license")
    )
    return MappingOptions(
        organization_map=organization_map if isinstance(organization_map, dict) else {},
        unknown_organization=UnknownOrganization(complete["unknown_organization"]),
        default_organization=organization if isinstance(organization, str) else None,
        default_license=license_id if isinstance(license_id, str) else None,
        default_tags=tuple(tags) if isinstance(tags, list) else (),
        topic_from_organization=complete["topic_from_organization"] is True,
        default_fields=fields if isinstance(fields, dict) else {},
    )
