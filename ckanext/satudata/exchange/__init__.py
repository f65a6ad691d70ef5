"""What leaves the portal: the catalogue in the forms that other portals and offices read.

`/sdi` is the first of them: CKAN's own read-only API with the SDI metadata as `extras` under the national portal's
keys. Nothing here writes. Other features reach it through its actions (`satudata_sdi_…`) only.
"""
