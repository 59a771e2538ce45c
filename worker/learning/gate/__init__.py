"""The gate lets a candidate serve only if it is better than what does its work now, on handled tickets that it has not seen."""
