"""This package makes passages of sources and searches them. It knows no tickets and no models: vectors are passed in."""
