"""Reader: from bytes to grids. The kind of a file is decided by its content, never by its name."""
