"""This package holds, for each language, the words that tell a message which leans on a file from one about files."""
