"""What a reader sees of a page: texts of elements, without the blanks of the markup."""

from __future__ import annotations

from typing import Any

__all__ = ["pairs", "texts"]


def texts(page: Any, selector: str) -> list[str]:
    """The text of every element that the CSS selector finds."""
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


def pairs(page: Any, selector: str) -> list[tuple[str, str]]:
    """Term and description of every line of the lists that the selector finds."""
    return list(zip(texts(page, f"{selector} dt"), texts(page, f"{selector} dd"), strict=True))
