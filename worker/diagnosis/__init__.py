"""This room says why an answer was bad or corrected: one cause each, from what is stored of the run and what people did after.

stored run and what people did ▶ claims of the agent's answer ▶ where the passages that carry them were ▶ one cause
"""
