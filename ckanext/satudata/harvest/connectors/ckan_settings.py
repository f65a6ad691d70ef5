"""The options of the connector `ckan_api`."""

from __future__ import annotations

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.settings import Kind, Setting

MAX_ROWS = 1000

SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="url",
        kind=Kind.URL,
        label=N_("Address of the portal"),
        help=N_("The first page of the portal. The address of one of its pages or of its API will do as well."),
        example="https://opendata.serangkab.go.id",
        required=True,
    ),
    Setting(
        name="organizations",
        kind=Kind.LIST,
        label=N_("Only these organisations"),
        help=N_("Names as in the portal's addresses, one per line. Empty: all organisations."),
        example="dinas-kesehatan",
    ),
    Setting(
        name="tags",
        kind=Kind.LIST,
        label=N_("Only with one of these tags"),
        help=N_("One per line. Empty: all datasets."),
        example="statistik sektoral",
    ),
    Setting(
        name="modified_since",
        kind=Kind.DATE,
        label=N_("Only modified since"),
        help=N_("Datasets that were last modified at the source before this day are left out."),
        example="2024-01-01",
    ),
    Setting(
        name="types",
        kind=Kind.LIST,
        label=N_("Kinds of records"),
        help=N_("CKAN portals also keep other things than datasets, such as “harvest” or “showcase”."),
        example="dataset",
        default=["dataset"],
    ),
    Setting(
        name="page_size",
        kind=Kind.INTEGER,
        label=N_("Records per request"),
        help=N_("Smaller for a slow portal; CKAN gives at most 1,000."),
        example="500",
        default=500,
        minimum=1,
        maximum=MAX_ROWS,
    ),
    Setting(
        name="incremental",
        kind=Kind.BOOLEAN,
        label=N_("Read only what has changed"),
        help=N_("For large or slow portals. What has gone there is noticed by the full compare only."),
        example="true",
        default=False,
    ),
    Setting(
        name="full_compare_days",
        kind=Kind.INTEGER,
        label=N_("Days between full compares"),
        help=N_("How often a portal of which only changes are read is read as a whole all the same."),
        example="7",
        default=7,
        minimum=1,
        maximum=365,
    ),
)
