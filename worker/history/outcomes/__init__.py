"""This package says what people made of our decisions: it judges what the helpdesk reported, counts it, and shows it."""
