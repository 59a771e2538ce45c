"""This package plays threads of several turns between customers, agents and Deskhand, for `deskhand demo --threads`.

    scripts.py (demo/threads.toml) ──▶ stage.py (the local Zendesk) ──▶ playing.py ──▶ rules.py ──▶ report.py

A script says who does what when. What Deskhand wrote is read from the local Zendesk, never from our own tables; those say
what was decided, and why.
"""
