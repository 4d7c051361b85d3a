"""Agreement with people: metrics and checks measured against human judgements."""
