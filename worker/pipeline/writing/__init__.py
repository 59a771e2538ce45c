"""This package writes what people read about a handled ticket: the reply to the customer, and the note to the agent."""
