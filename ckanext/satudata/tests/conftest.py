"""Starts the servers before CKAN's own pytest plugin builds the application, and makes the database once.

Nothing is started where that plugin is switched off (`make test-quick`). What the servers are: `rig.py`.
"""

from __future__ import annotations

import logging
import os
import warnings
from typing import Any

import hypothesis
import pytest

from ckanext.satudata.embedded.servers import Servers
from ckanext.satudata.tests import rig

# A test says what is right, never how fast: other work on the machine must not make it fail.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_rig = pytest.StashKey[rig.Rig]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before CKAN's hook of this name: hand the addresses over through CKAN's own environment variables."""
    config = session.config
    if not config.pluginmanager.has_plugin("ckan") or config.option.collectonly:
        return
    # Of file_keeper, while CKAN is loaded: nothing that anybody here could change.
    warnings.filterwarnings("ignore", "'cgi' is deprecated", DeprecationWarning)
    config.option.ckan_ini = config.option.ckan_ini or str(rig.CHECKOUT / "test.ini")
    opened = config.stash[_rig] = rig.open_rig()
    os.environ.update(opened.addresses.environment())
    os.environ["CKAN_STORAGE_PATH"] = str(opened.folder / "storage")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """CKAN has built the application, its hook of this name has not yet unloaded the plugins: migrate all, once."""
    opened = session.config.stash.get(_rig, None)
    if opened is None:
        return
    if not opened.is_initialised:
        _migrate()
        opened.keep_as_template()
    _declare_initialised()


def pytest_unconfigure(config: pytest.Config) -> None:
    opened = config.stash.get(_rig, None)
    if opened is not None:
        opened.close()


@pytest.fixture(scope="session")
def reset_db_once() -> None:
    """The database is new: CKAN's fixture of this name would empty it in the middle of a run."""


@pytest.fixture
def with_plugins(ckan_config: Any) -> None:
    """All plugins of test.ini. CKAN's fixture of this name loads and unloads them for each test: seconds, each time."""
    # CKAN can be imported only after its configuration has been read.
    from ckan import plugins as p

    if not all(p.plugin_loaded(name) for name in ckan_config["ckan.plugins"]):
        p.load_all()


@pytest.fixture(scope="session")
def built_app() -> Any:
    """The WSGI application with all plugins, built by the first test that asks for pages."""
    from ckan.common import config
    from ckan.config.middleware import make_app

    config["testing"] = True
    return make_app(config)


@pytest.fixture
def app(with_plugins: None, request: pytest.FixtureRequest) -> Any:
    """A browser-like client with an empty jar of cookies; CKAN's fixture of this name builds the application anew."""
    from ckan.tests.helpers import CKANTestApp

    return CKANTestApp(request.getfixturevalue("built_app"))


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Servers:
    """The running servers, for a test that needs a second CKAN beside ours."""
    return pytestconfig.stash[_rig].servers


def _migrate() -> None:
    # CKAN can be imported only after its configuration has been read.
    from ckan import model
    from ckan.cli.db import _migrate_plugins

    model.repo.upgrade_db()
    _migrate_plugins(apply=True)
    model.Session.remove()
    model.ensure_engine().dispose()
    # Alembic's set-up of logging silences every logger that was there before.
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False


def _declare_initialised() -> None:
    # Otherwise CKAN's fixtures would drop all tables at their first use and make again those of the core only.
    from ckan import model

    model.repo.tables_created_and_initialised = True
