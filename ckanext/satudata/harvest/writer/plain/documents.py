"""Search documents: CKAN's own `index_package` up to the point where it would send the document to Solr."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.harvest.writer.core_copy import copy_of

Document = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class IndexChanges:
    """What one batch wants from Solr."""

    documents: list[Document] = field(default_factory=list)
    deletions: list[str] = field(default_factory=list)
    """Queries; CKAN takes datasets in state "deleted" out of the index."""


class DocumentBuilder:
    """Makes search documents; one per writer, not to be shared by threads."""

    def __init__(self) -> None:
        self._changes = IndexChanges()
        self._index = copy_of("ckan.lib.search.index", make_connection=lambda: self).PackageSearchIndex()

    def build(self, default: dict[str, Any], custom: dict[str, Any]) -> None:
        """Add the document of one dataset, shown under CKAN's default schema and under its own."""
        self._index.update_dict(dict(default, with_custom_schema=custom), defer_commit=True)

    def take(self) -> IndexChanges:
        """What was built since the last call."""
        changes, self._changes = self._changes, IndexChanges()
        return changes

    def add(self, docs: list[Document], **_options: Any) -> None:
        """Called by CKAN's code, which takes this object for a connection to Solr."""
        self._changes.documents += docs

    def delete(self, q: str, **_options: Any) -> None:
        """Called by CKAN's code, as `add`."""
        self._changes.deletions.append(q)
