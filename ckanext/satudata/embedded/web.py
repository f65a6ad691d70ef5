"""CKAN behind waitress, a WSGI server made for production: bounded threads, slow clients buffered, plain Python.

python -m ckanext.satudata.embedded.web --ini FILE --host 127.0.0.1 --port 5000
"""

from __future__ import annotations

import argparse

import waitress

from ckan.cli import load_config
from ckan.config.middleware import make_app

# A page waits for PostgreSQL and Solr most of its time; CKAN's pool has room for 15 connections.
THREADS = 8
# An upload of CKAN's `ckan.max_resource_size` and its form; larger bodies are refused while they arrive.
MAX_BODY_BYTES = 512 * 1024 * 1024


def main() -> None:
    """Parse the command line and serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ini", required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    application = make_app(load_config(arguments.ini))
    waitress.serve(
        application,
        host=arguments.host,
        port=arguments.port,
        threads=THREADS,
        max_request_body_size=MAX_BODY_BYTES,
        ident="",
    )


if __name__ == "__main__":
    main()
