"""What people write, read: moments, money, lists. Pure; every refusal says what would be understood."""
