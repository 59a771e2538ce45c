"""These modules choose the prompt of a base model that no adapter was trained for, and compare it with what serves."""
