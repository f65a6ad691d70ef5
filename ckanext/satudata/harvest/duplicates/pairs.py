"""Datasets that came in twice, from different sources: found, kept as pairs, and forgotten when they differ again.

The same identifier or the same page at the source is proof; a title that says the same within one organisation is a
question to a person. Datasets of one source are never compared with each other: what it repeats is its own affair. One
that was entered here counts as of no source. Who of a pair is public: `hiding.py`.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ckan import model

from ckanext.satudata.harvest.duplicates import title_likeness
from ckanext.satudata.harvest.model import Duplicate, DuplicateState, Reason
from ckanext.satudata.harvest.model.source import now

CHUNK = 1000
# More datasets with one identifier or page say that it names no dataset: the address of a whole spreadsheet, a "1".
MOST_OF_ONE_SOURCE = 1
LEAST_LETTERS = 16
"""A shorter identifier that is no UUID or address is a number within its own source."""
_ADDRESS = re.compile(r"(?:https?|urn|doi|oai):", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A dataset as far as it is compared."""

    id: str
    title: str
    organization_id: str
    guid: str
    source_url: str
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two datasets that are likely the same; `first_id` is the smaller id."""

    first_id: str
    second_id: str
    reason: Reason
    likeness: float


def find(session: Session, only: AbstractSet[str] | None = None) -> int:
    """Find and store the pairs of the whole catalogue, or of these packages; how many there are. Without commit."""
    candidates = list(_candidates(session))
    # In one order for all: two runs that end at once would lock each other out.
    pairs = sorted(pairs_of(candidates, only), key=lambda pair: (pair.first_id, pair.second_id))
    _forget_others(session, pairs, only)
    for start in range(0, len(pairs), CHUNK):
        _store(session, pairs[start : start + CHUNK])
    return len(pairs)


def pairs_of(candidates: Sequence[Candidate], only: AbstractSet[str] | None = None) -> Iterator[Pair]:
    """The pairs among the datasets, each once with its surest reason; with `only` those that one of these is in."""
    sources = {one.id: one.source_id for one in candidates}
    seen: set[tuple[str, str]] = set()
    for reason, found in (
        (Reason.GUID, _same(candidates, lambda one: guid_form(one.guid))),
        (Reason.SOURCE_URL, _same(candidates, lambda one: url_form(one.source_url))),
        (Reason.TITLE, _alike(candidates, only)),
    ):
        for first, second, likeness in found:
            concerned = only is None or first in only or second in only
            if concerned and sources[first] != sources[second] and (first, second) not in seen:
                seen.add((first, second))
                yield Pair(first_id=first, second_id=second, reason=reason, likeness=likeness)


def guid_form(guid: str) -> str:
    """The identifier as it is compared; "" for one that means something within its own source only.

    >>> guid_form("1234"), guid_form("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"), guid_form("URN:x-sda:1")
    ('', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'urn:x-sda:1')
    """
    text = guid.strip()
    try:
        return str(uuid.UUID(text))
    except ValueError:
        is_of_all = _ADDRESS.match(text) or len(text) >= LEAST_LETTERS
        return text.lower() if is_of_all else ""


def url_form(url: str) -> str:
    """The page as it is compared: without scheme, www and a last slash; "" for the front page of a portal.

    >>> url_form("https://www.Data.go.id/dataset/air/"), url_form("http://data.go.id/"), url_form("data")
    ('data.go.id/dataset/air', '', '')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or parts.query):
        return ""
    return f"{parts.netloc.lower().removeprefix('www.')}{path}{f'?{parts.query}' if parts.query else ''}"


def _same(candidates: Sequence[Candidate], form: Callable[[Candidate], str]) -> Iterator[tuple[str, str, float]]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if key := form(one):
            groups[key].append(one)
    for group in groups.values():
        by_source = defaultdict(list)
        for one in group:
            by_source[one.source_id].append(one)
        # Datasets entered here are of no source: each stands for itself.
        if any(len(same) > MOST_OF_ONE_SOURCE for source, same in by_source.items() if source):
            continue
        for pair in combinations(sorted(one.id for one in group), 2):
            yield (*pair, 1.0)


def _alike(candidates: Sequence[Candidate], only: AbstractSet[str] | None) -> Iterator[tuple[str, str, float]]:
    offices: dict[str, dict[str, str]] = defaultdict(dict)
    for one in candidates:
        if one.organization_id:
            offices[one.organization_id][one.id] = one.title
    common = title_likeness.common_words(one.title for one in candidates)
    for titles in offices.values():
        if only is None or not only.isdisjoint(titles):
            for pair in title_likeness.pairs(titles, common):
                yield pair.first, pair.second, pair.likeness


def _candidates(session: Session) -> Iterator[Candidate]:
    package, extra = model.Package, model.Package.extras
    columns = [sa.func.coalesce(extra[name].astext, "") for name in ("guid", "source_url", "harvest_source_id")]
    rows = session.execute(
        sa.select(package.id, package.title, package.owner_org, *columns)
        .where(package.state == "active", package.type == "dataset")
        .execution_options(yield_per=CHUNK)
    )
    for id_, title, organization_id, guid, source_url, source_id in rows:
        yield Candidate(
            id=id_,
            title=title or "",
            organization_id=organization_id or "",
            guid=guid,
            source_url=source_url,
            source_id=source_id,
        )


def _forget_others(session: Session, pairs: Iterable[Pair], only: AbstractSet[str] | None) -> None:
    """Open pairs that are none any more. What a person has decided stays, so that it is never asked again."""
    found = {(pair.first_id, pair.second_id) for pair in pairs}
    query = sa.select(Duplicate.id, Duplicate.first_id, Duplicate.second_id).where(
        Duplicate.state == DuplicateState.OPEN.value, Duplicate.hidden_id.is_(None)
    )
    gone = [
        id_
        for id_, first, second in session.execute(query)
        if (first, second) not in found and (only is None or first in only or second in only)
    ]
    for start in range(0, len(gone), CHUNK):
        session.execute(sa.delete(Duplicate).where(Duplicate.id.in_(gone[start : start + CHUNK])))


def _store(session: Session, pairs: Sequence[Pair]) -> None:
    """New pairs are open; known ones keep what was decided, and take a surer reason."""
    rows: list[Mapping[str, object]] = [
        {
            "first_id": pair.first_id,
            "second_id": pair.second_id,
            "reason": pair.reason.value,
            "likeness": pair.likeness,
            "state": DuplicateState.OPEN.value,
            "created_at": now(),
        }
        for pair in pairs
    ]
    statement = insert(Duplicate).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            constraint="satudata_duplicate_pair_key",
            set_={name: statement.excluded[name] for name in ("reason", "likeness")},
        )
    )
