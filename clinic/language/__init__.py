"""The engines for language: words, phrases, spelling, dates; they know no clinic."""
