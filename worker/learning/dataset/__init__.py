"""This package looks for faults in handled tickets, before anything learns from them or is measured on them.

    rows ▶ repeats, values, languages, passages, doubts ▶ findings, worst first (examination)

It changes nothing: a person reads the findings and decides.
"""
