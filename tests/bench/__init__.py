"""Measurements: what the reader gets right on files of values and dialogues, and how long it takes."""
