"""What several checks read of a version: anchors, sentence pairs, conventions, names."""
