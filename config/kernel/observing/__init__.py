"""What the instance tells those who look after it: figures, traces, failures, slow statements. No money, no person."""
