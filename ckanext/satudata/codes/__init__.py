"""Kode referensi: look-ups that every other package may use.

Pure Python over compact tables shipped beside the code: no CKAN, no database, no network.
One file per code list (wilayah, periodicity, urusan, …); `findings/` is the register of finding codes.
"""
