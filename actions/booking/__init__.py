"""The booking talk: what a message tells (told), what it leads to (order, table), the diary
(talk_diary, offering)."""
