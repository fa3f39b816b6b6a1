"""What no chart library draws: the timeline, the map, the scorecard and the page of a partner."""
