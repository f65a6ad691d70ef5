"""Keeps what a look at a file gave, in Redis: a source is asked once in six hours, whoever visits our page.

A refusal is kept for ten minutes. While one visitor's request asks the source, others are told to come back; no more
than a few sources are asked at a time, so that slow ones cannot take all threads of the web server.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.satudata.harvest.errors import Message
from ckanext.satudata.harvest.remote_file.reading import Look
from ckanext.satudata.harvest.remote_file.showing import Excerpt

__all__ = ["Kept", "kept_look"]

GOOD_S, REFUSED_S = 6 * 3600, 600
ASKING_S = 30
AT_A_TIME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A look and when it was taken."""

    look: Look
    taken_at: datetime


def kept_look(key: str, look: Callable[[], Look]) -> Kept | None:
    """The look that is kept under the key, or a new one; None while another request takes it, or too many take some."""
    redis: Any = connect_to_redis()
    name = f"{tk.config['ckan.site_id']}:satudata:look:{hashlib.sha256(key.encode()).hexdigest()}"
    stored = redis.get(name)
    if stored:
        return _read(stored)
    asking = f"{name}:asking"
    # Before a place is taken: those who wait for one slow file must leave the places to those who want another.
    if not redis.set(asking, 1, nx=True, ex=ASKING_S):
        return None
    slot = _slot(redis)
    try:
        if slot is None:
            return None
        kept = Kept(look=look(), taken_at=datetime.now(timezone.utc))
        redis.set(name, _written(kept), ex=GOOD_S if kept.look.excerpt else REFUSED_S)
        return kept
    finally:
        redis.delete(asking, *([slot] if slot else []))


def _slot(redis: Any) -> str | None:
    """The name of a place among those who ask; None if all are taken. A place falls free by itself."""
    names = [f"{tk.config['ckan.site_id']}:satudata:looking:{number}" for number in range(AT_A_TIME)]
    return next((name for name in names if redis.set(name, 1, nx=True, ex=ASKING_S)), None)


def _written(kept: Kept) -> str:
    look = kept.look
    return json.dumps(
        {
            "taken_at": kept.taken_at.isoformat(),
            "excerpt": asdict(look.excerpt) if look.excerpt else None,
            "reason": [look.reason.msgid, dict(look.reason.details)] if look.reason else None,
        }
    )


def _read(stored: bytes) -> Kept:
    given = json.loads(stored)
    return Kept(
        look=Look(
            excerpt=Excerpt(**given["excerpt"]) if given["excerpt"] else None,
            reason=Message(*given["reason"]) if given["reason"] else None,
        ),
        taken_at=datetime.fromisoformat(given["taken_at"]),
    )
