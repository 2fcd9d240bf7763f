"""Requests for certification (yêu cầu chứng thực), and what is written when one is refused or a paper is kept back."""
