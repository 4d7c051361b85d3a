"""Metrics that compare strings: BLEU, chrF, chrF++ and TER, by sacrebleu's rules."""
