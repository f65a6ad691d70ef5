"""The middle of several measurements.

Python's own `statistics` is out of reach here: a program finds what lies beside it first, and `bench/statistics.py`
measures our `statistics`.
"""

from __future__ import annotations

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """The middle value, of an even number the mean of the two in the middle.

    >>> median([3, 1, 2]), median([1, 2, 3, 4])
    (2.0, 2.5)
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2
