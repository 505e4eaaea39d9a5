"""Who is behind an event or a request; strangers stop here, rights are the services'."""
