"""Proofs that cost minutes: files nobody would write, kills between two writes, random lives, load beside an import."""
