"""A Satu Data portal loaded into this process, on databases of its own: for measuring functions, not addresses."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ckanext.satudata.embedded import site
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.servers import Servers

CKAN = Path(sys.executable).with_name("ckan")


@contextmanager
def portal_inside(stack: Servers, folder: Path, name: str) -> Iterator[None]:
    """CKAN with all our plugins, its tables made, in a request of a visitor."""
    (folder / name).mkdir()
    ini = site.write(Home.at(folder / name), stack.tenant(name), site_url="http://bench.example", options={})
    made = subprocess.run([CKAN, "-c", ini, "db", "upgrade"], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(f"db upgrade failed:\n{made.stdout[-2000:]}{made.stderr[-3000:]}")
    # CKAN can be imported only when there is a configuration to read.
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(str(ini)))
    logging.disable(logging.WARNING)
    from ckan import model

    with getattr(app, "_wsgi_app").test_request_context():  # noqa: B009 - CKANApp does not declare it
        yield
        # The servers stop next: a connection that is given back after that is an error on the screen.
        model.Session.remove()
