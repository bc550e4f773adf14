"""The booking talk: what a message tells (told), what it leads to (order, table), the calls to the diary (desk)."""
