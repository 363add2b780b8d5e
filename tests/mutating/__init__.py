"""Contracts with one thing wrong, and whether the checker says so at the right place."""
