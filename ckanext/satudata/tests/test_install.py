"""What is said about installing in several places is the same everywhere, and the targets of `make` exist."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml

from ckanext.satudata.embedded.site import PLUGINS
from ckanext.satudata.tests.rig import CHECKOUT

TARGETS = ("demo", "demo-clean", "test", "test-quick", "lint", "fix", "types", "docs", "i18n", "bench")


@pytest.mark.parametrize(
    ("file", "more"),
    [("test.ini", ()), ("docs/install.md", ()), ("docker/Dockerfile", ("envvars",))],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_plugins_of_a_portal_are_named_alike(file: str, more: tuple[str, ...]) -> None:
    text = (CHECKOUT / file).read_text(encoding="utf-8")

    named = re.search(r"^(?:ENV CKAN__PLUGINS=|ckan\.plugins = )\"?([\w ]+)", text, re.MULTILINE)

    assert named is not None
    assert tuple(named.group(1).split()) == (*PLUGINS, *more)


def test_make_alone_lists_its_targets() -> None:
    listed = subprocess.run(("make",), cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout

    assert [target for target in TARGETS if f"make {target} " not in listed] == []


def test_web_and_worker_are_separate_containers_of_one_image() -> None:
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]

    assert services["web"]["image"] == services["worker"]["image"]
    assert "command" not in services["web"]
    assert services["worker"]["command"][-2:] == ["jobs", "worker"]


def test_every_secret_that_compose_asks_for_is_in_the_example() -> None:
    compose = (CHECKOUT / "docker-compose.yml").read_text()
    example = (CHECKOUT / "docker" / "env.example").read_text()

    asked = set(re.findall(r"\$\{(\w+):\?\}", compose))

    assert asked - set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == set()


def test_pinned_versions_name_no_place_they_came_from() -> None:
    lines = (CHECKOUT / "constraints.txt").read_text().splitlines()

    pins = [line for line in lines if line and not line.startswith("#")]

    form = re.compile(r"[a-z0-9-]+==[\w.]+( ; python_version (<|>=) \"3\.\d+\")?")
    assert [line for line in pins if not form.fullmatch(line)] == []
