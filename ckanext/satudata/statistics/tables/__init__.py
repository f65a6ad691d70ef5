"""The way of an uploaded file: read in a process of its own, checked, stored page by page, loaded, corrected.

    queueing → job → process → reading (in the child) → stored → results → datastore.load, facts.load

`layouts` remembers what people corrected; `preview` shows what a correction would make of a sheet. Readers of files
run only in the child process: a hostile file cannot take a worker or a web process down.
"""
