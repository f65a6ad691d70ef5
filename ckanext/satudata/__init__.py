"""Satu Data Indonesia for CKAN: metadata, harvest, tables, work flow, catalogue.

Each folder is one room of the house; its own `__init__.py` says what lives there and who may call it.
Nothing is imported here. Other extensions import `ckanext.satudata.shared` only.
"""
