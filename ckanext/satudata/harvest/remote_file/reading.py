"""Asks a source for one file: only at allowed addresses, small files only, quickly, and without trying again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from ckanext.satudata.codes.messages import N_
from ckanext.satudata.harvest.errors import Message, SourceError, TooLargeError
from ckanext.satudata.harvest.http.client import HttpClient, Limits
from ckanext.satudata.harvest.http.guard import Network
from ckanext.satudata.harvest.remote_file.showing import FILE_BYTES, Excerpt, excerpt

__all__ = ["Look", "look"]

# Somebody waits for the page.
CONNECT_S, READ_S, ANSWER_S = 4, 6, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a file gave: its beginning, or why there is none."""

    excerpt: Excerpt | None = None
    reason: Message | None = None


def look(url: str, kind: str, networks: Sequence[Network] = ()) -> Look:
    """Read a file of a kind that `showing` knows; it may lie in these private networks, too.

    Never raises for what the source does.
    """
    limits = Limits(
        connect_timeout_s=CONNECT_S,
        read_timeout_s=READ_S,
        answer_timeout_s=ANSWER_S,
        answer_bytes=FILE_BYTES,
        retries=0,
        retry_wait_s=0,
        networks=networks,
    )
    try:
        with HttpClient(limits) as http, http.get_file(url, limit_bytes=FILE_BYTES) as answer:
            if answer.status >= HTTPStatus.BAD_REQUEST:
                gone = N_("The source does not give this file (HTTP {status}).")
                return Look(reason=Message(gone, {"status": str(answer.status)}))
            body = answer.file.read()
    except TooLargeError:
        return Look(reason=Message(N_("The file is too large to be shown here.")))
    except SourceError:
        # What the guard and the network say names addresses inside the office: it is for the log of a run, not here.
        return Look(reason=Message(N_("The source cannot be reached at the moment.")))
    found = excerpt(body, kind)
    if found is None:
        return Look(reason=Message(N_("What the source gives for this file cannot be shown as a table or text.")))
    return Look(excerpt=found)
