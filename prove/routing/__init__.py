"""Every route, socket and method, asked by everybody there is."""
