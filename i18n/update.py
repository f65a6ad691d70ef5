"""Keeps the translation catalogues complete: `python -m ckanext.satudata.i18n.update`, or `make i18n`.

Writes the template (.pot), adds new texts to each .po, drops those that nobody shows any more, compiles the .mo and
says how many texts still wait for a translation. A translation that is there is never changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import polib

# The package is mapped onto the top-level folder, which pyright cannot follow.
from ckanext.satudata.i18n.messages import (  # pyright: ignore[reportMissingImports]
    Message,
    core_messages,
    core_translation,
    own_messages,
)

FOLDER = Path(__file__).resolve().parent
DOMAIN = "ckanext-satudata"
PLURALS = {"id": "nplurals=1; plural=0;"}


def main() -> int:
    """Update every locale; 1 while texts wait for a translation."""
    own, core = own_messages(), core_messages()
    _write(FOLDER / f"{DOMAIN}.pot", own.values(), _header("")).save()
    waiting = 0
    for locale in PLURALS:
        catalogue = update(locale, own, core)
        missing = [entry for entry in catalogue if not entry.translated()]
        waiting += len(missing)
        sys.stderr.write(f"{locale}: {len(catalogue)} texts, {len(missing)} wait for a translation\n")
        for entry in missing:
            sys.stdout.write(f"{entry.msgid}\n")
    return 1 if waiting else 0


def update(locale: str, own: dict[str, Message], core: dict[str, Message]) -> polib.POFile:
    """The catalogue of one locale with exactly the texts it needs; written as .po and .mo."""
    path = catalogue_path(locale)
    old = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}
    by_core = core_translation(locale)
    wanted = {
        **own,
        # CKAN's own translation stands unless our catalogue has another one for it.
        **{key: message for key, message in core.items() if key not in own and (key not in by_core or key in old)},
    }
    catalogue = _write(path, wanted.values(), _header(locale))
    for entry in catalogue:
        known = old.get(entry.msgid)
        if known is not None:
            entry.msgstr, entry.flags = known.msgstr, known.flags
            if entry.msgid_plural:
                entry.msgstr_plural = known.msgstr_plural or {0: known.msgstr}
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save()
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return catalogue


def catalogue_path(locale: str) -> Path:
    """The .po file of a locale."""
    return FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def _write(path: Path, messages: Iterable[Message], metadata: dict[str, str]) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.fpath = str(path)
    catalogue.metadata = metadata
    for message in sorted(messages, key=lambda message: (not message.is_ours, message.places[0], message.msgid)):
        entry = polib.POEntry(msgid=message.msgid, occurrences=[(place, "") for place in message.places[:3]])
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
        catalogue.append(entry)
    return catalogue


def _header(locale: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "ckanext-satudata",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        **({"Plural-Forms": PLURALS[locale]} if locale else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
