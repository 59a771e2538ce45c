"""This package parses files to titles and sections, in a child process with limits (`sandbox`): a document may be hostile.

Nothing here uses a database, a model or the network, so that the child starts fast and holds no secret.
"""
