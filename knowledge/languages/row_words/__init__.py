"""This package holds, for each language, how a row of a price book or an account is said."""
