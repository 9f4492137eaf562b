"""From a lesson to its files: catalogue, plan, rendering, assembly."""
