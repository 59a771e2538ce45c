"""One module per kind of source, behind the protocol in `base`."""
