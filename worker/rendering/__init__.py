"""This package turns what we write to people into the text of a channel: blocks ▸ plain text, HTML or Markdown."""
