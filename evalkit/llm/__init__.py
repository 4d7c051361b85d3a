"""Language models behind an OpenAI-compatible address: asked, waited for, counted."""
