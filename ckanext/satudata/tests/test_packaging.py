"""The wheel holds everything that the code reads: built here, and installed into an empty environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SOURCES = ("ckanext", "schemas", "i18n")
NOT_SHIPPED = {"__pycache__", "tests"}
FILES = (
    "setup.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    *(path.name for path in CHECKOUT.glob("requirements*.txt")),
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from: in the checkout, an old `build/` folder would slip files in that are long gone."""
    copy = tmp_path_factory.mktemp("source")
    for folder in SOURCES:
        shutil.copytree(CHECKOUT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        if (CHECKOUT / name).exists():
            shutil.copy(CHECKOUT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    # What is to be found is counted before: building leaves files of its own behind.
    (target / "wanted").write_text("\n".join(_wanted(source)))
    _run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", target, source)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    return python


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    shipped = set(zipfile.ZipFile(wheel).namelist())

    assert [file for file in (wheel.parent / "wanted").read_text().splitlines() if file not in shipped] == []


def test_no_test_is_in_the_wheel(wheel: Path) -> None:
    shipped = zipfile.ZipFile(wheel).namelist()

    assert [name for name in shipped if "/tests/" in name] == []


@pytest.mark.parametrize(
    ("package", "file"),
    [
        ("ckanext.satudata.schemas", "dataset.yaml"),
        ("ckanext.satudata.schemas", "presets.yaml"),
        ("ckanext.satudata.i18n", "__init__.py"),
        ("ckanext.satudata.codes", "wilayah.tsv.gz"),
        ("ckanext.satudata.harvest", "config_declaration.yaml"),
        ("ckanext.satudata.embedded", "solr_files/pom.xml"),
        ("ckanext.satudata", "migration/satudata_harvest/alembic.ini"),
    ],
)
def test_the_installed_package_finds_its_files(environment: Path, package: str, file: str) -> None:
    question = f"from importlib.resources import files; print(files({package!r}).joinpath({file!r}).is_file())"

    assert _run(environment, "-I", "-c", question) == "True"


def test_region_names_are_looked_up_without_any_other_package(environment: Path) -> None:
    question = "from ckanext.satudata.codes import wilayah; print(wilayah.region('36.04').nama)"

    assert _run(environment, "-I", "-c", question).upper().endswith("SERANG")


def _wanted(source: Path) -> Iterator[str]:
    for folder in SOURCES:
        for path in sorted((source / folder).rglob("*")):
            inside = path.relative_to(source)
            if path.is_file() and not NOT_SHIPPED.intersection(inside.parts) and path.suffix != ".pyc":
                yield inside.as_posix() if folder == "ckanext" else f"ckanext/satudata/{inside.as_posix()}"


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()
