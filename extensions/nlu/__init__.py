"""NLU components for Rasa's graph, each a thin shell around plain functions."""
