"""What CKAN does with extras while it validates, without looking through all keys of a dataset each time.

`convert_to_extras` and `convert_from_extras` (`ckan/logic/converters.py`): what they would find is remembered between
calls. A validator that might have touched extras in between makes the memory worthless (`forget`): then everything is
looked through once more. `duplicate_extras_key` (`ckan/logic/validators.py`) nests the whole dataset to see its extras.
"""

from __future__ import annotations

from ckan.common import _
from ckan.lib.navl.validators import unicode_safe
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.satudata.harvest.writer.fast.unflatten import unflatten

_OF_AN_EXTRA = 3
"""Length of keys such as ("extras", 0, "key")."""


def duplicate_extras_key(_key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, _context: Context) -> None:
    """Ensure that no extra comes twice."""
    flat = {key: value for key, value in data.items() if key[0] == "extras"}
    if all(len(key) == _OF_AN_EXTRA for key in flat):
        names = [value for key, value in flat.items() if key[-1] == "key"]
        if len(names) == len(set(names)) == len({key[1] for key in flat}):
            return
    extras = unflatten(flat).get("extras", [])
    keys = [extra["key"] for extra in extras if not extra.get("deleted")]
    for once in set(keys):
        keys.remove(once)
    if keys:
        place = ("extras_validation",)
        assert place not in errors
        errors[place] = [_('Duplicate key "%s"') % keys[0]]


class ExtrasIndex:
    """Where the extras of one dataset stand while it is validated."""

    __slots__ = ("_data", "_keys", "_next", "_positions")

    def __init__(self, data: FlattenDataDict) -> None:
        self._data = data
        self.forget()

    def forget(self) -> None:
        """Something else may have changed the extras."""
        self._next: int | None = None
        self._positions: dict[str, list[int]] | None = None
        self._keys: dict[int, list[FlattenKey]] = {}

    def convert_to(self, key: FlattenKey) -> None:
        """Copy a field into a new extra behind the others."""
        data = self._data
        position = self._next
        if position is None:
            # As CKAN does: the highest position, not the number of extras.
            position = max((k[1] for k in data if len(k) > 1 and k[0] == "extras"), default=-1) + 1
        data["extras", position, "key"] = key[-1]
        data["extras", position, "value"] = unicode_safe(data[key])
        self._next = position + 1
        self._positions = None

    def convert_from(self, key: FlattenKey) -> None:
        """Move an extra back into its field; nothing happens if there is none."""
        data = self._data
        if self._positions is None:
            self._find_positions()
        assert self._positions is not None
        positions = self._positions.get(key[-1])
        if not positions:
            return
        data[key] = data["extras", positions[0], "value"]
        position = positions.pop(0)
        for gone in self._keys.pop(position):
            data.pop(gone, None)
        self._next = None

    def _find_positions(self) -> None:
        self._positions = {}
        self._keys = {}
        for key, value in self._data.items():
            if key[0] == "extras" and len(key) > 1:
                self._keys.setdefault(key[1], []).append(key)
                if key[-1] == "key" and isinstance(value, str):
                    self._positions.setdefault(value, []).append(key[1])
