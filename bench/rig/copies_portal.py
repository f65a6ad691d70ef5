"""The portal with each row several times, under ids and names of their own: a catalogue of tens of thousands.

python copies_portal.py PORTAL_PROGRAM COPIES [options of the portal program]
"""

from __future__ import annotations

import copy
import importlib.util
import sys
import uuid
from typing import Any


def main() -> None:
    path, copies = sys.argv[1], int(sys.argv[2])
    sys.argv = [path, *sys.argv[3:]]
    program = _module(path)
    load = program.load

    def load_copies(options: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        packages, organizations = load(options)
        more = [_copied(package, number) for number in range(1, copies) for package in packages]
        return packages + more, organizations

    program.load = load_copies
    program.main()


def _copied(package: dict[str, Any], number: int) -> dict[str, Any]:
    organization = package["organization"]
    other = copy.deepcopy({key: value for key, value in package.items() if key != "organization"})
    other["organization"] = organization
    other["id"] = str(uuid.uuid5(uuid.UUID(package["id"]), f"copy {number}"))
    other["name"] = f"{package['name'][:90]}-{number}"
    for resource in other["resources"]:
        resource["id"] = str(uuid.uuid5(uuid.UUID(resource["id"]), f"copy {number}"))
        resource["package_id"] = other["id"]
    return other


def _module(path: str) -> Any:
    spec = importlib.util.spec_from_file_location("portal_program", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
