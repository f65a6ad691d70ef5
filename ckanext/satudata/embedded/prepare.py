"""Brings the database of a site up to date and gives a new site its first content; run as a process of its own.

Does what an operator of any CKAN does by hand: `ckan db upgrade`, then `ckan satudata setup`. All steps may be repeated.
Call: `python -m ckanext.satudata.embedded.prepare --ini FILE --people FILE --accounts FILE`.
"""

from __future__ import annotations

import argparse
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
        ckan.main(("-c", str(arguments.ini), *step), standalone_mode=False)
    app = make_app(load_config(str(arguments.ini)))
    # Under this name CKAN's own commands reach the Flask application, too.
    with getattr(app, "_wsgi_app").test_request_context():  # noqa: B009 - CKANApp does not declare it
        create(People.read(arguments.people), arguments.accounts)


if __name__ == "__main__":
    main()
