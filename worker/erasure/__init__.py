"""This room erases somebody: from every table, and from every file of ours in which they are.

person ▶ journal ▶ rows, in one transaction ▶ files, each in one step ▶ vacuum ▶ journal away
                                                   what learned from them is told, not changed
"""
