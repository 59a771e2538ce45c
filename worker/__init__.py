"""The product: what happens to a ticket."""
