"""What the root plugin registers with CKAN: validators, actions, authorisation."""
