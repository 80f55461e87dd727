VERSION = "1"
"""Stored with every allocation. It rises when the same case would be answered with other numbers."""
