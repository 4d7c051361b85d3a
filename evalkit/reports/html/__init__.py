"""The page a reviewer works with: templates, style and script, and what fills them."""
