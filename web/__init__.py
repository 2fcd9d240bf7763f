"""Faces: the staff pages and the API (one application), and the public verification pages (another).

`web.staff.create_app(services)` and `web.public.create_app(services)` are all the program needs. Every route says who
may call it (`web.access`) or is denied.
"""
