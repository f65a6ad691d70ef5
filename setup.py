"""Packaging: maps the top-level `schemas/` and `i18n/` folders into the package, and ships what is not Python.

All metadata stands in pyproject.toml; only what that file cannot express stands here.
"""

from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).parent

PACKAGES = sorted(
    ".".join(init.parent.relative_to(ROOT).parts)
    for init in ROOT.glob("ckanext/satudata/**/__init__.py")
    if "tests" not in init.parts
)

# Relative to each package; tests/test_packaging.py compares the result with what stands in the folders.
DATA = [
    "*.yaml",
    "*.yml",
    "*.json",
    "*.csv",
    "*.tsv",
    "*.gz",
    "*.txt",
    "*.css",
    "*.js",
    "assets/**/*",
    "public/**/*",
    "templates/**/*",
    "migration/**/*",
    "solr_files/*",
    "*/LC_MESSAGES/*",
    "*.pot",
]

setup(
    packages=[*PACKAGES, "ckanext.satudata.schemas", "ckanext.satudata.i18n"],
    package_dir={
        "ckanext.satudata.schemas": "schemas",
        "ckanext.satudata.i18n": "i18n",
    },
    package_data={"": DATA},
    include_package_data=False,
)
