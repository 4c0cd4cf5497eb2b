"""One row per touch, and what people did after it: what every figure is counted from."""
