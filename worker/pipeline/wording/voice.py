"""This module says what stands around a reply: our own wording, as the company and its brand want it (`[voice]`)."""

from dataclasses import dataclass

from worker.company import Company
from worker.company.voice import Voice, is_familiar
from worker.pipeline.wording.registry import WORDINGS, wording_of


@dataclass(frozen=True)
class Spoken:
    greeting: str
    closing: str
    sources: str
    signature: str


def spoken(company: Company, brand_id: str | None, language: str) -> Spoken:
    """Return what stands around a reply in a language, in the name of a brand. What the company says for another form of
    address than the brand's is left out."""
    code = language if language in WORDINGS else "en"
    wording = wording_of(code)
    brand = company.brand(brand_id)
    own, general = (voices.get(code, Voice()) for voices in (brand.voices if brand else {}, company.voices))
    familiar = is_familiar(code, own.address or general.address)
    tables = [own, general] if familiar is is_familiar(code, general.address) else [own]

    def said(name: str, otherwise: str) -> str:
        return next((value for table in tables if (value := getattr(table, name)) is not None), otherwise)

    return Spoken(
        said("greeting", wording.familiar_greeting if familiar else wording.greeting),
        said("closing", wording.familiar_closing if familiar else wording.closing),
        said("sources", wording.sources),
        company.signature_of(brand_id, code),
    )
