"""This package is a Zendesk that behaves as Zendesk documents: a real HTTP server on the loopback address, with people who
write in it and webhooks that it sends. Tests, benchmarks and the demo use it; it holds no code of the product.

    double.py ──▶ actions.py (people), updates.py (the API's writes), merging.py ──▶ changes.py ──▶ audits.py
    server.py ──▶ faults.py, limits.py ──▶ routes.py ──▶ pages.py, search.py
    webhooks.py ──▶ subscriptions.py ──▶ envelopes.py, placeholders.py

What it does is what developer.zendesk.com and support.zendesk.com say. Where they leave something open, the docstring of
the function says "not verified".
"""
