"""Brings the database of a site up to date and gives a new site its first content; run as a process of its own.

Does what an operator of any CKAN does by hand: `ckan db upgrade`, then `ckan satudata setup`. All may be repeated.
Call: `python -m ckanext.satudata.embedded.prepare --ini FILE --people FILE --accounts FILE`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ckan.cli import load_config
from ckan.cli.cli import ckan
from ckan.config.middleware import make_app

from ckanext.satudata.embedded.people import People, create

STEPS = (("db", "upgrade"), ("satudata", "setup"))


def main() -> None:
    """Parse the command line and prepare the site."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--ini", "--people", "--accounts"):
        parser.add_argument(name, type=Path, required=True)
    arguments = parser.parse_args()
    for step in STEPS:
        _run(("-c", str(arguments.ini), *step))
    app = make_app(load_config(str(arguments.ini)))
    # Under this name CKAN's own commands reach the Flask application, too.
    with getattr(app, "_wsgi_app").test_request_context():  # noqa: B009 - CKANApp does not declare it
        create(People.read(arguments.people), arguments.accounts)


def _run(command: Sequence[str]) -> None:
    """A command of `ckan`, in this process: each start of Python costs seconds. Ends the process if it fails."""
    try:
        ckan.main(command, standalone_mode=False)
    except SystemExit as err:
        if err.code:
            raise


if __name__ == "__main__":
    main()
