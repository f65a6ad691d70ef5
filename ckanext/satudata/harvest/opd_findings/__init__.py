"""Findings for those whom they concern: the members of an OPD see what still holds about its datasets, and no more.

`page.py` makes what the page and the panel of a dataset show, `view.py` has the addresses below /temuan.
"""
