"""Approved wording: what agents wrote for a public passage, without anything of a customer, is said again to others."""
