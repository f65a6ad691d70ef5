"""The public pages: layout, home, search, dataset, organisation and topic pages.

Reads the catalogue through actions only and decides in Python what a page shows; templates only lay it out.
Forms and their validators live in `metadata`, harvest pages in `harvest`; both inherit this layout.
"""
