"""ckanext-scheming schemas; shipped as `ckanext.satudata.schemas`."""
