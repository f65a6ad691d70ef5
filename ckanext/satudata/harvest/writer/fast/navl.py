"""`_validate` of `ckan/lib/navl/dictization_functions.py`: one pass where CKAN takes ten, with the same result.

The steps are CKAN's: augment the data (what is missing, what is unknown), then run the converters of `__before`, of
the fields, of `__extras`, of `__after` and of `__junk`, each in the order of key length and key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ckan.lib.navl import dictization_functions as df
from ckan.lib.navl import validators
from ckan.logic import converters
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey, Schema

from ckanext.satudata.harvest.writer.fast.extras import ExtrasIndex

Converter = Callable[..., Any]
FullSchema = dict[FlattenKey, list[Converter]]

# Their validators change the value in hand, its tags or its errors, never the extras.
_LEAVE_EXTRAS_ALONE = frozenset({
    "ckan.lib.navl.validators",
    "ckan.logic.validators",
    "ckanext.scheming.validation",
    "ckanext.satudata.logic.validators",
    "ckanext.satudata.harvest.writer.fast.asking",
    "ckanext.satudata.harvest.writer.fast.extras",
})  # fmt: skip
_TAKES_ALL = 4
_TO_EXTRAS, _FROM_EXTRAS, _IGNORE_MISSING = -1, -2, -3


class Navl:
    """Validates with some converters replaced by others that do the same."""

    def __init__(self, substitutes: Mapping[Converter, Converter]) -> None:
        self._ways = _Ways(substitutes)

    def validate(
        self, data: FlattenDataDict, schema: Schema, context: Context
    ) -> tuple[FlattenDataDict, FlattenErrorDict]:
        """Stands for `_validate`, except that keys without errors are left out of the errors."""
        levels = _combinations(data, schema)
        full = _full_schema(levels)
        converted = _augmented(data, schema, full, levels)
        errors: FlattenErrorDict = {key: [] for key in full}
        run = _Run(converted, errors, context, self._ways)
        fields, special = [], {"__before": [], "__extras": [], "__after": []}
        for key in full:
            last = key[-1]
            if not last.startswith("__"):
                fields.append(key)
            elif last in special:
                special[last].append(key)
        for key in (*special["__before"], *fields, *special["__extras"], *reversed(special["__after"])):
            run.key(key, full[key])
        junk = ("__junk",)
        if junk in full:
            run.key(junk, full[junk])
        return converted, _found(errors, levels)


class _Ways(dict[Converter, tuple[int, Converter, bool]]):
    """How each converter is called: its number of arguments, what stands for it, and whether it may change extras."""

    def __init__(self, substitutes: Mapping[Converter, Converter]) -> None:
        super().__init__()
        self._substitutes = substitutes

    def __missing__(self, converter: Converter) -> tuple[int, Converter, bool]:
        if converter is converters.convert_to_extras:
            arguments = _TO_EXTRAS
        elif converter is converters.convert_from_extras:
            arguments = _FROM_EXTRAS
        elif converter is validators.ignore_missing:
            arguments = _IGNORE_MISSING
        else:
            arguments = _argument_count(converter)
        stand_in = self._substitutes.get(converter, converter)
        way = self[converter] = arguments, stand_in, stand_in.__module__ not in _LEAVE_EXTRAS_ALONE
        return way


class _Run:
    """One dataset under validation."""

    __slots__ = ("_context", "_data", "_errors", "_extras", "_ways")

    def __init__(self, data: FlattenDataDict, errors: FlattenErrorDict, context: Context, ways: _Ways) -> None:
        self._data = data
        self._errors = errors
        self._context = context
        self._ways = ways
        self._extras = ExtrasIndex(data)

    def key(self, key: FlattenKey, chain: list[Converter]) -> None:
        """Run the converters of one key until one stops."""
        data, errors, context = self._data, self._errors, self._context
        for each in chain:
            arguments, converter, may_change_extras = self._ways[each]
            try:
                if arguments == _IGNORE_MISSING:
                    # Most fields of most datasets end here: an exception for each of them is felt.
                    if (value := data.get(key)) is None or value is df.missing:
                        data.pop(key, None)
                        break
                elif arguments == _TAKES_ALL:
                    converter(key, data, errors, context)
                    if may_change_extras:
                        self._extras.forget()
                elif arguments == 1:
                    data[key] = converter(data.get(key))
                elif arguments == _TO_EXTRAS:
                    self._extras.convert_to(key)
                elif arguments == _FROM_EXTRAS:
                    self._extras.convert_from(key)
                else:
                    data[key] = converter(data.get(key), context)
            except df.StopOnError:
                break
            except df.Invalid as err:
                errors[key].append(err.error)


def _argument_count(converter: Converter) -> int:
    try:
        count = converter.__code__.co_argcount  # type: ignore[attr-defined]  # what CKAN looks at
    except AttributeError:
        raise TypeError(
            f"{converter.__name__} cannot be used as validator because it is not a user-defined function"
        ) from None
    if count not in (1, 2, _TAKES_ALL):
        raise TypeError(f"Wrong number of arguments for {converter.__name__}(expected 1, 2 or 4): {count}")
    return count


def _combinations(data: FlattenDataDict, schema: Schema) -> dict[int, dict[FlattenKey, Any]]:
    """The places in the data that the schema knows, by length, each with its part of the schema.

    () is the dataset, ("resources", 0) a resource. A place counts only if the place it lies in does.
    """
    by_length: dict[int, list[FlattenKey]] = {}
    for key in data:
        by_length.setdefault(len(key), []).append(key)
    known: dict[FlattenKey, Any] = {(): schema}
    levels: dict[int, dict[FlattenKey, Any]] = {0: {(): schema}}
    for length in sorted(by_length):
        if length < 3:  # noqa: PLR2004 - the fields of the dataset itself
            continue
        level: dict[FlattenKey, Any] = {}
        for key in by_length[length]:
            place = key[:-1]
            if place in level:
                continue
            parent = known.get(key[:-3])
            part = parent.get(key[-3]) if isinstance(parent, dict) else None
            if isinstance(part, dict) and any(not isinstance(value, dict) for value in part.values()):
                level[place] = part
        known |= level
        levels[length - 1] = level
    return levels


def _found(errors: FlattenErrorDict, levels: dict[int, dict[FlattenKey, Any]]) -> FlattenErrorDict:
    """The errors there are, and an empty list in each place: `resources: [{}, {…}]` must stay the second resource."""
    found = {key: value for key, value in errors.items() if value}
    if found:
        for place, part in ((place, part) for level in levels.values() for place, part in level.items() if place):
            name = next((name for name, value in part.items() if isinstance(value, list)), None)
            if name is not None:
                found.setdefault((*place, name), [])
    return found


def _full_schema(levels: dict[int, dict[FlattenKey, Any]]) -> FullSchema:
    """The converters of every key there could be, in CKAN's order: shorter keys first, then by value."""
    full: FullSchema = {}
    for length in sorted(levels):
        level = levels[length]
        for place in sorted(level):
            part = level[place]
            for name in _ordered(tuple(part)):
                value = part[name]
                if isinstance(value, list):
                    full[(*place, name)] = value
    return full


@lru_cache(maxsize=256)
def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _augmented(
    data: FlattenDataDict, schema: Schema, full: FullSchema, levels: dict[int, dict[FlattenKey, Any]]
) -> FlattenDataDict:
    """As `augment_data`: keys without a schema become `__extras` of their place or `__junk`; absent ones `missing`."""
    converted = dict(data)
    unknown = [key for key in data if key not in full]
    if unknown:
        _set_aside(unknown, data, converted, schema, levels)
    for key in full:
        if key not in converted and not key[-1].startswith("__"):
            converted[key] = df.missing
    return converted


def _set_aside(
    unknown: list[FlattenKey],
    data: FlattenDataDict,
    converted: FlattenDataDict,
    schema: Schema,
    levels: dict[int, dict[FlattenKey, Any]],
) -> None:
    junk: FlattenDataDict = {}
    extras: dict[FlattenKey, dict[Any, Any]] = {}
    for key in unknown:
        value = data[key]
        if value != [] and _is_in_schema(key[::2], schema):
            raise df.DataError(f"Only lists of dicts can be placed against subschema {key}, not {type(value)}")
        place = key[:-1]
        if place in levels.get(len(place), ()):
            extras.setdefault((*place, "__extras"), {})[key[-1]] = value
        else:
            junk[key] = value
    if junk:
        converted["__junk",] = junk
    converted.update(extras)
    for key in unknown:
        del converted[key]


def _is_in_schema(path: FlattenKey, schema: Any) -> bool:
    """Whether the path leads to converters or to a part of the schema that has some."""
    for name in path:
        if not isinstance(schema, dict) or name not in schema:
            return False
        schema = schema[name]
    return not isinstance(schema, dict) or any(_is_in_schema((name,), schema) for name in schema)
