"""A private copy of one of CKAN's modules, in which one name means something else.

CKAN's own code, run on rows that are already in memory, with CKAN's module as everybody else sees it untouched: no
patch, so it may be used in a web process and by several threads. It follows CKAN's upgrades by itself.
"""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any


def copy_of(module_name: str, **replaced: Any) -> ModuleType:
    """Load the module's file once more, outside `sys.modules`, and set the given names in the copy.

    Only for modules of functions and classes: one that registers something when loaded would register it twice.
    """
    spec = importlib.util.find_spec(module_name)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in replaced.items():
        # A name CKAN no longer uses would be set in vain, and the copy would go its own ways unnoticed.
        getattr(module, name)
        setattr(module, name, value)
    return module
