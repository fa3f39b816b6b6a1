"""Exercises made from solutions, marking, and what is handed out."""
