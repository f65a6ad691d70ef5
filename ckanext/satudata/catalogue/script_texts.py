"""The texts of CKAN's scripts in the reader's language.

CKAN writes them to files when its own development server starts, and on `ckan translation js`, for all its sixty
languages; a site behind another web server would stay English until somebody runs that. Here they come from the
catalogues that are loaded anyway. The form is that of Jed 1.x, which CKAN's client expects.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import polib
from flask_babel import force_locale, get_translations

from ckan import plugins as p
from ckan.lib.i18n import get_ckan_i18n_dir

PLURAL_FORMS = {"id": "nplurals=1; plural=0;"}
TWO_FORMS = "nplurals=2; plural=n != 1;"


@lru_cache(maxsize=8)
def texts(lang: str) -> dict[str, Any]:
    """Msgid to its translation; texts without one are left out, so that the msgid stands."""
    found: dict[str, Any] = {
        "": {"plural-forms": PLURAL_FORMS.get(lang, TWO_FORMS), "lang": lang, "domain": "ckan"},
    }
    with force_locale(lang):
        catalogue = get_translations()
        for msgid, plural in _of_scripts():
            if plural:
                forms = [catalogue.ngettext(msgid, plural, number) for number in (1, 2)]
                found[msgid] = [plural, *dict.fromkeys(forms)]
            elif (text := catalogue.gettext(msgid)) != msgid:
                found[msgid] = [None, text]
    return found


@lru_cache(maxsize=1)
def _of_scripts() -> tuple[tuple[str, str], ...]:
    templates = [(get_ckan_i18n_dir(), "ckan")]
    templates += [(plugin.i18n_directory(), plugin.i18n_domain()) for plugin in p.PluginImplementations(p.ITranslation)]
    return tuple(
        (entry.msgid, entry.msgid_plural)
        for folder, domain in templates
        if (path := Path(folder) / f"{domain}.pot").is_file()
        for entry in polib.pofile(str(path))
        if any(place.endswith(".js") for place, _line in entry.occurrences)
    )
