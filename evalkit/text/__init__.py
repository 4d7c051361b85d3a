"""What a text is made of, without a model: sentences, words, numbers, names, scripts."""
