"""The one place where parts of CKAN are replaced: navl's inner loop, and validators that ask the database.

Only while a batch is written, only in worker processes, and only if every replaced function of the installed CKAN is
the one that was replaced (`../ground.py`) and a self-check gives the same answers (`self_check.py`). Otherwise the
writer works without: slower, never wrong. Replaced in the process, for the time of a batch (`switch.py`):

* `_validate` of `ckan.lib.navl.dictization_functions`, by `navl.py`. It flattens the schema three times and sorts all
  keys five times in each call, and there are three calls per dataset.
* `unflatten` there, and scheming's own reference to it, by `unflatten.py`. It sorts with a Python function and walks
  from the root for every key.
* `_` of `ckan.lib.navl.validators` and of `ckan.model.license`, by one with a memory. Show schemas make some sixty
  translated "Missing value" per dataset, which nobody reads, and each dataset is told the title of its licence.
* `_field_validators` and its two siblings in scheming, by ones with a memory. They look up every validator of every
  field by its name, for each dataset anew.
* Python's garbage collector is paused. It walks all of a batch's dicts again and again, and finds nothing.

Called by our `_validate` in place of CKAN's function, which stays what it is for everybody else:

* `convert_to_extras`, `convert_from_extras` and `duplicate_extras_key`, by `extras.py`. They look through all keys for
  each field, or nest the whole dataset to see a part of it.
* `ignore_missing`, by two lines in `navl.py`. It raises an exception for each field that is not filled in.
* `package_name_validator`, `package_id_does_not_exist`, `resource_id_does_not_exist` and `owner_org_validator`, by
  `asking.py`. They send a query or more per dataset; here one query per batch answers.
"""
