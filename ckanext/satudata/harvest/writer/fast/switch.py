"""Switching the replacements on for a while, and off whatever happens."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from ckan.lib.navl import dictization_functions, validators
from ckan.logic import validators as logic_validators
from ckan.model import license as license_

from ckanext.satudata.harvest.writer import ground
from ckanext.satudata.harvest.writer.fast.extras import duplicate_extras_key
from ckanext.satudata.harvest.writer.fast.navl import Navl
from ckanext.satudata.harvest.writer.fast.unflatten import unflatten

# A batch makes about 50 MB of dicts, nearly all of which die by themselves; the rest is swept now and then.
BATCHES_PER_SWEEP = 10


@contextmanager
def replaced(substitutes: Mapping[Callable[..., Any], Callable[..., Any]]) -> Iterator[None]:
    """CKAN with a faster navl, in this process, until the block ends.

    For one thread that is alone with CKAN's code: a worker, never a web process.
    """
    with ExitStack() as undo:
        navl = Navl({**substitutes, logic_validators.duplicate_extras_key: duplicate_extras_key})
        _set(undo, dictization_functions, "_validate", navl.validate)
        _set(undo, dictization_functions, "unflatten", unflatten)
        _set(undo, validators, "_", _remembering(validators._))
        _set(undo, license_, "_", _remembering(license_._))
        scheming = sys.modules.get("ckanext.scheming.plugins")
        if scheming:
            _set(undo, scheming, "unflatten", unflatten)
            for name in _remembered():
                _set(undo, scheming, name, _once_for_each_field(getattr(scheming, name)))
        yield


class CollectorPause:
    """Keeps Python's garbage collector from running within a batch, and from what was there before, until `end`."""

    def __init__(self) -> None:
        self._batches = 0
        gc.freeze()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """No collection inside; every tenth time one after it."""
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            self._batches += 1
            if self._batches % BATCHES_PER_SWEEP == 0:
                gc.collect()
            if was_enabled:
                gc.enable()

    def end(self) -> None:
        """Let the collector see everything again."""
        gc.unfreeze()


def _set(undo: ExitStack, module: Any, name: str, value: Any) -> None:
    undo.callback(setattr, module, name, getattr(module, name))
    setattr(module, name, value)


@cache
def _remembered() -> tuple[str, ...]:
    """Functions of ckanext-scheming that look the validators of a field up by name, for each field of each dataset."""
    return () if ground.changed(ground.REMEMBERED) else tuple(name.partition(":")[2] for name in ground.REMEMBERED)


def _once_for_each_field(validators_of: Callable[..., Any]) -> Callable[..., Any]:
    """The function with a memory; the fields of a schema stay the same objects for the life of the process."""
    known: dict[tuple[int, int, bool], Any] = {}

    def remembered(field: Any, schema: Any, convert_extras: bool, **others: Any) -> Any:
        if others:
            return validators_of(field, schema, convert_extras, **others)
        key = id(field), id(schema), convert_extras
        if key not in known:
            known[key] = validators_of(field, schema, convert_extras)
        found = known[key]
        # The lists are handed on to be added to; the dicts of a repeating field are not.
        return list(found) if isinstance(found, list) else found

    return remembered


def _remembering(translate: Callable[..., str]) -> Callable[..., str]:
    """The translation with a memory; the language does not change within a batch."""
    known: dict[str, str] = {}

    def remembered(text: str, **values: Any) -> str:
        if values:
            return translate(text, **values)
        found = known.get(text)
        if found is None:
            found = known[text] = translate(text)
        return found

    return remembered
