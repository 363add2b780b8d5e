"""What every entrance offers (command line, HTTP API, MCP): plain values in, the same JSON out."""
