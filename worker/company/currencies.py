"""This module lists the currencies that an amount can have, by their codes (ISO 4217)."""

CODES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF",
    "ILS", "INR", "ISK", "JPY", "KRW", "MAD", "MXN", "NOK", "NZD", "PEN", "PLN", "RON", "SAR", "SEK", "SGD", "THB",
    "TRY", "UAH", "USD", "ZAR",
)  # fmt: skip
