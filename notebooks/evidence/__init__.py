"""What the chapters share: loading tables, recording numbers, drawing figures, judging claims."""
