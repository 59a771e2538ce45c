"""This package is the product: it takes tickets in, handles them and delivers what was decided."""
