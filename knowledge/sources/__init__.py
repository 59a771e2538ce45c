"""This package has one module per kind of source, behind the protocol in `base`."""
