"""This room makes the company's past: it imports what people handled, finds the passages that carried their answers, and makes
examples to learn from that hold nothing of a customer."""
