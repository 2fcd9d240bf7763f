"""Where papers come from. A source only finds bytes and hands them to intake; it clears what it brought afterwards."""
