"""What benchmarks and training share: measuring data, versions made of it, damage done to them."""
