"""`deskhand history` brings in what people handled before, and makes examples of it."""
