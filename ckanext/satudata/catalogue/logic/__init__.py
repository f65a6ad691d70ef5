"""What CKAN calls by name: validators of the catalogue's options."""
