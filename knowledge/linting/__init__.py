"""What a machine can see in any Chinese contract, whoever wrote it."""
