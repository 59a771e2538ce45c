"""This package measures contenders on handled tickets, compares them with what serves, and shows it to people."""
