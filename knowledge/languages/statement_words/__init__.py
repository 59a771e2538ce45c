"""This package holds, for each language, the words that tell a sentence which stands alone from one that leans on others."""
