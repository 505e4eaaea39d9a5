"""Benefits: seen, viewed, assigned, activated; and the keys that the desk imports."""
