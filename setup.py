"""Packaging: maps the top-level `schemas/` and `i18n/` folders into the package.

All metadata stands in pyproject.toml; only what that file cannot express stands here.
"""

from setuptools import find_namespace_packages, setup

PACKAGES = [
    name
    for name in find_namespace_packages(include=["ckanext.satudata", "ckanext.satudata.*"])
    if ".tests" not in name and not name.endswith("__pycache__")
]

setup(
    packages=[*PACKAGES, "ckanext.satudata.schemas", "ckanext.satudata.i18n"],
    package_dir={
        "ckanext.satudata.schemas": "schemas",
        "ckanext.satudata.i18n": "i18n",
    },
)
