"""A database session apart from CKAN's, which the writer commits and rolls back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from ckan import model
from ckan.model import meta


@contextmanager
def own_session() -> Iterator[Session]:
    """A session for the time of one run."""
    session = meta.create_local_session(bind=model.ensure_engine())
    try:
        yield session
    finally:
        session.close()
