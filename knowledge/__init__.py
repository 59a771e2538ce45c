"""Sources become passages, passages answer queries. Knows nothing of tickets and nothing of models: vectors are passed in."""
