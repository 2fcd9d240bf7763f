"""Administrative procedures (thủ tục hành chính) and the papers each asks for (thành phần hồ sơ)."""
