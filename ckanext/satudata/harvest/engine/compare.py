"""What is new, changed or unchanged: by a hash over the record's canonical JSON, looked up for a whole batch at once.

Unchanged records cost one share of one SELECT and no call of CKAN.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.harvest.model import Record, RecordState, Stage


class Change(str, Enum):
    """What a record is, compared with what is stored."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored of a record, and of its dataset: `package_state` is None when the dataset was purged."""

    hash: str | None
    is_refused: bool
    mapping_version: int
    package_id: str | None
    package_title: str | None
    organization_id: str | None
    package_state: str | None
    is_missing: bool
    stage: Stage | None = None
    was_private: bool = False


def canonical(document: Mapping[str, Any]) -> str:
    r"""The document as JSON that is equal for equal content: sorted keys, no blanks, ASCII only.

    >>> canonical({"b": 1, "a": "é\x00"})
    '{"a":"\\u00e9\\u0000","b":1}'
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)


def fingerprint(text: str) -> str:
    """The hash of a canonical document."""
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def known_records(session: Session, source_id: str, guids: Sequence[str]) -> dict[str, Known]:
    """What is stored of these records, by guid: one SELECT."""
    package = model.Package
    rows = session.execute(
        sa.select(
            Record.guid,
            Record.hash,
            (Record.state == RecordState.REFUSED.value).label("is_refused"),
            Record.mapping_version,
            Record.package_id,
            package.title.label("package_title"),
            Record.organization_id,
            package.state.label("package_state"),
            Record.missing_since.is_not(None).label("is_missing"),
            Record.stage,
            sa.func.coalesce(Record.was_private, sa.false()).label("was_private"),
        )
        .join(package, package.id == Record.package_id, isouter=True)
        .where(Record.source_id == source_id, Record.guid.in_(guids))
    )
    return {row["guid"]: _known(row) for row in rows.mappings()}


def change(known: Known | None, hash_: str, mapping_version: int) -> Change:
    """What to do with a record whose content has this hash.

    The known hash is that of what was stored: refused content differs from it and is tried again by every run. A purged
    dataset is made anew, and another mapping maps again.
    """
    if known is None or known.package_id is None or known.package_state is None:
        return Change.NEW
    is_same = known.hash == hash_ and known.mapping_version == mapping_version
    return Change.UNCHANGED if is_same else Change.CHANGED


def _known(row: Mapping[Any, Any]) -> Known:
    fields = {name: value for name, value in row.items() if name != "guid"}
    return Known(**{**fields, "stage": Stage(row["stage"]) if row["stage"] else None})
