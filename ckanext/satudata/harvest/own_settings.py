"""What every source is besides its options: title, name, schedule, priority. Declared as options are, so that the form
draws and reads them alike; they are columns of their own, and `sources.py` checks them.
"""

from __future__ import annotations

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.model import Schedule
from ckanext.satudata.harvest.settings import Choice, Kind, Setting

USUAL_PRIORITY, HIGHEST_PRIORITY = 50, 100

TITLE = Setting(
    name="title",
    kind=Kind.TEXT,
    label=N_("Title"),
    help=N_("The name of the OPD or portal, as people know it."),
    example="Open Data Dinas Kesehatan",
    required=True,
)
SCHEDULE = Setting(
    name="schedule",
    kind=Kind.CHOICE,
    label=N_("When is it read?"),
    help=N_("By itself in the background, or only by the button on its page."),
    default=Schedule.MANUAL.value,
    choices=(
        Choice(value=Schedule.MANUAL.value, label=N_("Only when somebody starts it")),
        Choice(value=Schedule.DAILY.value, label=N_("Every day")),
        Choice(value=Schedule.WEEKLY.value, label=N_("Every week")),
        Choice(value=Schedule.MONTHLY.value, label=N_("Every month")),
    ),
)
NAME = Setting(
    name="name",
    kind=Kind.TEXT,
    label=N_("Short name"),
    help=N_("For addresses and the command line. Empty: made from the title."),
    example="dinkes",
)
PRIORITY = Setting(
    name="priority",
    kind=Kind.INTEGER,
    label=N_("Priority"),
    help=N_(
        "From 0 to 100. Where two sources have the same dataset, that of the source with the higher number is public."
    ),
    example="50",
    default=USUAL_PRIORITY,
    minimum=0,
    maximum=HIGHEST_PRIORITY,
)
ACTIVE = Setting(
    name="active",
    kind=Kind.BOOLEAN,
    label=N_("Read this source when its time comes"),
    help=N_("Without it the schedule rests; the button on its page still reads the source."),
    default=True,
)
NETWORKS = Setting(
    name="networks",
    kind=Kind.LIST,
    label=N_("Private networks"),
    help=N_(
        "Only sysadmins see this. Networks inside the office that this source may lie in, one per line, as narrow as "
        "can be. Empty: public addresses only."
    ),
    example="10.20.3.0/24",
    default=[],
)
