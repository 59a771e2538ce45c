"""`deskhand init` writes the folder of a company: what its files say (files), from what a person answers (answers)."""
