"""How the records of a source become datasets of this portal: the settings that every source has, whatever its kind.

In parts, as the form shows them: whose datasets they become, which field is filled from which, and topics, licences
and tags. Who applies them: `organizations.py`, `dataset.py` and its parts. What may happen to datasets that are here
already, and who is told of a run, stands with them, and is declared in `policy.py` and `notices/settings.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.mapping.rules import Rule, parse_rules
from ckanext.satudata.harvest.notices.settings import NOTICE_SETTINGS
from ckanext.satudata.harvest.policy import POLICY_NAMES, POLICY_SETTINGS
from ckanext.satudata.harvest.settings import Choice, Kind, Setting, Value

LONGEST_TAG = 100


class UnknownOrganization(str, Enum):
    """What happens to datasets of an organisation that is not recognised."""

    CREATE = "create"
    DEFAULT = "default"


_ORGANIZATIONS: tuple[Setting, ...] = (
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
        help=N_("An organisation is recognised by the map of organisations, or by the same name, title or other name."),
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
)

_FIELDS: tuple[Setting, ...] = (
    Setting(
        name="field_rules",
        kind=Kind.RULES,
        label=N_("Fields"),
        help=N_(
            "Which field here is filled from which one there, where the source calls it by another name than usual. "
            "One per line: field here <- name there. Behind a bar, what is done with the value: lower, upper, "
            "sentence, cut-start, cut-end, split, values, date."
        ),
        example='satuan <- Unit or "Orang"\nklasifikasi_akses <- sifat | values Terbuka => terbuka; * => terbatas',
        default=[],
    ),
    Setting(
        name="default_fields",
        kind=Kind.MAP,
        label=N_("Values for empty fields"),
        help=N_("Used where the source says nothing. One per line: field = value."),
        example="jenis_data = statistik",
        default={},
    ),
    Setting(
        name="fixed_fields",
        kind=Kind.MAP,
        label=N_("Values for all datasets"),
        help=N_("Used whatever the source says. One per line: field = value."),
        example="walidata = Diskominfo Kabupaten Serang",
        default={},
    ),
)

_SORTING: tuple[Setting, ...] = (
    Setting(
        name="topic_map",
        kind=Kind.MAP,
        label=N_("Topics"),
        help=N_(
            "Which topic a theme, group or keyword of the source means. One per line: word there = topic here. "
            "Groups and keywords count only where the source names no theme."
        ),
        example="Kesehatan dan Gizi = kesehatan",
        default={},
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
        name="license_map",
        kind=Kind.MAP,
        label=N_("Licences"),
        help=N_("Which licence a text of the source means. One per line: text there = licence here."),
        example="Lisensi Terbuka Pemerintah = cc-by",
        default={},
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
        name="rename_tags",
        kind=Kind.MAP,
        label=N_("Tags under another name"),
        help=N_("One per line: tag there = tag here. Capitals and punctuation make no difference."),
        example="dinkes = kesehatan",
        default={},
    ),
    Setting(
        name="drop_tags",
        kind=Kind.LIST,
        label=N_("Tags that are left out"),
        help=N_("One per line, as they are there or as they are called here."),
        example="dataset",
        default=[],
    ),
    Setting(
        name="longest_tag",
        kind=Kind.INTEGER,
        label=N_("Longest tag"),
        help=N_("Longer ones are left out: they are sentences, no keywords. In characters."),
        example="40",
        default=LONGEST_TAG,
        minimum=2,
        maximum=LONGEST_TAG,
    ),
    Setting(
        name="lower_case_tags",
        kind=Kind.BOOLEAN,
        label=N_("Tags in small letters"),
        help=N_("So that “Gizi” and “gizi” become one."),
        example="true",
        default=False,
    ),
)

MAPPING_PARTS: Mapping[str, tuple[Setting, ...]] = {
    N_("Whose datasets they become"): _ORGANIZATIONS,
    N_("Which field is filled from which"): _FIELDS,
    N_("Topics, licences and tags"): _SORTING,
    N_("Datasets that are here already"): POLICY_SETTINGS,
    N_("Letters about runs"): NOTICE_SETTINGS,
}
"""The settings by the heading under which a form shows them."""

MAPPING_SETTINGS: tuple[Setting, ...] = tuple(setting for part in MAPPING_PARTS.values() for setting in part)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingOptions:
    """The mapping settings of one source, typed."""

    organization_map: Mapping[str, str]
    unknown_organization: UnknownOrganization
    default_organization: str | None
    field_rules: tuple[Rule, ...]
    default_fields: Mapping[str, str]
    fixed_fields: Mapping[str, str]
    topic_map: Mapping[str, str]
    topic_from_organization: bool
    license_map: Mapping[str, str]
    default_license: str | None
    default_tags: tuple[str, ...]
    rename_tags: Mapping[str, str]
    drop_tags: tuple[str, ...]
    longest_tag: int
    lower_case_tags: bool


def options(values: Mapping[str, Value]) -> MappingOptions:
    """From values that `settings.parse` has accepted; missing ones take their default."""
    declared = [setting for setting in MAPPING_SETTINGS if setting.name not in POLICY_NAMES]
    given: dict[str, Any] = {setting.name: values.get(setting.name, setting.default) for setting in declared}
    rules, _ = parse_rules(given.pop("field_rules"))
    lists = {name: tuple(given.pop(name)) for name in ("default_tags", "drop_tags")}
    unknown = UnknownOrganization(given.pop("unknown_organization"))
    return MappingOptions(field_rules=tuple(rules), unknown_organization=unknown, **lists, **given)
