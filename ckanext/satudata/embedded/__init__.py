"""PostgreSQL, Valkey and Solr in a folder: for the demo, for the tests, for a small office.

Every server is an ordinary process of ours on loopback or on a Unix socket, with its data, its log and its record
below one folder (`home.Home`). Reading order: home → programs, sockets → postgres, valkey, solr → servers →
supervisor → site → portal → cli.
Needs the extra `[embedded]`. Nothing else in ckanext.satudata may import it; the tests do.
"""
