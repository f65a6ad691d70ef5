"""Shades of the two configured colours on which text stays readable.

Pure arithmetic; `stylesheet` is what the pages load after their own styles.
Source: WCAG 2.2, relative luminance and contrast ratio; 4.5 is its level AA for text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

READABLE = 4.5
STEP = 0.04
SRGB_LINEAR_BELOW = 0.04045
PATTERN = re.compile(r"#[0-9a-fA-F]{6}")

INK = "#14212a"
WHITE = "#ffffff"
BLACK = "#000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """What the styles need of one colour, each as #rrggbb."""

    base: str
    """As configured: for surfaces."""
    text: str
    """Readable as text on white and on `soft`."""
    strong: str
    """A darker surface: hover, the band on top."""
    soft: str
    """A light tint: backgrounds of chips and notes."""
    on_base: str
    """The first of white, ink and black that is readable on `base`; one always is."""


def is_colour(text: str) -> bool:
    """Whether the text is a colour as #rrggbb.

    >>> is_colour("#0b5c7d"), is_colour("teal")
    (True, False)
    """
    return PATTERN.fullmatch(text) is not None


def palette(colour: str) -> Palette:
    """The shades of one colour.

    >>> palette("#ffd500").on_base
    '#14212a'
    """
    soft = mix(colour, WHITE, 0.91)
    return Palette(
        base=colour,
        text=_darkened_until_readable(colour, on=soft),
        strong=mix(_darkened_until_readable(colour, on=WHITE), BLACK, 0.28),
        soft=soft,
        on_base=next(text for text in (WHITE, INK, BLACK) if contrast(colour, text) >= READABLE),
    )


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with a share (0..1) of `other` in it.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(mine + (theirs - mine) * share):02x}" for mine, theirs in pairs)


def stylesheet(main: str, accent: str) -> str:
    """CSS that sets the custom properties of both colours."""
    properties = {"primary": palette(main), "accent": palette(accent)}
    lines = [
        f"--sd-{name}{suffix}: {shade};"
        for name, shades in properties.items()
        for suffix, shade in (
            ("", shades.base),
            ("-text", shades.text),
            ("-strong", shades.strong),
            ("-soft", shades.soft),
            ("-on", shades.on_base),
        )
    ]
    return ":root {\n  " + "\n  ".join(lines) + "\n}\n"


def _darkened_until_readable(colour: str, *, on: str) -> str:
    share = 0.0
    while contrast(shade := mix(colour, BLACK, share), on) < READABLE:
        share += STEP
    return shade


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= SRGB_LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
