"""What kind of process this is."""

from __future__ import annotations

import threading

import flask
from rq import get_current_job


def is_worker() -> bool:
    """Whether nobody else can be running CKAN's code in this process while we do.

    True in a job, on the command line and in tests; false where a web server has called us. Only a server tells an
    application whose request it is.
    """
    if get_current_job() is not None:
        return True
    if threading.current_thread() is not threading.main_thread():
        return False
    return not (flask.has_request_context() and "REMOTE_ADDR" in flask.request.environ)
