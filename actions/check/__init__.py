"""The guided check as a talk: a message in it (message), what it leads to (flow), what is said (asking, table)."""
