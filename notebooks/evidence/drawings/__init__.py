"""What no chart library draws, and the charts of chapters that have not been retold."""
