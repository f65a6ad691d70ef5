r"""From the spreadsheet an office really sends to tidy tables, as a plain library.

>>> from io import BytesIO
>>> from ckanext.satudata.tabular.api import tidy
>>> text = b"Penduduk, 2023\n\nKecamatan;Laki-laki;Perempuan\nAnyar;1.234;1.100\nCiruas;2.345;2.299\nJumlah;3.579;3.399"
>>> table = tidy(BytesIO(text)).tables[0]
>>> [column.name for column in table.columns], [record.values for record in table.records]
(['Kecamatan', 'Laki-laki', 'Perempuan'], [('Anyar', 1234, 1100), ('Ciruas', 2345, 2299)])

The way of data, one package each: `reader` (bytes to grids of raw cells) → `layout` (which rows and columns are a
table, its title, its notes) → `header` (rows that name the columns) → `values` (text to numbers, missing marks,
periods) → `tidy` (records, dimensions, regions). `checks` look at the result; `output`, `explain` and `cli` show it.
Faces for callers: `api.tidy`, `model`, `cli.tidy_command`. Imports no CKAN, and of ours only `ckanext.satudata.codes`.
"""
