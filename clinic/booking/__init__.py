"""Consultations: which times are free, who has them, and what is told to whom."""
