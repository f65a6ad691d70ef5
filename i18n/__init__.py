"""Translations; shipped as `ckanext.satudata.i18n`.

`id/` is the Indonesian catalogue: our own texts, and those of CKAN and ckanext-scheming that our pages show and that
they leave untranslated or translate with other words than ours (docs/glossary.md). `update.py` keeps it complete.
"""
