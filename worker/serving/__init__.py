"""This package decides which version of an adapter handles a ticket, and takes a promotion without a restart."""
