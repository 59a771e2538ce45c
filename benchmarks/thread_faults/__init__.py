"""This benchmark kills workers between every two statements of a delivery while people work in the same tickets.

    command.py ──▶ play.py ──▶ world.py (customers and agents in the double of Zendesk), script.py (what is said)
                      └──────▶ nursery.py ──▶ lives.py (web, model, io, sweep: one process each) ──▶ deaths.py (where they die)
                      └──────▶ counting.py ──▶ history.py (what the double's audits say of a ticket)

Run it with `python -m benchmarks.thread_faults`.
"""
