"""Checks: what a statistician would ask about a table before publishing it, one module per question.

A check takes a `Subject` and gives findings with the address of the cell; it never changes the table. `run_checks`
runs all of them.
"""
