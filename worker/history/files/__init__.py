"""This package reads past tickets from a file of whatever helpdesk: bytes ▸ text ▸ table ▸ mapping ▸ tickets.

encoding.py ▸ delimited.py | json_rows.py ▸ table.py
column_names.py, contents.py ▸ guessing.py ▸ mapping.py (what a person confirms and edits) ▸ cells.py, messages.py, tickets.py
"""
