"""The booking talk: what a message tells (told), what is asked next (plan), and the calls to the diary (desk)."""
