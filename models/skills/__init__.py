"""This package has one file per skill, which renders the prompt, constrains the output, parses it and says what a
perfect answer is."""
