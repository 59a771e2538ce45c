"""One file per skill: render the prompt, constrain the output, parse it, say what a perfect answer is."""
