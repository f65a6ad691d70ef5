"""Writing in batches, with every validator and all of navl as CKAN has them.

What is saved: SQL is sent once per batch, datasets are shown from the rows in memory, Solr gets whole batches from a
thread of its own. Whatever a harvest rarely meets (uploads, vocabulary tags, the name of a deleted dataset) goes
through CKAN's action, dataset by dataset: `unusual.py` says what.
"""
