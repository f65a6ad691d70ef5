"""Translations; shipped as `ckanext.satudata.i18n`."""
