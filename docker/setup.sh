#!/usr/bin/env bash
# Runs in `web` at each start, after the image's own script has brought CKAN's tables up to date.
set -euo pipefail

ckan -c "$CKAN_INI" db upgrade
ckan -c "$CKAN_INI" satudata setup
