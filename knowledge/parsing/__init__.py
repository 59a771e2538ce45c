"""Files become titles and sections. Parsers run in a child process with limits (`sandbox`): a document may be hostile.

Nothing here knows a database, a model or the network, so that the child starts fast and holds no secret.
"""
