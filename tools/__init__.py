"""The deterministic core: facts, scores, costs, the interview. No model, no network, no clock."""
