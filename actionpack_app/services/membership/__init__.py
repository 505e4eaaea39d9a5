"""What a partner holds and can buy."""
