"""LibreOffice as somebody's word processor: contracts are opened, edited and saved by it, without a screen."""
