"""This package computes scores and calibrates confidence."""
