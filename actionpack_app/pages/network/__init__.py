"""What membership is, for anybody."""
