"""This package has the heads: linear classifiers on what is known of a ticket, mostly the vector of its text."""
