"""This package finds what a ticket asks: its questions, and whether it says anything at all."""
